"""Rows as CSV and XLSX, streamed in bounded memory. Knows no database and no HTTP.

A cell is data, never a formula: opening the file executes nothing that an enterprise or a student wrote. Text that a
spreadsheet could read as a formula gets an apostrophe in front of it (OWASP, "CSV Injection").

CSV has no types, and a spreadsheet takes a text of digits for a number: it drops leading zeros, shows twelve digits and
more as a power of ten, and saves what it shows. Such a text is written as `="330110000000000012"`: a formula whose
value is that text. It holds nothing but ASCII digits, an E and signs between digits, so it calls and refers to nothing.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import BinaryIO, Protocol

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from services.fair.report.columns import Cell

BEGINS_A_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
UNSEEN = " \v\f\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\u3000\ufeff"
"""What a spreadsheet may pass over before a formula."""
LIKE_A_NUMBER = re.compile(
    r"[0-9]{12,200}|0[0-9]{1,199}|[0-9]{1,16}[Ee][0-9]{1,16}|[0-9]{1,16}%|[0-9]{1,16}(?:[-/.:,][0-9]{1,16}){1,3}%?"
)
"""Whole texts that a spreadsheet would change by reading them as a number, a date (`3-5`, `1/2`) or a time."""
XLSX_ROWS_MAX = 1_048_576
COLUMN_CHARACTERS = 18
XLSX_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class File(Protocol):
    """A file to which rows are appended."""

    def write(self, rows: Iterable[Sequence[Cell]]) -> None: ...

    def finish(self) -> None:
        """Flush buffered rows. The target stays open."""

    def abandon(self) -> None:
        """Free temporary resources without finishing; the content of the target is incomplete."""


def neutral(text: str) -> str:
    """The text, with an apostrophe in front of it if a spreadsheet could read it as a formula."""
    return f"'{text}" if text.lstrip(UNSEEN)[:1] in BEGINS_A_FORMULA else text


def kept(text: str) -> str:
    """A text of a CSV file, so that a spreadsheet neither runs it nor takes it for a number."""
    return f'="{text}"' if LIKE_A_NUMBER.fullmatch(text) else neutral(text)


class CsvFile:
    """CSV by RFC 4180, UTF-8 with the byte order mark by which Excel recognizes it.

    Every text is quoted: a semicolon in a text must not start a new cell if the reader's list separator is a semicolon.
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
    """A workbook; rows that exceed the limit of a sheet continue on the next sheet."""

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
        with suppress(Exception):  # the target may be full: only the writer's temporary files must be closed
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
    """Write one row of a sheet: numbers as numbers, texts as texts."""
    for place, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(number, place, neutral(value), look)
        elif value is not None:
            sheet.write_number(number, place, value, look)


def _plain(value: Cell) -> Cell:
    return kept(value) if isinstance(value, str) else value
