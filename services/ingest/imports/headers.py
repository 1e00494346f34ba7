"""Finds which column holds which field: by the words of the header, or by a map from the sender."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from schemas.import_reasons import Reason
from services.ingest.imports.column_map import column_named, one_line, parts_of
from services.ingest.imports.header_words import DOUBTFUL, FIELDS, Meaning, example_of, meaning_of
from services.ingest.imports.pay import read_pay
from services.ingest.imports.reading import UnfitMap, UnreadableFile
from services.ingest.imports.words import CHARACTERS_MAX, Unfit

__all__ = ["FIELDS", "REQUIRED", "Column", "check_required", "columns_of"]

HEADER_CHARS_READ = 200  # the name is read again with each row's pay, and must be short
REQUIRED = ("enterprise", "title", "headcount")


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field's text comes from. `header` is the column's name, which may hold a unit: `年薪(万元)`.

    `places` are the columns that are read, counted from 0; `shown` names the source to people.
    """

    header: str
    read: Callable[[Sequence[str]], str]
    places: tuple[int, ...] = ()
    shown: str = ""


def columns_of(
    header: Sequence[str],
    column_map: Mapping[str, str],
    *,
    needs_enterprise: bool,
    sample: Sequence[Sequence[str]] = (),
) -> dict[str, Column]:
    """The source of each field that the file has and the import needs. Raises UnfitMap.

    An enterprise imports its own jobs, so its import ignores a column of enterprises. `sample` are some rows: of two
    columns that mean the same field and are named equally well, the one with more filled cells is taken.
    """
    wanted = FIELDS if needs_enterprise else FIELDS[1:]
    columns = _mapped(header, column_map) | _recognized(header, set(wanted) - set(column_map), sample)
    return {field: columns[field] for field in wanted if field in columns}


def check_required(columns: Mapping[str, Column], header: Sequence[str], *, needs_enterprise: bool) -> None:
    """Raise UnreadableFile, with what to do, where a field that each job needs has no column."""
    for field in REQUIRED if needs_enterprise else REQUIRED[1:]:
        if field not in columns:
            raise UnreadableFile(_missing(field, header))


def _missing(field: str, header: Sequence[str]) -> Reason:
    named = ", ".join(one_line(name) for name in header if name)[:300]
    return Reason("column_missing", field=field, columns=named, example=example_of(field))


def _recognized(header: Sequence[str], wanted: set[str], sample: Sequence[Sequence[str]]) -> dict[str, Column]:
    """The best column of each field: an exact name before a weaker one, then the fuller one, then the first."""
    best: dict[str, tuple[tuple[int, int], Column]] = {}
    for place, name in enumerate(header):
        meaning = meaning_of(name)
        if meaning is None or meaning.field not in wanted or not _holds(meaning, name, place, sample):
            continue
        filled = sum(place < len(row) and row[place] != "" for row in sample)
        order = (meaning.strength, -filled)
        if meaning.field not in best or order < best[meaning.field][0]:
            best[meaning.field] = order, _column(name, place)
    return {field: column for field, (_, column) in best.items()}


def _holds(meaning: Meaning, name: str, place: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether the cells bear out a doubtful name: at least half of the filled ones hold pay."""
    if meaning.strength != DOUBTFUL:
        return True
    cells = [row[place] for row in sample if place < len(row) and row[place]]
    return bool(cells) and sum(_is_pay(cell, name) for cell in cells) * 2 >= len(cells)


def _is_pay(cell: str, header: str) -> bool:
    try:
        return read_pay(cell[:CHARACTERS_MAX], header[:HEADER_CHARS_READ]) is not None
    except Unfit:
        return False


def _column(name: str, place: int) -> Column:
    shown = one_line(name[:HEADER_CHARS_READ])
    return Column(shown, itemgetter(place), (place,), shown)


def _mapped(header: Sequence[str], column_map: Mapping[str, str]) -> dict[str, Column]:
    columns = {}
    for field, source in column_map.items():
        if field not in FIELDS:
            raise UnfitMap(Reason("map_unknown_field", field=field[:HEADER_CHARS_READ], fields=", ".join(FIELDS)))
        if source.startswith("="):
            columns[field] = _composed(header, source)
        elif source:
            place = column_named(header, source)
            columns[field] = _column(header[place] or source, place)
    return columns


def _composed(header: Sequence[str], source: str) -> Column:
    """A literal text of the map; columns in braces are replaced by their cells: `USD`, `{Job ID} {Posting Type}`."""
    words, names = parts_of(source)
    cells = [column_named(header, name) for name in names]

    def read(row: Sequence[str]) -> str:
        taken = [row[index] for index in cells]
        if cells and not any(taken):
            return ""
        return "".join(word + cell for word, cell in zip(words, [*taken, ""], strict=True)).strip()

    return Column("", read, tuple(cells), source[:HEADER_CHARS_READ])
