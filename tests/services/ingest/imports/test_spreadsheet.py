"""Cells of a spreadsheet as text, in a child process that protects the service."""

from __future__ import annotations

from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from schemas.import_reasons import coded
from services.ingest.imports import UnreadableFile, read_jobs, spreadsheet
from services.ingest.imports.spreadsheet import Cells, UnreadableSpreadsheet
from tests.services.ingest.imports.boards import workbook
from tests.services.ingest.imports.workbooks import xls, xlsx


def cells(path: Path) -> list[list[str]]:
    return [row.cells for sheet in spreadsheet.sheets(path) for row in sheet.rows]


def test_cells_become_text(tmp_path: Path) -> None:
    """Whole numbers have no decimals, days are ISO 8601, errors are empty, blank rows keep their number."""
    path = xlsx(tmp_path / "a.xlsx", [["岗位 & title", 3.0, 2.5, (45000,), "#N/A", "x"], [], ["", 1]])
    assert cells(path) == [
        ["岗位 & title", "3", "2.5", "2023-03-15", "", "x"],
        [],
        ["", "1"],
    ]


def test_each_sheet_is_named_and_hidden_ones_have_no_rows(tmp_path: Path) -> None:
    """A hidden sheet in front, as in templates, is named and not read; of several visible ones each says so."""
    path = xlsx(tmp_path / "a.xlsx", [["title", "headcount"]], hidden_before=True)
    hidden, visible = [(sheet, list(sheet.rows)) for sheet in spreadsheet.sheets(path)]
    assert (hidden[0].name, hidden[0].visible, hidden[1]) == ("notes", False, [])
    assert (visible[0].name, visible[0].visible, visible[0].width) == ("jobs", True, 2)
    assert (visible[1], visible[0].is_one_of_several) == ([Cells(["title", "headcount"])], False)
    many = workbook(tmp_path / "b.xlsx", {"one": [["a"]], "two": [["b"]]})
    assert [sheet.is_one_of_several for sheet in spreadsheet.sheets(many)] == [True, True]


def test_rows_that_nobody_reads_are_passed_over(tmp_path: Path) -> None:
    """The next sheet begins where it should, whether all, some or no rows of the one before were read."""
    rows = [[f"{number}"] for number in range(50)]
    path = workbook(tmp_path / "a.xlsx", dict.fromkeys(("all", "some", "none", "last"), rows))
    found = {}
    for sheet, count in zip(spreadsheet.sheets(path), (50, 3, 0, 50), strict=True):
        found[sheet.name] = [row.cells for row, _ in zip(sheet.rows, range(count), strict=False)]
    assert found == {"all": rows, "some": rows[:3], "none": [], "last": rows}


def test_a_time_of_day_is_iso_8601(tmp_path: Path) -> None:
    """Half of a day is noon."""
    path = xlsx(tmp_path / "a.xlsx", [[(45000.5,), (45000,)]])
    assert cells(path) == [["2023-03-15T12:00:00", "2023-03-15"]]


def test_the_old_format_is_read(tmp_path: Path) -> None:
    """An XLS file gives the same rows."""
    path = xls(tmp_path / "a.xls", [["岗位名称", "招聘人数"], ["焊工", 2.0]])
    assert cells(path) == [["岗位名称", "招聘人数"], ["焊工", "2"]]


def test_a_sheet_that_asks_for_all_memory_is_refused(tmp_path: Path) -> None:
    """One cell in the last corner would make a table of 512 GiB: the child process dies, not the service."""
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = xlsx(tmp_path / "a.xlsx", [["title", "headcount"]], more=corner)
    with pytest.raises(UnreadableSpreadsheet, match="memory"):
        cells(path)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    """The parser's reason is shown."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing that follows")
    with pytest.raises(UnreadableSpreadsheet, match="EOCD"):
        cells(path)


def test_a_reader_may_stop_early(tmp_path: Path) -> None:
    """Closing the sheets after the first row ends the child at once."""
    path = xlsx(tmp_path / "a.xlsx", [[f"row {number}", "x" * 500] for number in range(2_000)])
    sheets = spreadsheet.sheets(path)
    assert next(next(sheets).rows).cells[0] == "row 0"
    sheets.close()
    assert list(sheets) == []


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    """With the words that say what to do, in a code of its own: a person can remove the password."""
    plain, protected = xlsx(tmp_path / "a.xlsx", [["岗位名称", "招聘人数"], ["焊工", 2]]), tmp_path / "b.xlsx"
    with plain.open("rb") as file, protected.open("wb") as out:
        OOXMLFile(file).encrypt("secret", out)
    with pytest.raises(
        UnreadableFile, match=r"b\.xlsx is protected by a password; open it, remove the password"
    ) as why:
        list(read_jobs(protected, "b.xlsx", None, needs_enterprise=False))
    assert coded(why.value.reason) == {"code": "spreadsheet_protected", "params": {"filename": "b.xlsx"}}
