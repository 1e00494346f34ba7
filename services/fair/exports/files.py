"""Rows as CSV and XLSX, written as they come, in bounded memory. Knows no database and no HTTP.

A cell is data, never a formula: whoever opens the file runs nothing that an enterprise or a student wrote. What could
be taken for one gets an apostrophe before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import IO, BinaryIO, Protocol

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from services.fair.exports.columns import Cell, neutral
from services.fair.exports.sheets import row_of

XLSX_ROWS_MAX = 1_048_576
XLSX_COMPRESSION = 1  # a sixth larger than with 6, in two thirds of the time
IN_MEMORY = {"constant_memory": False, "in_memory": True}
SHEETS = "xl/worksheets/"
EXTENT = re.compile(rb"<dimension [^>]*/>")  # how many rows a sheet has; it may be left out
COLUMN_CHARACTERS = 18
XLSX_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class File(Protocol):
    """A file that grows by rows."""

    def write(self, rows: Iterable[Sequence[Cell]]) -> None: ...

    def finish(self) -> None:
        """Write what is still to be written. The target stays open."""

    def abandon(self) -> None:
        """Let go of all that the writing needed; what stands in the target is worth nothing."""


class CsvFile:
    """CSV after RFC 4180, UTF-8 with the mark by which Excel knows it.

    Every text is quoted: a semicolon in one begins no new cell where the reader's list separator is a semicolon.
    """

    media_type = "text/csv; charset=utf-8"

    def __init__(self, target: BinaryIO, headers: Sequence[str], title: str) -> None:
        self._text = io.TextIOWrapper(target, "utf-8-sig", errors="replace", newline="")
        self._csv = csv.writer(self._text, quoting=csv.QUOTE_NONNUMERIC)
        self._csv.writerow(headers)

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._csv.writerows([_plain(cell) for cell in row] for row in rows)

    def finish(self) -> None:
        self._text.detach()

    def abandon(self) -> None:
        self._text.detach()


class XlsxFile:
    """A workbook, written as its rows come; those beyond what a sheet can hold go on in the next one."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(
        self, target: BinaryIO, headers: Sequence[str], title: str, sheet_rows_max: int = XLSX_ROWS_MAX
    ) -> None:
        self._headers, self._title, self._sheet_rows_max = headers, title, sheet_rows_max
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=XLSX_COMPRESSION)
        self._sheets: list[IO[bytes]] = []
        self._row, self._tail = 0, b""

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            if not self._sheets or self._row == self._sheet_rows_max:
                self._next_sheet()
            self._row += 1
            self._sheets[-1].write(row_of(self._row, row).encode())

    def finish(self) -> None:
        if not self._sheets:
            self._next_sheet()
        self._end_sheet()
        for name, part in self._empty().items():
            if not name.startswith(SHEETS):
                self._zip.writestr(name, part)
        self._zip.close()

    def abandon(self) -> None:
        for close in (*(sheet.close for sheet in self._sheets), self._zip.close):
            with suppress(Exception):  # it writes into a target that may be full
                close()

    def _next_sheet(self) -> None:
        self._end_sheet()
        name = f"{SHEETS}sheet{len(self._sheets) + 1}.xml"
        self._sheets.append(self._zip.open(name, "w", force_zip64=True))
        head, end, rest = self._empty()[name].partition(b"</sheetData>")
        self._row, self._tail = 1, end + rest
        self._sheets[-1].write(EXTENT.sub(b"", head))

    def _end_sheet(self) -> None:
        for sheet in self._sheets[-1:]:
            sheet.write(self._tail)
            sheet.close()

    def _empty(self) -> dict[str, bytes]:
        """The parts of a workbook of so many sheets without rows."""
        made = io.BytesIO()
        workbook = xlsxwriter.Workbook(made, {**XLSX_OPTIONS, **IN_MEMORY})
        bold = workbook.add_format({"bold": True, "bottom": 1})
        for number in range(1, len(self._sheets) + 1):
            sheet = workbook.add_worksheet(self._title if number == 1 else f"{self._title} {number}")
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(self._headers) - 1, COLUMN_CHARACTERS)
            write_row(sheet, 0, self._headers, bold)
        workbook.close()
        with zipfile.ZipFile(made) as parts:
            return {name: parts.read(name) for name in parts.namelist()}


FORMATS: dict[str, type[CsvFile] | type[XlsxFile]] = {"csv": CsvFile, "xlsx": XlsxFile}


def write_row(sheet: Worksheet, number: int, row: Sequence[Cell], look: object = None) -> None:
    """One row of a sheet: numbers as numbers, texts as texts."""
    for place, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(number, place, neutral(value), look)
        elif value is not None:
            sheet.write_number(number, place, value, look)


def _plain(value: Cell) -> Cell:
    return neutral(value) if isinstance(value, str) else value
