"""Where the words of a query stand in a text, as offsets: a page marks them without reading any markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from services.fair.kernel import search
from services.fair.kernel.folding import folded

CHARACTERS_MAX = 2_000
"""Of a field; what comes later is not marked."""
RANGES_MAX = 100
Range = tuple[int, int]


def highlights(row: Mapping[str, Any], fields: Sequence[str], query: search.Query) -> dict[str, Sequence[Range]]:
    """The ranges of each of these fields that has some: [begin, end), in Unicode characters."""
    found = {name: ranges(row[name], query) for name in fields if row.get(name)}
    return {name: of_field for name, of_field in found.items() if of_field}


def ranges(text: str, query: search.Query) -> list[Range]:
    """The ranges of one text, joined where they touch."""
    plain, origins = _with_origins(text[:CHARACTERS_MAX])
    marked = sorted(_marked(plain, query))
    joined: list[Range] = []
    for begin, end in ((origins[first], origins[last - 1] + 1) for first, last in marked):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined[:RANGES_MAX]


def name_ranges(text: str, query: search.Query) -> list[Range]:
    """The ranges of a name, which is found by a part of a word too: "fair" in Livefair."""
    found = ranges(text, query)
    if found or not query.key:
        return found
    plain, origins = _with_origins(text[:CHARACTERS_MAX])
    letters = [begin + at for begin, run in search.placed_runs(plain) for at in range(len(run))]
    at = "".join(plain[place] for place in letters).find(query.key)
    if at < 0:
        return []
    return [(origins[letters[at]], origins[letters[at + len(query.key) - 1]] + 1)]


def _marked(plain: str, query: search.Query) -> Iterator[Range]:
    """Latin words by their stem; Chinese ones whole, or if they stand nowhere as a whole, by their pairs."""
    wanted = {term for word in query.words for term in word} | set(query.others)
    whole = {run for text in (query.folded, query.other) for run in search.runs(text) if search.is_chinese(run)}
    whole = {run for run in whole if run in plain}
    for begin, run in search.placed_runs(plain):
        if not search.is_chinese(run):
            places = [(0, len(run))] if search.stem(run) in wanted else []
        elif whole:
            places = [place for word in whole for place in _places(run, word)]
        else:
            places = [(at, at + 2) for at, (a, b) in enumerate(pairwise(run)) if a + b in wanted]
        yield from ((begin + first, begin + last) for first, last in places)


def _places(run: str, word: str) -> Iterator[Range]:
    at = run.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = run.find(word, at + len(word))


def _with_origins(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters where it comes from."""
    if text.isascii():
        return text.casefold(), list(range(len(text)))
    parts = [_one(character) for character in text]
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]


@lru_cache(maxsize=8_192)
def _one(character: str) -> str:
    return folded(character, 1)
