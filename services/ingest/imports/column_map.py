"""Reads the sender's map from fields to columns: a column by its name, its letter or its number, or a text.

It knows no words of headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from schemas.import_reasons import Reason
from services.ingest.imports.reading import UnfitMap
from services.ingest.imports.words import plain

SHOWN_CHARACTERS = 200
_CELL = re.compile(r"\{([^{}]+)\}")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_NUMBER = re.compile(r"[0-9]{1,4}")
_BLANKS = re.compile(r"\s+")


def letters_of(column: int) -> str:
    """The letters of a column that is counted from 0, as spreadsheets show them."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def one_line(text: str) -> str:
    """The text with each run of blanks and line breaks as one blank."""
    return _BLANKS.sub(" ", text).strip()


def parts_of(source: str) -> tuple[list[str], list[str]]:
    """The texts and the columns of a source that begins with `=`; each column stands behind a text."""
    parts = _CELL.split(source[1:])
    return parts[::2], parts[1::2]


def names_in(column_map: Mapping[str, str]) -> Iterator[str]:
    """Every column that the map names."""
    for source in column_map.values():
        if source.startswith("="):
            yield from parts_of(source)[1]
        elif source:
            yield source


def column_named(header: Sequence[str], name: str) -> int:
    """The column of this name, else of these letters, else of this number. Raises UnfitMap."""
    found = columns_with_name(header, name)
    if len(found) > 1:
        letters = ", ".join(letters_of(column) for column in found[:10])
        raise UnfitMap(Reason("map_column_twice", name=name[:SHOWN_CHARACTERS], times=len(found), letters=letters))
    column = found[0] if found else _by_place(name.strip())
    if column is None or not column < len(header):
        raise UnfitMap(Reason("map_column_missing", name=name[:SHOWN_CHARACTERS]))
    return column


def columns_with_name(header: Sequence[str], name: str) -> list[int]:
    """The columns that are called so; where none is, those whose name differs in case, width and blanks only.

    A name of two levels may be given by its last one.
    """
    wanted, plainly = name.strip(), _plainly(name)
    named = [(column, text) for column, text in enumerate(header) if text]
    return (
        [column for column, text in named if text == wanted]
        or [column for column, text in named if _plainly(text) == plainly]
        or [column for column, text in named if _plainly(text.rpartition("\n")[2]) == plainly]
    )


def _plainly(name: str) -> str:
    return one_line(plain(name))


def _by_place(name: str) -> int | None:
    if _NUMBER.fullmatch(name) and int(name):
        return int(name) - 1
    if not _LETTERS.fullmatch(name):
        return None
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
