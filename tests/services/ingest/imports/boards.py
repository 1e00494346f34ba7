"""Owns files of jobs as people and job boards make them: workbooks of several sheets with merged cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def workbook(
    path: Path,
    sheets: Mapping[str, Rows],
    *,
    hidden: Sequence[str] = (),
    merged: Mapping[str, Sequence[str]] | None = None,
) -> Path:
    """Write a workbook. `merged` are ranges by sheet, such as A2:A4, whose first cell has the value."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value != "":
                        sheet.write(number, column, value)
            for cells in (merged or {}).get(name, ()):
                first = cells.partition(":")[0]
                at = int(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1, ord(first[0]) - 65
                value = rows[at[0]][at[1]]
                sheet.merge_range(cells, value)
        return path
