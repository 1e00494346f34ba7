"""Turns the bytes of a file into sheets of numbered rows of text: separator, quotes, spreadsheets.

It knows no header and no field.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import TextIOBase, TextIOWrapper
from pathlib import Path

from plumbing.limits import Limit
from schemas.import_reasons import Reason
from services.ingest.imports import read_spreadsheet, spreadsheet
from services.ingest.imports.encoding import UnknownEncoding, encoding_of
from services.ingest.imports.read_spreadsheet import INVISIBLE, MEMORY_BYTES_MAX
from services.ingest.imports.text_formula import text_in

BLANK = Limit("blank rows in a file of jobs", 2_000_000, "422; the rows before are written")
FIELD_CHARS_MAX = 100_000
RECORD_CHARS_MAX = 1 << 20
COLUMNS_MAX = 1_000
REREAD_CHARS_MAX = 8 << 20
SAMPLE_CHARS = 1 << 16
TOLD_EVERY_ROWS = 200
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # the first bytes of XLSX and of XLS
_OTHERS = {
    **dict.fromkeys((b"<html", b"<!doctype html", b"<table", b"<meta", b"<style"), "file_is_html"),
    b"<?xml": "file_is_xml",
    b"%pdf-": "file_is_pdf",
    **dict.fromkeys((b"\x89png", b"\xff\xd8\xff", b"gif8"), "file_is_image"),
    **dict.fromkeys((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b"), "file_is_archive"),
}
_QUOTED = re.compile(r'"[^"]*"?')

Told = Callable[[float], None]


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the reason says why and what to do."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class UnfitMap(UnreadableFile):
    """The map of columns does not fit the file."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` counts from 1, cells are trimmed, and `fault` says what is wrong with the row as a whole.

    `inexact` are the columns of numbers that the file holds with fewer digits than they had.
    """

    number: int
    cells: list[str]
    fault: str = ""
    inexact: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or all of a plain file, which has no name. `rows` are those that are not blank.

    `width` is the number of its columns where the format knows it: no row of a spreadsheet has surplus cells. Rows must
    be read before the next sheet is asked for. `is_one_of_several` visible ones: a row's number alone names no row.
    """

    name: str
    is_hidden: bool
    width: int
    rows: Generator[Row, None, None]
    is_one_of_several: bool = False


def sheets_of(path: Path, filename: str, told: Told = lambda share: None) -> Generator[Sheet, None, None]:
    """Yield the sheets of the file. The format is detected from the content, not from the name.

    `told` hears now and then how much of the file was read, from 0 to 1.
    """
    with path.open("rb") as file:
        start = file.read(64)
    if not start:
        raise UnreadableFile(Reason("file_empty", filename=filename))
    if other := _other_format(start):
        raise UnreadableFile(Reason(_OTHERS[other], filename=filename))
    blank = _BlankRows(filename)
    if start.startswith(SPREADSHEETS):
        yield from _spreadsheet_sheets(path, filename, blank, told)
    else:
        with closing(_csv_rows(path, filename, told)) as rows:
            yield Sheet("", False, 0, blank.left_out(rows))


def _other_format(start: bytes) -> bytes:
    """How a file of another format begins, or nothing. Systems save HTML tables under the name of XLS."""
    begins = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((first for first in _OTHERS if begins.startswith(first)), b"")


