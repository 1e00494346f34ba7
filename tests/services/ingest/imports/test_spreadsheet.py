"""Cells of a spreadsheet as text, in a child process that protects the service."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.ingest.imports import spreadsheet
from tests.services.ingest.imports.workbooks import xls, xlsx


def test_cells_become_text(tmp_path: Path) -> None:
    """Whole numbers have no decimals, days are ISO 8601, errors are empty, blank rows keep their number."""
    path = xlsx(tmp_path / "a.xlsx", [["岗位 & title", 3.0, 2.5, (45000,), "#N/A", "x"], [], ["", 1]])
    assert list(spreadsheet.rows(path)) == [
        ["岗位 & title", "3", "2.5", "2023-03-15", "", "x"],
        [],
        ["", "1", "", "", "", ""],
    ]


def test_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    """A hidden sheet in front, as in templates, is skipped."""
    path = xlsx(tmp_path / "a.xlsx", [["title", "headcount"]], hidden_before=True)
    assert list(spreadsheet.rows(path)) == [["title", "headcount"]]


def test_a_time_of_day_is_iso_8601(tmp_path: Path) -> None:
    """Half of a day is noon."""
    path = xlsx(tmp_path / "a.xlsx", [[(45000.5,), (45000,)]])
    assert list(spreadsheet.rows(path)) == [["2023-03-15T12:00:00", "2023-03-15"]]


def test_the_old_format_is_read(tmp_path: Path) -> None:
    """An XLS file gives the same rows."""
    path = xls(tmp_path / "a.xls", [["岗位名称", "招聘人数"], ["焊工", 2.0]])
    assert list(spreadsheet.rows(path)) == [["岗位名称", "招聘人数"], ["焊工", "2"]]


def test_a_sheet_that_asks_for_all_memory_is_refused(tmp_path: Path) -> None:
    """One cell in the last corner would make a table of 512 GiB: the child process dies, not the service."""
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = xlsx(tmp_path / "a.xlsx", [["title", "headcount"]], more=corner)
    with pytest.raises(spreadsheet.UnreadableSpreadsheet, match="memory"):
        list(spreadsheet.rows(path))


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    """The parser's reason is shown, with advice."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing that follows")
    with pytest.raises(spreadsheet.UnreadableSpreadsheet, match="save it again"):
        list(spreadsheet.rows(path))


def test_a_reader_may_stop_early(tmp_path: Path) -> None:
    """Closing the rows after the first one ends the child at once."""
    path = xlsx(tmp_path / "a.xlsx", [[f"row {number}", "x" * 500] for number in range(2_000)])
    rows = spreadsheet.rows(path)
    assert next(rows)[0] == "row 0"
    rows.close()
    assert list(rows) == []
