"""From bytes to numbered rows: encodings, separators, quotes and defects."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from services.ingest.imports.reading import FIELD_CHARS_MAX, RECORD_CHARS_MAX, Row, UnreadableFile, sheets_of
from tests.services.ingest.imports.workbooks import xls, xlsx

SECONDS_MAX = 15.0  # of CPU: a fraction of a second on an idle machine; once per line would take a minute


def rows(tmp_path: Path, content: bytes | str) -> list[Row]:
    path = tmp_path / "jobs.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return rows_of(path)


def rows_of(path: Path) -> list[Row]:
    return [row for sheet in sheets_of(path, "jobs.csv") for row in sheet.rows]


def cells(tmp_path: Path, content: bytes | str) -> list[list[str]]:
    return [row.cells for row in rows(tmp_path, content)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    """UTF-8, UTF-8 with BOM and GB18030 give the same text, for any length."""
    text = "岗位,人数\n" + "焊工𠮷,2\n" * 150_000
    found = rows(tmp_path, text.encode(encoding))
    assert (found[0].cells, found[-1]) == (["岗位", "人数"], Row(150_001, ["焊工𠮷", "2"]))


def test_an_unknown_encoding_names_the_byte(tmp_path: Path) -> None:
    """The message has the offset of the first byte that fits neither UTF-8 nor GB18030."""
    good = ("岗位,人数\n" * 200_000).encode()
    with pytest.raises(UnreadableFile, match=f"offset {len(good)} .*UTF-8"):
        rows(tmp_path, good + b"\xff\xff,2\n")


def test_a_cut_character_names_the_byte(tmp_path: Path) -> None:
    """A character that is cut off at the end of the file is found too."""
    with pytest.raises(UnreadableFile, match="offset 7 "):
        rows(tmp_path, b"a,b\n1,2" + "岗".encode("gb18030")[:1])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_are_sniffed(tmp_path: Path, separator: str) -> None:
    """The header's separator is used; quoted and later ones do not count."""
    content = f'"a,;\t"{separator}b{separator}c\n1{separator}2;2,2{separator}3\n'
    assert cells(tmp_path, content)[0] == ["a,;", "b", "c"]


def test_a_quoted_newline_is_part_of_its_row(tmp_path: Path) -> None:
    """A record is one row however many lines it spans; a blank line counts and is left out."""
    found = rows(tmp_path, 'a,b\r\n"one\r\ntwo ""q""",2\r\n\r\n , \r\nx,y\r\n')
    assert found == [
        Row(1, ["a", "b"]),
        Row(2, ['one\r\ntwo "q"', "2"]),
        Row(5, ["x", "y"]),
    ]


def test_an_open_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    """An unclosed quote makes one bad row, and the rows below it are read."""
    found = rows(tmp_path, 'a,b\n1,"2\n3,4\n5,6\n')
    assert [(row.number, row.cells) for row in found] == [(1, ["a", "b"]), (2, []), (3, ["3", "4"]), (4, ["5", "6"])]
    assert "never closed" in found[1].fault


@pytest.mark.long
def test_an_open_quote_is_given_up_in_a_long_file(tmp_path: Path) -> None:
    """Reading resumes after the maximum length of a row, not at the end of the file."""
    lines = RECORD_CHARS_MAX // 4
    found = rows(tmp_path, 'a,b\n1,"2\n' + "3,4\n" * lines * 2)
    assert len(found) == 2 + lines * 2
    assert [row.number for row in found if row.fault] == [2]


@pytest.mark.long
@pytest.mark.parametrize(
    "line",
    [
        '5" x,1,"d\n',  # stays open whether or not the line before has left its quote open
        'b",",\n',
        '1,"x\n',  # the next line closes it: two lines would be one row
    ],
)
def test_each_line_of_a_file_of_open_quotes_is_counted(tmp_path: Path, line: str) -> None:
    """Every line is a row with a fault, and the file is not read once per line."""
    count = 2_200_000 // len(line)
    path = tmp_path / "jobs.csv"
    path.write_text("a,b,c\n" + line * count)
    started = time.process_time()
    found = rows_of(path)
    assert time.process_time() - started < SECONDS_MAX
    assert [row.number for row in found] == list(range(1, count + 2))
    assert all(row.fault for row in found[1:])


def test_good_rows_below_many_open_quotes_are_read(tmp_path: Path) -> None:
    """When each line is read as a row of its own, those without a quote are as before."""
    good = 'one,"two"\n' * 1_000
    found = rows(tmp_path, "a,b\n" + '5" x,1,"d\n' * 200_000 + good)
    assert [row.cells for row in found[-1_000:]] == [["one", "two"]] * 1_000


def test_text_after_a_closing_quote_swallows_no_line(tmp_path: Path) -> None:
    """Two lines that each leave a quote open are two faulty rows; a quote within one line is read as it stands."""
    found = rows(tmp_path, 'a,b\n1,"2\n3,"4\n"5" inch",6\n')
    assert [row.cells for row in found] == [["a", "b"], [], [], ['5 inch"', "6"]]
    assert "write a quote within a cell twice" in found[1].fault


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("x" * (FIELD_CHARS_MAX + 1), "more than 100,000 characters"),
        ("x" * (RECORD_CHARS_MAX * 3), "longer than 1,048,576 characters"),
        ("a\0b", "NUL"),
        ("," * 1_000, "more than 1,000 columns"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(tmp_path: Path, cell: str, fault: str) -> None:
    """Too long, too wide or with a NUL: only that row is bad."""
    found = rows(tmp_path, f"a,b\n1,2\n{cell},2\n3,4\n")
    assert [bool(row.fault) for row in found] == [False, False, True, False]
    assert fault in found[2].fault


def test_the_content_decides_what_a_file_is(tmp_path: Path) -> None:
    """A spreadsheet is recognized by its first bytes, whatever its name."""
    expected = [Row(1, ["title", "headcount"]), Row(2, ["焊工", "2"])]
    for write in (xlsx, xls):
        path = write(tmp_path / "jobs.csv", [["title", "headcount"], ["焊工", 2.0]])
        assert rows_of(path) == expected


def test_an_empty_and_a_damaged_file_are_refused(tmp_path: Path) -> None:
    """The message says what is wrong."""
    with pytest.raises(UnreadableFile, match=r"jobs\.csv is empty"):
        rows(tmp_path, b"")
    with pytest.raises(UnreadableFile, match=r"jobs\.csv cannot be read as a spreadsheet"):
        rows(tmp_path, b"PK\x03\x04....")
