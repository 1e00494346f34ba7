"""Reads a whole job file: finds the header and yields one result for each row that is not blank.

It publishes nothing and finds no duplicates, which need the fair: `jobs/import_rows.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

from services.ingest.imports.headers import columns_of
from services.ingest.imports.reading import Row, UnreadableFile, numbered_rows
from services.ingest.imports.rows import ImportedJob, RowProblem, read_row
from services.ingest.imports.usual_period import with_usual_period

HEADER_WITHIN_ROWS = 10
SAMPLE_ROWS = 200


def read_jobs(
    path: Path, filename: str, column_map: Mapping[str, str] | None, *, needs_enterprise: bool
) -> Iterator[ImportedJob | RowProblem]:
    """Yield exactly one result for each row below the header that is not blank, in the order of the file.

    `row` counts from 1: a CSV record is one row however many lines its quotes span, and blank lines count. The header
    is the first row with two filled cells, so a title line may stand above it.

    `column_map` maps fields to columns and adds to what the header's words mean. A value that begins with `=` is
    literal text, in which `{Column}` is replaced by that row's cell: `"=USD"`, `"={Job ID} {Posting Type}"`. An
    empty value leaves the field out. `salary` is a column of free pay text, beside `salary.min` and the others.

    Raises UnreadableFile before the first result where the file as a whole cannot be read. Memory is bounded by
    one row for a CSV, and by a child process for a spreadsheet. It blocks: call it in a thread.
    """
    rows = numbered_rows(path, filename)
    try:
        header, rest = _split_header(rows)
        columns = columns_of(header.cells, column_map or {}, needs_enterprise=needs_enterprise)
        ahead = list(islice(rest, SAMPLE_ROWS))
        columns = with_usual_period(columns, ahead, len(header.cells))
        for row in chain(ahead, rest):
            yield read_row(row, len(header.cells), columns)
    finally:
        rows.close()


def _split_header(rows: Iterator[Row]) -> tuple[Row, Iterator[Row]]:
    first: list[Row] = []
    below: list[Row] = []
    for row in rows:
        (first if row.number <= HEADER_WITHIN_ROWS else below).append(row)
        if row.number >= HEADER_WITHIN_ROWS:
            break
    if not first:
        raise UnreadableFile(f"the first {HEADER_WITHIN_ROWS} rows are blank; the first row must name the columns")
    above = next((at for at, row in enumerate(first) if sum(map(bool, row.cells)) > 1), None)
    if above is None:
        above = next((at for at, row in enumerate(first) if any(row.cells)), len(first))
    for row in first[:above]:
        if row.fault:
            raise UnreadableFile(f"row {row.number} should name the columns, but {row.fault}")
    return first[above], chain(first[above + 1 :], below, rows)
