"""Files of rows: a spreadsheet reads the values, and runs none of them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from services.fair.report.columns import Cell
from services.fair.report.files import BEGINS_A_FORMULA, LIKE_A_NUMBER, UNSEEN, CsvFile, XlsxFile, kept, neutral

ATTACKS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\v=1",
    "\u200b\ufeff+1",
    "＝1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C x'!A0",
]


def as_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    target = io.BytesIO()
    file = CsvFile(target, ["a", "b"], "rows")
    file.write(rows)
    file.finish()
    return target.getvalue()


def as_xlsx(rows: Sequence[Sequence[Cell]], **more: int) -> io.BytesIO:
    target = io.BytesIO()
    file = XlsxFile(target, ["a", "b"], "rows", **more)
    file.write(rows)
    file.finish()
    target.seek(0)
    return target


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_is_a_formula(attack: str) -> None:
    """In CSV and in workbooks, a text that begins like a formula is kept behind an apostrophe."""
    (_, (found, _)) = csv.reader(io.StringIO(as_csv([[attack, 1]]).decode("utf-8-sig"), newline=""))
    assert found == f"'{attack}"
    workbook = as_xlsx([[attack, "https://example.org"]])
    sheet = zipfile.ZipFile(io.BytesIO(workbook.getvalue())).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert "'" in str(CalamineWorkbook.from_filelike(workbook).get_sheet_by_index(0).to_python()[1][0])


@given(st.text(alphabet=st.one_of(st.sampled_from("=+-@\t\r\n ;,\"'"), st.characters(exclude_categories=["Cs"]))))
def test_whatever_is_written_is_read_as_one_cell(words: str) -> None:
    """Quotes, separators and line ends stay in the cell; no cell begins like a formula."""
    (_, (found, one)) = csv.reader(io.StringIO(as_csv([[words, 1]]).decode("utf-8-sig"), newline=""), strict=True)
    if LIKE_A_NUMBER.fullmatch(words):
        assert (found, one) == (f'="{words}"', "1")
        return
    assert (found.removeprefix("'"), one) == (words.removeprefix("'"), "1")
    assert found.lstrip(UNSEEN)[:1] not in BEGINS_A_FORMULA


def test_a_harmless_text_stays_as_it_is() -> None:
    """Chinese text, and text with a sign in the middle, is unchanged."""
    assert [neutral(text) for text in ("", "a=b", "8k-15k", "工程师")] == ["", "a=b", "8k-15k", "工程师"]


@pytest.mark.parametrize(
    "code",
    [
        "330110000000000012",
        "330110000012",
        "0571",
        "00",
        "12E5",
        "1e10",
        "9" * 200,
        "3-5",
        "1/2",
        "2026-11-1",
        "12:30",
        "1.10",
        "1,200",
        "5%",
    ],
)
def test_digits_stay_text(code: str) -> None:
    """In CSV a spreadsheet would change them, so they are a formula of that text alone; a workbook has types."""
    assert as_csv([[code, 1]]) == f'\ufeff"a","b"\r\n"=""{code}""",1\r\n'.encode()
    assert CalamineWorkbook.from_filelike(as_xlsx([[code, 1]])).get_sheet_by_index(0).to_python()[1][0] == code


@pytest.mark.parametrize(
    "text",
    [
        "7",
        "2026",
        "33011000001",
        "0",
        "E5",
        "5E",
        "１２３４５６７８９０１２３４",
        "9" * 201,
        "A0571",
        "3-",
        "1--2",
        "1-2-3-4-5",
        "A-1",
    ],
)
def test_other_texts_are_no_formula(text: str) -> None:
    """Only ASCII digits, an E and signs between digits may stand in such a formula, in a bounded number."""
    assert kept(text) == text


def test_what_looks_like_such_a_formula_is_not_one() -> None:
    """A text that somebody wrote as a formula is neutralized, whatever it says."""
    assert kept('="0571"') == '\'="0571"'
    assert kept('0571"&HYPERLINK("x")&"') == '0571"&HYPERLINK("x")&"'


def test_csv_says_that_it_is_utf_8() -> None:
    """CSV has the byte order mark that Excel needs; texts are quoted, numbers not, empty values stay empty."""
    written = as_csv([["工程师;x", -3], [None, 0.5]])
    assert written == '\ufeff"a","b"\r\n"工程师;x",-3\r\n"",0.5\r\n'.encode()


def test_a_sheet_that_is_full_is_followed_by_another() -> None:
    """All rows are written, and each sheet has the headers."""
    workbook = CalamineWorkbook.from_filelike(as_xlsx([[f"row {n}", n] for n in range(5)], sheet_rows_max=3))
    assert workbook.sheet_names == ["rows", "rows 2", "rows 3"]
    sheets = [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]
    assert all(sheet[0] == ["a", "b"] for sheet in sheets)
    assert [row for sheet in sheets for row in sheet[1:]] == [[f"row {n}", float(n)] for n in range(5)]


def test_what_is_abandoned_leaves_nothing(tmp_path: object) -> None:
    """An abandoned file closes nothing: the target belongs to the caller."""
    target = io.BytesIO()
    CsvFile(target, ["a"], "rows").abandon()
    XlsxFile(target, ["a"], "rows").abandon()
    assert not target.closed
