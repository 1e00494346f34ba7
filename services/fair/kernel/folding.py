"""Folds a text to the form in which it is searched: NFKC, case, accents, invisible characters, simplified Chinese.

Each character is folded apart, so that a part of a text is folded as it is within the whole. Characters and phrases
come from OpenCC, which is read when the first text is folded.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from plumbing.simplified import entries
from plumbing.simplified import table as simplified
from plumbing.text import normalized

PHRASES = ("HKPhrasesRev.txt", "TWPhrasesRev.txt")
FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f"
"""Characters that show nothing and are neither format characters (Cf) nor variation selectors."""
FORMAT = (*range(0x10000), *range(0xE0000, 0xE0080))
"""Where the format characters are that stand in texts; the others belong to notations of music and hieroglyphs."""
ACCENTS, LATIN = range(0x300, 0x370), (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))


def folded(text: str, characters_max: int) -> str:
    """The first `characters_max` characters, folded; the result may have a few more or fewer."""
    return _cased(text, characters_max).translate(_table())


def mainland_reading(text: str, characters_max: int) -> str | None:
    """The folded text with words of Taiwan and Hong Kong in those of the mainland (軟體 as 软件); None without any."""
    cased = _cased(text, characters_max)
    if cased.isascii():
        return None
    read = "".join(_rephrased(cased))
    return None if read == cased else read.translate(_table())


def _cased(text: str, characters_max: int) -> str:
    return normalized(text, characters_max).casefold()


@cache
def _table() -> Mapping[int, str | None]:
    """What each character becomes; None: it is left out."""
    table: dict[int, str | None] = {ord(filler): None for filler in FILLERS}
    table |= dict.fromkeys((*ACCENTS, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
    table |= {code: None for code in FORMAT if unicodedata.category(chr(code)) == "Cf"}
    table |= {code: _base(code) for code in LATIN if _base(code) != chr(code)}
    return {**table, **simplified()}


def _base(code: int) -> str:
    """The letter without its accents."""
    parts = unicodedata.decomposition(chr(code)).split()
    return _base(int(parts[0], 16)) if parts and not parts[0].startswith("<") else chr(code)


@cache
def _phrases() -> Mapping[str, list[tuple[str, str]]]:
    """Phrases with their replacements by their first character, the longest first."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in PHRASES:
        for old, new in entries(name):
            found[old[0].casefold()].append((old.casefold(), new.split()[0].casefold()))
    for of_character in found.values():
        of_character.sort(key=lambda pair: -len(pair[0]))
    return dict(found)


def _rephrased(text: str) -> Iterator[str]:
    phrases, at = _phrases(), 0
    while at < len(text):
        old, new = next((pair for pair in phrases.get(text[at], ()) if text.startswith(pair[0], at)), (text[at],) * 2)
        yield new
        at += len(old)
