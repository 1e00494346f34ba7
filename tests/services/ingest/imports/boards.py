"""Owns files of jobs as people and job boards make them: workbooks of several sheets with merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

Rows = Sequence[Sequence[Any]]
Cell = tuple[int, int]


def workbook(
    path: Path,
    sheets: Mapping[str, Rows],
    *,
    hidden: Sequence[str] = (),
    merged: Mapping[str, Sequence[str]] | None = None,
) -> Path:
    """Write a workbook. `merged` are ranges by sheet, such as A2:A4: only the first cell of each has its value."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            ranges = (merged or {}).get(name, ())
            covered = {cell for cells in ranges for cell in list(cells_of(cells))[1:]}
            for cells in ranges:
                sheet.merge_range(cells, "")
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value != "" and (number, column) not in covered:
                        sheet.write(number, column, value)
    return path


def cells_of(cells: str) -> Iterator[Cell]:
    """The row and the column of each cell of a range, counted from 0."""
    (first, left), (last, right) = map(xl_cell_to_rowcol, cells.split(":"))
    for row in range(first, last + 1):
        yield from ((row, column) for column in range(left, right + 1))
