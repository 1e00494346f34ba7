"""Rows as CSV and XLSX, written as they come, in bounded memory. Knows no database and no HTTP.

A cell is data, never a formula: opening the file runs nothing that an enterprise or a student wrote. Text that a
spreadsheet could read as a formula gets an apostrophe before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import BinaryIO, Protocol

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from services.fair.report.columns import Cell

BEGINS_A_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
XLSX_ROWS_MAX = 1_048_576
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
        """Release what writing needed; the content of the target is incomplete."""


def neutral(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet could read it as a formula."""
    return f"'{text}" if text.lstrip(" ")[:1] in BEGINS_A_FORMULA else text


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
    """A workbook; rows beyond what a sheet can hold go on in the next one."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(
        self, target: BinaryIO, headers: Sequence[str], title: str, sheet_rows_max: int = XLSX_ROWS_MAX
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="livefair-export-")
        self._workbook = xlsxwriter.Workbook(target, {**XLSX_OPTIONS, "tmpdir": self._folder.name})
        self._bold = self._workbook.add_format({"bold": True, "bottom": 1})
        self._headers, self._title, self._sheet_rows_max = headers, title, sheet_rows_max
        self._sheet = self._next_sheet()

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            if self._row == self._sheet_rows_max:
                self._sheet = self._next_sheet()
            write_row(self._sheet, self._row, row)
            self._row += 1

    def finish(self) -> None:
        try:
            self._workbook.close()
        finally:
            self._folder.cleanup()

    def abandon(self) -> None:
        with suppress(Exception):  # it writes into a target that may be full: only its own files are to be closed
            self._workbook.close()
        self._folder.cleanup()

    def _next_sheet(self) -> Worksheet:
        number = len(self._workbook.worksheets()) + 1
        sheet = self._workbook.add_worksheet(self._title if number == 1 else f"{self._title} {number}")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(self._headers) - 1, COLUMN_CHARACTERS)
        write_row(sheet, 0, self._headers, self._bold)
        self._row = 1
        return sheet


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
