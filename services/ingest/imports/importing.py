"""Reads a whole job file: finds the header of each sheet and yields one result for each row that is not blank.

It publishes nothing and finds no duplicates, which need the fair: `jobs/import_rows.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from schemas.import_reasons import Reason
from schemas.job_import import Unread
from services.ingest.imports.column_map import letters_of
from services.ingest.imports.header_row import HEADER_WITHIN_ROWS, Header, header_of, with_index
from services.ingest.imports.headers import Column, check_required, columns_of
from services.ingest.imports.layout import Layout, SheetFound
from services.ingest.imports.no_jobs import no_job
from services.ingest.imports.reading import Row, Sheet, UnreadableFile, sheets_of
from services.ingest.imports.rows import WHOLE_ROW, ImportedJob, RowProblem, read_row
from services.ingest.imports.usual_currency import SaidOnce, with_usual_currency
from services.ingest.imports.usual_period import with_usual_period

SAMPLE_ROWS = 200


def read_jobs(
    path: Path,
    filename: str,
    column_map: Mapping[str, str] | None,
    *,
    needs_enterprise: bool,
    layout: Layout | None = None,
) -> Iterator[ImportedJob | RowProblem]:
    """Yield exactly one result for each row below the header that is not blank, in the order of the file.

    `row` counts from 1 in its sheet: a CSV record is one row however many lines its quotes span, and blank lines count.
    The visible sheets with a known header are read one after another; `layout` is filled with what was understood.

    `column_map` maps fields to columns and adds to what the header's words mean. A value that begins with `=` is
    literal text, in which `{Column}` is replaced by that row's cell: `"=USD"`, `"={Job ID} {Posting Type}"`. An
    empty value leaves the field out. `salary` is a column of free pay text, beside `salary.min` and the others.

    Raises UnreadableFile before the first result where the file as a whole cannot be read. Memory is bounded by
    some rows for a CSV, and by a child process for a spreadsheet. It blocks: call it in a thread.
    """
    reader = _Reader(column_map or {}, needs_enterprise, layout if layout is not None else Layout())
    sheets = sheets_of(path, filename, reader.told)
    try:
        for sheet in sheets:
            yield from reader.results(sheet)
    finally:
        sheets.close()
    reader.check_read()


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet whose columns are known, and its rows below the header."""

    header: Header
    columns: Mapping[str, Column]
    rows: Iterator[Row]


class _Reader:
    """Reads the sheets of one file, one after another."""

    def __init__(self, column_map: Mapping[str, str], needs_enterprise: bool, layout: Layout) -> None:
        self._map = column_map
        self._needs_enterprise = needs_enterprise
        self._layout = layout
        self._first_names: list[str] | None = None
        self._refused: UnreadableFile | None = None
        self._refused_layout = Layout()
        self._is_blank = False
        self._once = SaidOnce()

    def told(self, share: float) -> None:
        """So much of the file was read."""
        self._layout.share = share

    def results(self, sheet: Sheet) -> Iterator[ImportedJob | RowProblem]:
        table: _Table | Unread = "hidden" if sheet.is_hidden else self._table(sheet)
        if sheet.name:
            self._layout.sheets.append(SheetFound(sheet.name, isinstance(table, _Table)))
        if sheet.name and not isinstance(table, _Table):
            self._layout.unread[sheet.name] = table
        if isinstance(table, _Table):
            results = map(self._once.of, _results(table))
            yield from (_in_sheet(result, sheet.name) for result in results) if sheet.is_one_of_several else results

    def check_read(self) -> None:
        """Raise UnreadableFile where no sheet was read: why the first one was not."""
        if self._first_names is None:
            refused = self._refused_layout
            self._layout.header, self._layout.columns = refused.header, refused.columns
            self._layout.ignored, self._layout.doubly_claimed = refused.ignored, refused.doubly_claimed
            raise self._refused or UnreadableFile(Reason("sheets_hidden"))

    def _table(self, sheet: Sheet) -> _Table | Unread:
        """The sheet as a table, or why it is no list of jobs, of which a workbook may have others."""
        first = list(_until(sheet.rows, HEADER_WITHIN_ROWS))
        ahead = list(islice(sheet.rows, SAMPLE_ROWS))
        found = Layout()
        try:
            header = header_of(first, self._map, needs_enterprise=self._needs_enterprise)
            if not header.is_known and self._first_names not in (None, header.names):
                return "other_header"  # letters and numbers hold for sheets like the first one
            ahead = [*first[header.end :], *ahead]
            sample = [row.cells for row in ahead if not row.fault]
            names = with_index(header.names, sample)
            names += [""] * (sheet.width - len(names))
            found.header = names
            columns = columns_of(names, self._map, needs_enterprise=self._needs_enterprise, sample=sample)
            found.add_columns(names, columns, sample)
            check_required(columns, names, needs_enterprise=self._needs_enterprise)
        except UnreadableFile as refused:
            if self._refused is None or self._is_blank:  # a blank sheet says less than any other
                self._refused, self._refused_layout, self._is_blank = refused, found, not first
            return "no_header" if first else "blank"
        self._first_names = self._first_names or header.names
        self._layout.add_columns(names, columns, sample)
        self._layout.header = self._layout.header or names
        columns = with_usual_currency(names, columns, ahead, len(names))
        columns = with_usual_period(columns, ahead, len(names))
        return _Table(replace(header, names=names), columns, chain(ahead, sheet.rows))


def _until(rows: Iterator[Row], number: int) -> Iterator[Row]:
    """The rows up to the first one of this number or above."""
    for row in rows:
        yield row
        if row.number >= number:
            return


def _results(table: _Table) -> Iterator[ImportedJob | RowProblem]:
    width, columns = len(table.header.names), table.columns
    why_no_job = no_job(columns)
    for row in table.rows:
        result = _problem(row, columns, why_no_job) or read_row(row, width, columns)
        yield replace(result, cells=tuple(row.cells)) if isinstance(result, RowProblem) else result


def _problem(
    row: Row, columns: Mapping[str, Column], why_no_job: Callable[[Sequence[str]], Reason | None]
) -> RowProblem | None:
    """What is wrong with a row before its cells are read."""
    if row.fault:
        return None  # `read_row` says it
    if why := why_no_job(row.cells):
        return RowProblem(row.number, WHOLE_ROW, why)
    return _inexact(row, columns) if row.inexact else None


def _inexact(row: Row, columns: Mapping[str, Column]) -> RowProblem | None:
    """What is wrong where a cell that is used is a number that has lost digits."""
    for field, column in columns.items():
        for place in column.places:
            if place in row.inexact:
                reason = Reason("digits_lost", number=row.cells[place], column=letters_of(place))
                return RowProblem(row.number, field, reason)
    return None


def _in_sheet(result: ImportedJob | RowProblem, sheet: str) -> ImportedJob | RowProblem:
    if isinstance(result, RowProblem):
        return replace(result, sheet=sheet)
    return replace(result, sheet=sheet, warnings=tuple(replace(warning, sheet=sheet) for warning in result.warnings))