class _BlankRows:
    """Leaves out blank rows, and counts those of the whole file before anything else is done with them."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._before = 0

    def left_out(self, rows: Iterator[Row]) -> Generator[Row, None, None]:
        filled = number = 0
        for row in rows:
            number = row.number
            if row.fault or any(row.cells):
                filled += 1
                yield row
            if self._before + number - filled > BLANK.most:
                raise UnreadableFile(Reason("too_many_blank_rows", filename=self._filename, most=BLANK.most))
        self._before += number - filled


def _spreadsheet_sheets(path: Path, filename: str, blank: _BlankRows, told: Told) -> Generator[Sheet, None, None]:
    found = spreadsheet.sheets(path)
    try:
        for sheet in found:
            rows = blank.left_out(_spreadsheet_rows(sheet, filename, told))
            yield Sheet(sheet.name, not sheet.visible, sheet.width, rows, sheet.is_one_of_several)
    except spreadsheet.UnreadableSpreadsheet as unreadable:
        raise _refused(filename, unreadable) from unreadable
    finally:
        found.close()


def _spreadsheet_rows(sheet: spreadsheet.Sheet, filename: str, told: Told) -> Iterator[Row]:
    try:
        for number, row in enumerate(sheet.rows, 1):
            if number % TOLD_EVERY_ROWS == 0:
                told(sheet.before + (1 - sheet.before) * number / max(sheet.height, number) / sheet.left)
            yield _row(number, row.cells, "", row.inexact) if row.cells else Row(number, [])
    except spreadsheet.UnreadableSpreadsheet as unreadable:
        raise _refused(filename, unreadable) from unreadable


def _refused(filename: str, unreadable: spreadsheet.UnreadableSpreadsheet) -> UnreadableFile:
    match why := str(unreadable):
        case spreadsheet.TOO_LARGE:
            return UnreadableFile(Reason("spreadsheet_too_large", filename=filename, memory=MEMORY_BYTES_MAX >> 20))
        case read_spreadsheet.PROTECTED:
            return UnreadableFile(Reason("spreadsheet_protected", filename=filename))
        case read_spreadsheet.TOO_MANY_SHEETS:
            return UnreadableFile(Reason("too_many_sheets", filename=filename, most=read_spreadsheet.SHEETS_MAX))
    return UnreadableFile(Reason("spreadsheet_damaged", filename=filename, error=why))


def _csv_rows(path: Path, filename: str, told: Told) -> Generator[Row, None, None]:
    # The limit holds for the whole process; it is above what a record may hold, so it is never reached first.
    csv.field_size_limit(4 * RECORD_CHARS_MAX)
    encoding = _encoding(path, filename)
    with path.open("rb") as file, TextIOWrapper(file, encoding, newline="") as text:
        separator = _separator(text.read(SAMPLE_CHARS))
        text.seek(0)
        lines = _Lines(text, separator)
        size = path.stat().st_size
        for number, cells in enumerate(csv.reader(lines, delimiter=separator), 1):
            if number % TOLD_EVERY_ROWS == 0:
                told(file.tell() / size)
            fault = lines.end_record()
            yield _row(number, cells, fault) if fault or any(cells) else Row(number, [])


def _row(number: int, cells: list[str], fault: str, inexact: tuple[int, ...] = ()) -> Row:
    if not fault and len(cells) > COLUMNS_MAX:
        fault = Reason("too_many_columns", most=COLUMNS_MAX)
    if not fault and max(map(len, cells), default=0) > FIELD_CHARS_MAX:
        fault = Reason("cell_too_long", most=FIELD_CHARS_MAX)
    if not fault and "\0" in "".join(cells):
        fault = Reason("nul_in_cell")
    if fault:
        return Row(number, [], fault)
    trimmed = (cell.strip(INVISIBLE) for cell in cells)
    return Row(number, [text_in(cell) if cell[:1] == "=" else cell for cell in trimmed], "", inexact)


def _encoding(path: Path, filename: str) -> str:
    try:
        return encoding_of(path)
    except UnknownEncoding as unknown:
        raise UnreadableFile(Reason("unknown_encoding", filename=filename, offset=unknown.offset)) from None


def _separator(sample: str) -> str:
    """Comma, semicolon or tab: the most frequent outside of quotes in the first line that has any; `|` if none has."""
    for line in _QUOTED.sub("", sample).splitlines():
        counts = {separator: line.count(separator) for separator in ",;\t"}
        if any(counts.values()):
            return max(counts, key=lambda separator: counts[separator])
        if line.count("|") > 1:
            return "|"
    return ","


class _Lines:
    """Feeds lines to `csv.reader`, and takes them back where a misplaced quote has swallowed them.

    An unclosed quote would turn all rows below it into one cell. Its record ends at the end of the file, or after
    RECORD_CHARS_MAX characters; it is one faulty row, and reading resumes at the line after its first. So does a record
    of several lines in which text follows a closing quote: two unclosed quotes would make one row of two.

    A file full of such quotes would be read once per line. After REREAD_CHARS_MAX characters that were read again, each
    line is a row of its own, so that a quote can swallow no other line: the time is linear and every line is counted.
    """

    def __init__(self, text: TextIOBase, separator: str) -> None:
        self._text = text
        self._separator = separator
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self._chars = 0
        self._reread = 0
        self._fault = ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._chars > RECORD_CHARS_MAX:
            self._fault = Reason("row_too_long_in_quotes", most=RECORD_CHARS_MAX)
            raise StopIteration
        if self._record and self._reread > REREAD_CHARS_MAX:
            self._fault = Reason("too_many_open_quotes")
            raise StopIteration
        line = self._again.popleft() if self._again else self._read_line()
        if not line:
            if self._record:
                self._fault = Reason("open_quote")
            raise StopIteration
        self._record.append(line)
        self._chars += len(line)
        return line

    def _read_line(self) -> str:
        line = self._text.readline(RECORD_CHARS_MAX + 1)
        rest = line
        while len(rest) > RECORD_CHARS_MAX and not rest.endswith(("\n", "\r")):
            self._fault = Reason("row_too_long", most=RECORD_CHARS_MAX)
            rest = self._text.readline(RECORD_CHARS_MAX + 1)
        return line

    def end_record(self) -> str:
        """Begin the next record, and return what was wrong with the last one."""
        fault, record = self._fault, self._record
        if not fault and len(record) > 1 and not _quotes_fit(record, self._separator):
            fault = Reason("text_after_quote")
        if fault and len(record) > 1:
            self._reread += self._chars
            self._again.extendleft(reversed(record[1:]))
        self._record, self._chars, self._fault = [], 0, ""
        return fault


def _quotes_fit(record: list[str], separator: str) -> bool:
    """Whether each quoted cell ends with its closing quote (RFC 4180, section 2)."""
    try:
        return len(list(csv.reader(record, delimiter=separator, strict=True))) == 1
    except csv.Error:
        return False
