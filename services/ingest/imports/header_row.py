"""Finds the header of a sheet among its first rows: the row, or the two rows, whose words are known.

Titles, a line for the sender's name and date, and instructions may stand above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas.import_reasons import Reason
from services.ingest.imports.column_map import columns_with_name, names_in
from services.ingest.imports.header_words import DOUBTFUL, FIELDS, meaning_of, meaning_under
from services.ingest.imports.headers import REQUIRED
from services.ingest.imports.reading import Row, UnreadableFile

HEADER_WITHIN_ROWS = 20
_INDEX = re.compile("[0-9]{1,7}")


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns. `end` is how many of the first rows it and what stands above it take.

    `is_known`: its words, or the names in the map, say that it is a header. Otherwise it is only the first likely row.
    A name of two levels has two lines.
    """

    names: list[str]
    end: int
    is_known: bool


def header_of(first: Sequence[Row], column_map: Mapping[str, str], *, needs_enterprise: bool) -> Header:
    """The header among the first rows that are not blank. Raises UnreadableFile where none is likely."""
    best, most = None, 0
    for names, end in _candidates(first):
        found = _evidence(names, column_map, needs_enterprise)
        if found > most:
            best, most = Header(names, end, True), found
    return best or _first_likely(first)


def _candidates(first: Sequence[Row]) -> Iterator[tuple[list[str], int]]:
    """Each row, then each pair of rows that may be a header of two levels: it must say more than one row does."""
    for end, row in enumerate(first, 1):
        if not row.fault:
            yield row.cells, end
    for end, (row, below) in enumerate(pairwise(first), 2):
        if not row.fault and not below.fault and below.number == row.number + 1:
            names = _two_levels(row.cells, below.cells)
            if names:
                yield names, end


def _two_levels(groups: Sequence[str], columns: Sequence[str]) -> list[str] | None:
    """The names of a header of two rows; None where the second row holds something else under a known name.

    A group's name stands in its first column: the cells beside it are merged with it, and blank.
    """
    width = max(len(groups), len(columns))
    names, group = [], ""
    for own, column in zip(_padded(groups, width), _padded(columns, width), strict=True):
        group = own or group
        if not column or column == own:
            names.append(own)
        elif meaning := meaning_under(group, column):
            # The name of a group of pay may hold the unit; any other says nothing more.
            is_pay = meaning.field.startswith("salary")
            names.append(f"{group}\n{column}" if is_pay or meaning != meaning_of(column) else column)
        elif own and meaning_of(own):
            return None
        else:
            names.append(f"{own}\n{column}" if own else column)
    return names


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _evidence(names: Sequence[str], column_map: Mapping[str, str], needs_enterprise: bool) -> int:
    """How many names are known, by the words or by the map; 0 where that makes no header of the import's columns."""
    meanings = [meaning for meaning in map(meaning_of, names) if meaning and meaning.strength != DOUBTFUL]
    fields = {meaning.field for meaning in meanings} - set(column_map) - (set() if needs_enterprise else {FIELDS[0]})
    named = [bool(columns_with_name(names, name)) for name in names_in(column_map)]
    required = REQUIRED if needs_enterprise else REQUIRED[1:]
    if not all(field in fields or column_map.get(field) for field in required):
        return 0
    found = len(fields) + sum(named)
    # One known word alone is none where the map has letters or numbers: a cell of any row may hold it.
    return found if found > 1 or (named and all(named)) else 0


def with_index(names: Sequence[str], sample: Sequence[Sequence[str]]) -> list[str]:
    """The names, behind a blank one where rows begin with their number, for which the header has no name.

    So statistics programs write tables: each row has one cell more than the header, and the first ones ascend by one.
    """
    numbers = [int(row[0]) for row in sample if len(row) == len(names) + 1 and _INDEX.fullmatch(row[0])]
    is_index = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(sample)))
    return ["", *names] if is_index else list(names)


def _first_likely(first: Sequence[Row]) -> Header:
    """The first row with two filled cells, else the first one with any."""
    if not first:
        raise UnreadableFile(Reason("header_blank", rows=HEADER_WITHIN_ROWS))
    at = next((at for at, row in enumerate(first) if sum(map(bool, row.cells)) > 1), None)
    if at is None:
        at = next((at for at, row in enumerate(first) if any(row.cells)), len(first))
    for row in first[: at + 1]:
        if row.fault:
            raise UnreadableFile(Reason("header_row_faulty", row=row.number, fault=row.fault))
    return Header(first[at].cells, at + 1, False)
