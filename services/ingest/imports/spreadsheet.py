"""Reads XLSX and XLS through a child process, `read_spreadsheet.py`, sheet by sheet.

A child, because calamine lays a sheet out as one dense table: a file of one kilobyte that fills A1 and XFD1048576 asks
for 512 GiB, and the failed allocation aborts its process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Any

from services.ingest.imports.read_spreadsheet import MEMORY_BYTES_MAX

CHILD = Path(__file__).with_name("read_spreadsheet.py")
_END_OF_SHEET = b"null\n"
TOO_LARGE = f"it is damaged, or needs more than {MEMORY_BYTES_MAX >> 20} MiB of memory"
"""Why a spreadsheet is unreadable whose reader ended without a word: it has no more memory, or the file is damaged."""


class UnreadableSpreadsheet(Exception):
    """The spreadsheet is damaged, protected, or larger than the limits."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a row as text, up to its last filled one. `inexact` are numbers that have lost digits.

    A whole number has no decimals, a date is ISO 8601, and a cell with an error (`#N/A`) is empty.
    """

    cells: list[str]
    inexact: tuple[int, ...] = ()


BLANK = Cells([])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, and its rows from the first on: read these before the next sheet is asked for. Hidden ones have none."""

    name: str
    visible: bool
    width: int = 0
    rows: Iterator[Cells] = field(default_factory=lambda: iter(()))
    is_one_of_several: bool = False  # visible ones
    height: int = 0
    before: float = 0.0
    """The share of the visible sheets that come before this one."""
    left: int = 1
    """The number of visible sheets from this one on."""


def sheets(path: Path) -> Generator[Sheet, None, None]:
    """Yield the sheets in the order of the workbook. Raises UnreadableSpreadsheet, also while rows are read."""
    command = [sys.executable, "-P", str(CHILD), str(path)]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with child:
        assert child.stdout is not None
        try:
            yield from _sheets(child.stdout)
        except BaseException:  # the reader stops early: waiting for a busy child would take long
            child.kill()
            raise


def _sheets(lines: Iterator[bytes]) -> Iterator[Sheet]:
    listed = _frame(lines)["sheets"]
    number = sum(visible for _, visible in listed)
    left = number
    for name, visible in listed:
        if not visible:
            yield Sheet(name, visible)
            continue
        rows = _Rows(lines)
        width, height = _frame(lines)
        yield Sheet(name, visible, width, iter(rows), number > 1, height, 1 - left / number, left)
        left -= 1
        rows.skip()


class _Rows:
    """The rows of one sheet in the stream of lines."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._ended = False

    def __iter__(self) -> Iterator[Cells]:
        while (frame := _frame(self._lines)) is not None:
            if isinstance(frame, list):
                yield Cells(frame)
            elif isinstance(frame, int):
                yield from repeat(BLANK, frame)
            else:
                yield Cells(frame["cells"], tuple(frame["inexact"]))
        self._ended = True

    def skip(self) -> None:
        """Pass over the rows that nobody has read, without parsing them."""
        while not self._ended:
            line = next(self._lines, b"")
            self._ended = line == _END_OF_SHEET
            if not line or line.startswith(b'"'):
                _parsed(line)


def _frame(lines: Iterator[bytes]) -> Any:
    return _parsed(next(lines, b""))


def _parsed(line: bytes) -> Any:
    """The frame of a line. Raises UnreadableSpreadsheet where it is the reason why reading ends, or the child died."""
    if not line:
        raise UnreadableSpreadsheet(TOO_LARGE)
    frame = json.loads(line)
    if isinstance(frame, str):
        raise UnreadableSpreadsheet(frame)
    return frame
