"""Reads XLSX and XLS: a child process runs calamine under limits and prints each row as a JSON line.

A child, because calamine lays a sheet out as one dense table: a file of one kilobyte that fills A1 and XFD1048576 asks
for 512 GiB, and the failed allocation aborts its process. This file is both sides; it imports nothing of the project,
so that the child starts in a few hundredths of a second.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from itertools import groupby, repeat
from pathlib import Path

MEMORY_BYTES_MAX = 1 << 30
CPU_SECONDS_MAX = 120
CELL_CHARS_MAX = 100_001  # one more than a row may hold, so that the reader sees it is too long
COLUMNS_MAX = 1_001


class UnreadableSpreadsheet(Exception):
    """The spreadsheet is damaged, protected, or larger than the limits."""


def rows(path: Path) -> Generator[list[str], None, None]:
    """Yield the rows of the first visible sheet as text, from its first row on; blank ones without cells.

    A whole number has no decimals, a date is ISO 8601, and a cell with an error (`#N/A`) is empty.
    """
    command = [sys.executable, "-P", __file__, str(path)]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with child:
        assert child.stdout is not None
        try:
            for line in child.stdout:
                answer = json.loads(line)
                if isinstance(answer, str):
                    raise UnreadableSpreadsheet(answer)
                if isinstance(answer, int):
                    yield from repeat([], answer)
                else:
                    yield answer
        except BaseException:  # the reader stops early: waiting for a busy child would take long
            child.kill()
            raise
    if child.returncode:
        raise UnreadableSpreadsheet(
            f"it is damaged, or needs more than {MEMORY_BYTES_MAX >> 20} MiB of memory; save it as CSV UTF-8"
        )


def _limit() -> None:
    import resource  # only the child needs it, and only Unix has it

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))


def _sheet_rows(path: str) -> Iterator[Sequence[object]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # the parent never loads it

    workbook = CalamineWorkbook.from_path(path)
    for sheet in workbook.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            yield from workbook.get_sheet_by_name(sheet.name).iter_rows()
            return


def _is_blank(row: Sequence[object]) -> bool:
    return row.count("") == len(row)


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


def _main(path: str) -> int:
    _limit()
    try:
        for blank, of_it in groupby(_sheet_rows(path), _is_blank):
            if blank:  # a file of one kilobyte may have a million of them
                print(sum(1 for _ in of_it))
            else:
                for row in of_it:
                    print(json.dumps([_text(cell) for cell in row[:COLUMNS_MAX]]))
    except Exception as error:  # whatever calamine finds wrong is the answer
        print(json.dumps(f"{error}; open it and save it again as XLSX or CSV UTF-8"))
    return 0


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # the reader has gone
        sys.exit(_main(sys.argv[1]))
