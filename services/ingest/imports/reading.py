"""Turns the bytes of a file into numbered rows of text: encoding, separator, quotes, spreadsheets.

It knows no header and no field.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from io import TextIOBase
from pathlib import Path

from plumbing.limits import Limit
from services.ingest.imports import spreadsheet
from services.ingest.imports.text_formula import text_in

BLANK = Limit("blank rows in a file of jobs", 2_000_000, "422; the rows before are written")
FIELD_CHARS_MAX = 100_000
RECORD_CHARS_MAX = 1 << 20
COLUMNS_MAX = 1_000
REREAD_CHARS_MAX = 8 << 20
CHUNK_BYTES = 1 << 20
SAMPLE_CHARS = 1 << 16
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # the first bytes of XLSX and of XLS
ENCODINGS = ("utf-8-sig", "gb18030")
_QUOTED = re.compile(r'"[^"]*"?')
INVISIBLE = "\ufeff\u200b \t\r\n\v\f\u00a0\u3000"


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


class UnfitMap(UnreadableFile):
    """The map of columns does not fit the file."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` counts from 1, cells are trimmed, and `fault` says what is wrong with the row as a whole."""

    number: int
    cells: list[str]
    fault: str = ""


def numbered_rows(path: Path, filename: str) -> Generator[Row, None, None]:
    """Yield every row of the file that is not blank. The format is detected from the content, not from the name."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise UnreadableFile(f"{filename} is empty")
    if start.startswith(SPREADSHEETS):
        return _filled(_spreadsheet_rows(path, filename), filename)
    return _filled(_csv_rows(path, filename), filename)


def _filled(rows: Generator[tuple[int, list[str], str], None, None], filename: str) -> Generator[Row, None, None]:
    """The rows with a fault or a filled cell. Blank ones are counted before anything else is done with them."""
    filled = 0
    try:
        for number, cells, fault in rows:
            if fault or any(cells):
                row = _row(number, cells, fault)
                if row.fault or any(row.cells):
                    filled += 1
                    yield row
            if number - filled > BLANK.most:
                raise UnreadableFile(f"{filename} has more than {BLANK.most:,} blank rows; delete these")
    finally:
        rows.close()


def _spreadsheet_rows(path: Path, filename: str) -> Generator[tuple[int, list[str], str], None, None]:
    sheet = spreadsheet.rows(path)
    try:
        for number, cells in enumerate(sheet, 1):
            yield number, cells, ""
    except spreadsheet.UnreadableSpreadsheet as unreadable:
        raise UnreadableFile(f"{filename} cannot be read as a spreadsheet: {unreadable}") from unreadable
    finally:
        sheet.close()


def _csv_rows(path: Path, filename: str) -> Generator[tuple[int, list[str], str], None, None]:
    # The limit holds for the whole process; it is above what a record may hold, so it is never reached first.
    csv.field_size_limit(4 * RECORD_CHARS_MAX)
    with path.open(encoding=_encoding(path, filename), newline="") as text:
        separator = _separator(text.read(SAMPLE_CHARS))
        text.seek(0)
        lines = _Lines(text, separator)
        for number, cells in enumerate(csv.reader(lines, delimiter=separator), 1):
            yield number, cells, lines.end_record()


def _row(number: int, cells: list[str], fault: str) -> Row:
    if not fault and len(cells) > COLUMNS_MAX:
        fault = f"the row has more than {COLUMNS_MAX:,} columns"
    if not fault and max(map(len, cells), default=0) > FIELD_CHARS_MAX:
        fault = f"a cell holds more than {FIELD_CHARS_MAX:,} characters"
    if not fault and "\0" in "".join(cells):
        fault = "a cell holds a NUL character"
    if fault:
        return Row(number, [], fault)
    trimmed = (cell.strip(INVISIBLE) for cell in cells)
    return Row(number, [text_in(cell) if cell[:1] == "=" else cell for cell in trimmed])


def _encoding(path: Path, filename: str) -> str:
    """The first encoding that decodes the whole file strictly. Reads it in chunks."""
    faults = []
    for encoding in ENCODINGS:
        fault = _first_undecodable_byte(path, encoding)
        if fault is None:
            return encoding
        faults.append(fault)
    raise UnreadableFile(
        f"{filename} is neither UTF-8 nor GB18030: the byte at offset {max(faults)} fits neither; "
        "save it as CSV UTF-8 or as XLSX"
    )


def _first_undecodable_byte(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8" if encoding == "utf-8-sig" else encoding)("strict")
    offset = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK_BYTES)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return offset - pending + error.start
            if not chunk:
                return None
            offset += len(chunk)


def _separator(sample: str) -> str:
    """Comma, semicolon or tab: the most frequent outside of quotes in the first line that has any of them."""
    for line in _QUOTED.sub("", sample).splitlines():
        counts = {separator: line.count(separator) for separator in ",;\t"}
        if any(counts.values()):
            return max(counts, key=lambda separator: counts[separator])
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
            self._fault = f"the row is longer than {RECORD_CHARS_MAX:,} characters; perhaps a quote is not closed"
            raise StopIteration
        if self._record and self._reread > REREAD_CHARS_MAX:
            self._fault = "a quote is opened and not closed on its line; the file has too many of these"
            raise StopIteration
        line = self._again.popleft() if self._again else self._read_line()
        if not line:
            if self._record:
                self._fault = "a quote is opened and never closed"
            raise StopIteration
        self._record.append(line)
        self._chars += len(line)
        return line

    def _read_line(self) -> str:
        line = self._text.readline(RECORD_CHARS_MAX + 1)
        rest = line
        while len(rest) > RECORD_CHARS_MAX and not rest.endswith(("\n", "\r")):
            self._fault = f"the row is longer than {RECORD_CHARS_MAX:,} characters"
            rest = self._text.readline(RECORD_CHARS_MAX + 1)
        return line

    def end_record(self) -> str:
        """Begin the next record, and return what was wrong with the last one."""
        fault, record = self._fault, self._record
        if not fault and len(record) > 1 and not _quotes_fit(record, self._separator):
            fault = "text follows a quote that closes a cell of several lines; write a quote within a cell twice"
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
