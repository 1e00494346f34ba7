"""The child process that reads XLSX and XLS: it runs calamine under limits and prints each row as a JSON line.

It imports nothing of the project, so that it starts in a few hundredths of a second; `spreadsheet.py` is the other
side. It prints `{"sheets": [[name, visible], ...]}`, then for each visible sheet its size, its rows and `null`. A row
is the list of its cells, or a number of blank rows; `{"cells": [...], "inexact": [3]}` is a row in which some cells are
numbers of more digits than the file keeps. A text is the reason why reading ends here.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sys
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from xml.parsers import expat

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, SheetMetadata

MEMORY_BYTES_MAX = 1 << 30
PROTECTED, TOO_MANY_SHEETS = "protected", "too many sheets"  # the texts of workbooks that are not read
CPU_SECONDS_MAX = 120
CELL_CHARS_MAX = 100_001  # one more than a row may hold, so that the reader sees it is too long
COLUMNS_MAX = 1_000
SHEETS_MAX = 255
PART_BYTES_MAX = 4 << 20  # of the lists of sheets and of their files
EXACT_BELOW = 10**15
"""A spreadsheet keeps 15 digits of a number. More are right only where the file has all of them as text."""

INVISIBLE = "\ufeff\u200b \t\r\n\v\f\u00a0\u3000"
"""What is trimmed from cells."""
_CHUNK_BYTES = 1 << 16
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def limit() -> None:
    """Bound the memory and the CPU time of this process."""
    import resource  # only the child needs it, and only Unix has it

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))


def frames(path: str) -> Iterator[object]:
    """What is printed, one line each."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum  # the parent never loads it

    try:
        workbook = CalamineWorkbook.from_path(path)
    except PasswordError:
        yield PROTECTED
        return
    listed = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if len(listed) > SHEETS_MAX:
        yield TOO_MANY_SHEETS
        return
    yield {"sheets": [[sheet.name, _is_visible(sheet)] for sheet in listed]}
    for sheet in filter(_is_visible, listed):
        yield from _sheet_frames(workbook.get_sheet_by_name(sheet.name), StoredNumbers(path, sheet.name))
        yield None


def _is_visible(sheet: SheetMetadata) -> bool:
    from python_calamine import SheetVisibleEnum

    return sheet.visible == SheetVisibleEnum.Visible


def _sheet_frames(sheet: CalamineSheet, stored: StoredNumbers) -> Iterator[object]:
    width = sheet.end[1] + 1 if sheet.end else 0
    yield [min(width, COLUMNS_MAX), sheet.end[0] + 1 if sheet.end else 0]
    merged = MergedCells(sheet.merged_cell_ranges or ())
    number = 0
    for blank, rows in groupby(sheet.iter_rows(), _is_blank):
        if blank:  # a file of one kilobyte may have a million of them
            count = sum(1 for _ in rows)
            number += count
            yield count
            continue
        for row in rows:
            cells = row if width <= COLUMNS_MAX else _cut(row)
            yield _row_frame(merged.filled(cells, number), number, stored)
            number += 1


def _is_blank(row: Sequence[object]) -> bool:
    return row.count("") == len(row)


def _shows_nothing(cell: object) -> bool:
    return isinstance(cell, str) and not cell.strip(INVISIBLE)


def _cut(row: list[Any]) -> list[Any]:
    """The row up to one cell more than it may have, if any beyond is filled: the reader then sees it is too wide."""
    beyond = next((cell for cell in row[COLUMNS_MAX:] if cell != ""), None)
    return row[:COLUMNS_MAX] if beyond is None else [*row[:COLUMNS_MAX], beyond]


def _row_frame(row: list[Any], number: int, stored: StoredNumbers) -> object:
    inexact = []
    for column, cell in enumerate(row):
        if cell.__class__ is float and not -EXACT_BELOW < cell < EXACT_BELOW:
            text = stored.text(number, column)
            row[column] = text or cell
            if not text:
                inexact.append(column)
    cells = list(map(_text, row))
    while cells and not cells[-1]:
        cells.pop()
    return {"cells": cells, "inexact": inexact} if inexact else cells


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell[:CELL_CHARS_MAX]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.isoformat() if cell.time() != datetime.time() else cell.date().isoformat()
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


