"""Finds the currency of pay that names none, as a reader does: by the pay beside it, then by the other cells.

In a table with Chinese text it is CNY, without a word. In any other it is an assumption, which the import says once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from schemas.import_reasons import Reason
from services.ingest.imports.currencies import DEFAULT_CURRENCY, NO_CURRENCY, currencies_in
from services.ingest.imports.headers import Column
from services.ingest.imports.reading import Row
from services.ingest.imports.rows import PAY, USUAL_CURRENCY, ImportedJob, RowProblem, read_row
from services.ingest.imports.words import CHARACTERS_MAX

SURE = 2 / 3
"""The share that one currency must have of what is named."""
CHINESE = 0.1
"""The share of rows with Chinese text that make a table a Chinese one."""


def with_usual_currency(
    names: Sequence[str], columns: Mapping[str, Column], rows: Sequence[Row], width: int
) -> dict[str, Column]:
    """The columns, and one more with the currency to assume where pay names none; none for a Chinese table.

    The same rows give the same answer: it depends on no clock and on no earlier file.
    """
    if not any(field in columns for field in PAY) or _is_chinese(names, rows):
        return dict(columns)
    found = _most(_of_pay(columns, rows, width)) or _most(_of_texts(rows)) or DEFAULT_CURRENCY
    return {**columns, USUAL_CURRENCY: Column("", lambda row: found)}


class SaidOnce:
    """Leaves the first warning of a file that a currency is assumed, and drops the others."""

    def __init__(self) -> None:
        self._was_said = False

    def of(self, result: ImportedJob | RowProblem) -> ImportedJob | RowProblem:
        if isinstance(result, RowProblem) or not any(map(_is_assumed, result.warnings)):
            return result
        if self._was_said:
            kept = tuple(warning for warning in result.warnings if not _is_assumed(warning))
            return replace(result, warnings=kept)
        self._was_said = True
        return result


def _is_assumed(warning: RowProblem) -> bool:
    return isinstance(warning.reason, Reason) and warning.reason.code == "currency_assumed"


def _is_chinese(names: Sequence[str], rows: Sequence[Row]) -> bool:
    if any(map(_has_chinese, names)):
        return True
    chinese = sum(any(map(_has_chinese, row.cells)) for row in rows)
    return chinese > 0 and chinese >= CHINESE * len(rows)


def _has_chinese(text: str) -> bool:
    return not text.isascii() and any("\u4e00" <= char <= "\u9fff" for char in text[:CHARACTERS_MAX])


def _of_pay(columns: Mapping[str, Column], rows: Sequence[Row], width: int) -> Iterator[str]:
    """The currencies that the pay of these rows names."""
    unnamed = {**columns, USUAL_CURRENCY: Column("", lambda row: NO_CURRENCY)}
    for row in rows:
        read = read_row(row, width, unnamed)
        if isinstance(read, ImportedJob) and "salary" in read.job:
            yield read.job["salary"]["currency"]


def _of_texts(rows: Sequence[Row]) -> Iterator[str]:
    """The currencies of the amounts in all cells, such as descriptions."""
    for row in rows:
        for cell in row.cells:
            yield from currencies_in(cell)


def _most(found: Iterator[str]) -> str:
    counted = Counter(currency for currency in found if currency != NO_CURRENCY)
    currency, times = counted.most_common(1)[0] if counted else ("", 0)
    return currency if times >= SURE * counted.total() else ""
