"""The frames that the child process prints for a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.ingest.imports import read_spreadsheet
from services.ingest.imports.read_spreadsheet import MergedCells, StoredNumbers, frames
from tests.services.ingest.imports.boards import Rows, workbook
from tests.services.ingest.imports.workbooks import cell, xlsx


def test_frames_of_a_workbook(tmp_path: Path) -> None:
    """All sheets with what can be seen, then the size and the rows of each visible one; blank rows are a number."""
    sheets: dict[str, Rows] = {"a": [["x", "", 2], [], [], ["y"]], "b": [], "c": [["z"]]}
    assert list(frames(str(workbook(tmp_path / "a.xlsx", sheets, hidden=["c"])))) == [
        {"sheets": [["a", True], ["b", True], ["c", False]]},
        *([3, 4], ["x", "", "2"], 2, ["y"], None),
        *([0, 0], None),
    ]


def test_a_workbook_has_a_bound_of_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it nothing is read."""
    monkeypatch.setattr(read_spreadsheet, "SHEETS_MAX", 2)
    path = workbook(tmp_path / "a.xlsx", {name: [["x"]] for name in "abc"})
    assert list(frames(str(path))) == [read_spreadsheet.TOO_MANY_SHEETS]


def test_a_filled_cell_beyond_the_last_column_is_seen(tmp_path: Path) -> None:
    """One cell more than a row may have stands for it; blank ones are left out."""
    wide = f'<row r="2">{cell("A2", "x")}{cell("AMZ2", "y")}</row><row r="3">{cell("A3", "z")}</row>'
    _, _, first, second, third, _ = frames(str(xlsx(tmp_path / "a.xlsx", [["title"]], more=wide)))
    assert isinstance(second, list)
    assert (first, len(second), second[0], second[-1], third) == (["title"], 1_001, "x", "y", ["z"])


def test_the_first_column_of_a_merged_range_is_repeated() -> None:
    """Over rows only; what a range begins with nothing, or beyond the row, repeats nothing."""
    merged = MergedCells([((0, 0), (2, 1)), ((1, 2), (2, 2)), ((0, 3), (0, 4)), ((1, 9), (2, 9))])
    rows: list[list[object]] = [
        ["a", "", "", "d", ""],
        ["", "b", "", "", ""],
        ["", "", "c", "", ""],
        ["", "", "", "", "e"],
    ]
    assert [merged.filled(row, number) for number, row in enumerate(rows)] == [
        ["a", "", "", "d", ""],
        ["a", "b", "", "", ""],
        ["a", "", "c", "", ""],
        ["", "", "", "", "e"],
    ]


def test_a_row_that_shows_nothing_stays_blank_beside_a_merged_range() -> None:
    """Blanks and line breaks are nothing."""
    merged = MergedCells([((0, 0), (2, 0))])
    rows: list[list[object]] = [["a", "b"], ["", "\r\u3000"], ["", "c"]]
    assert [merged.filled(row, number) for number, row in enumerate(rows)] == [
        *(["a", "b"], ["", "\r\u3000"], ["a", "c"]),
    ]


def test_stored_numbers_are_found_by_row_and_column(tmp_path: Path) -> None:
    """With and without references, in ascending rows; short numbers, texts and powers of ten are none."""
    more = (
        '<row r="2"><c r="B2"><v>330100202600010001</v></c><c><v>330100202600010002</v></c></row>'
        '<row><c><v>-330100202600010003</v></c><c><v>3.3E+17</v></c><c t="s"><v>0</v></c></row>'
        '<row r="9"><c r="AA9"><v>330100202600010004</v></c></row>'
    )
    stored = StoredNumbers(str(xlsx(tmp_path / "a.xlsx", [["title"]], more=more)), "jobs")
    asked = [(1, 1), (1, 2), (2, 0), (2, 1), (5, 0), (8, 26)]
    assert [stored.text(row, column)[-4:] for row, column in asked] == ["0001", "0002", "0003", "", "", "0004"]


def test_what_is_no_xlsx_has_no_stored_numbers(tmp_path: Path) -> None:
    """Nor a sheet that the archive does not have."""
    plain = tmp_path / "a.xls"
    plain.write_bytes(b"\xd0\xcf\x11\xe0")
    assert StoredNumbers(str(plain), "jobs").text(0, 0) == ""
    assert StoredNumbers(str(xlsx(tmp_path / "a.xlsx", [[1]])), "other").text(0, 0) == ""


@pytest.mark.parametrize(("number", "inexact"), [("999999999999999", False), ("1.2345678901234567E+18", True)])
def test_numbers_of_more_than_15_digits(tmp_path: Path, number: str, inexact: bool) -> None:
    """Without their text they are marked; up to 15 digits nothing is lost."""
    more = f'<row r="2"><c r="A2"><v>{number}</v></c></row>'
    _, _, _, row, _ = frames(str(xlsx(tmp_path / "a.xlsx", [["title"]], more=more)))
    assert isinstance(row, dict) is inexact