class MergedCells:
    """Repeats the value of cells that are merged over several rows: each of these rows has it in the first column.

    A row that is blank beside them stays blank.
    """

    def __init__(self, ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        over_rows = sorted((start, end) for start, end in ranges if end[0] > start[0] and start[1] < COLUMNS_MAX)
        self._next = deque(over_rows)
        self._values: dict[int, tuple[object, int]] = {}  # by column: the value and its last row

    def filled(self, row: list[Any], number: int) -> list[Any]:
        """The row with the values of the ranges that reach it. Rows are asked for in ascending order."""
        stays_blank = bool(self._values) and all(map(_shows_nothing, row))
        for column, (value, last) in list(self._values.items()):
            if last < number:
                del self._values[column]
            elif column < len(row) and row[column] == "" and not stays_blank:
                row[column] = value
        while self._next and self._next[0][0][0] <= number:
            (first, column), (last, _) = self._next.popleft()
            if first == number and column < len(row) and row[column] != "":
                self._values[column] = row[column], last
        return row


class StoredNumbers:
    """The digits of long numbers as an XLSX stores them, found by row and column. Reads the sheet once, if asked.

    What is asked for must ascend by row. Where the file has no such text, as in XLS, there is none.
    """

    def __init__(self, path: str, sheet: str) -> None:
        self._cells = _long_numbers(path, sheet)
        self._row = -1
        self._of_row: dict[int, str] = {}
        self._ahead: tuple[int, int, str] | None = None

    def text(self, row: int, column: int) -> str:
        """All digits of the whole number in this cell; empty where the file does not have them."""
        if row != self._row:
            self._row, self._of_row = row, {}
            cell = self._ahead or next(self._cells, None)
            while cell is not None and cell[0] <= row:
                if cell[0] == row:
                    self._of_row[cell[1]] = cell[2]
                cell = next(self._cells, None)
            self._ahead = cell
        return self._of_row.get(column, "")


def _long_numbers(path: str, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Row, column and digits of the whole numbers of 16 digits and more, in the order of the sheet's XML."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_part_of(archive, sheet)) as part:
            reader = _CellReader()
            while chunk := part.read(_CHUNK_BYTES):
                reader.feed(chunk)
                yield from reader.found
                reader.found.clear()
    except (zipfile.BadZipFile, KeyError, expat.ExpatError, ElementTree.ParseError):
        return  # XLS, or an XLSX that only calamine can read: no text is known


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The file of a sheet within the archive. Raises KeyError."""
    ids = {}
    for element in _small_part(archive, _WORKBOOK).iter():
        if _local(element.tag) == "sheet":
            ids[element.get("name")] = next((value for key, value in element.items() if _local(key) == "id"), None)
    for element in _small_part(archive, _RELATIONS).iter():
        if element.get("Id") == ids[sheet] and (target := element.get("Target")):
            return target[1:] if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def _small_part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > PART_BYTES_MAX:
        raise KeyError(name)
    return ElementTree.fromstring(archive.read(name))


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


class _CellReader:
    """Collects the long numbers of a sheet's XML. A cell without a reference stands beside the one before it."""

    def __init__(self) -> None:
        self.found: list[tuple[int, int, str]] = []
        self._row, self._column = -1, -1
        self._value: list[str] | None = None
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        self._parser = parser

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "row":
                number = attributes.get("r", "")
                self._row, self._column = int(number) - 1 if number.isdecimal() else self._row + 1, -1
            case "c":
                self._column = _column(attributes.get("r", ""), self._column + 1)
            case "v":
                self._value = []

    def _characters(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)

    def _end(self, name: str) -> None:
        if self._value is not None and _local(name) == "v":
            text = "".join(self._value).strip()
            self._value = None
            if len(text) > 15 and text.removeprefix("-").isdecimal():
                self.found.append((self._row, self._column, text[:CELL_CHARS_MAX]))


def _column(reference: str, otherwise: int) -> int:
    """The column of a reference such as `AB12`, counted from 0."""
    number = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number - 1 if number else otherwise


def main(path: str) -> int:
    limit()
    try:
        for frame in frames(path):
            print(json.dumps(frame))
    except Exception as error:  # whatever calamine finds wrong is the answer
        print(json.dumps(str(error)))
    return 0


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # the reader has gone
        sys.exit(main(sys.argv[1]))
