"""The nearest known word where a search finds nothing. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from services.fair.kernel import search
from services.fair.kernel.folding import folded

TEXTS_MAX = 2_000
"""Newest titles of a fair whose words are known, and as many names of enterprises."""
KNOWN_MAX = 20_000
WORDS_MAX = 8
"""Of a query; others stay as they are."""
CHARACTERS_MAX = 200


def suggestion(query: search.Query, texts: Iterable[str]) -> str | None:
    """The query with each word that no text has replaced by the nearest one; None if a word has none."""
    words = search.runs(query.folded)[:WORDS_MAX]
    latin, chinese = _known(texts)
    found: list[str] = []
    for word in words:
        nearest = _nearest_part(word, chinese) if search.is_chinese(word) else _nearest(word, latin)
        if nearest is None:
            return None
        found.append(nearest)
    return " ".join(found) if found and found != words else None


def _known(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """The Latin words of the texts, and their runs of Chinese characters, with how often they stand there."""
    latin, chinese = Counter[str](), Counter[str]()
    for text in texts:
        for run in search.runs(folded(text, CHARACTERS_MAX)):
            (chinese if search.is_chinese(run) else latin)[run] += 1
    return latin, chinese


def _nearest_part(word: str, runs: Counter[str]) -> str | None:
    """The nearest part of a run, which may be a character longer or shorter than the word."""
    lengths = [length for length in (len(word), len(word) + 1, len(word) - 1) if length > 1]
    parts = Counter[str]()
    for run, number in runs.items():
        for length in lengths:
            for begin in range(len(run) - length + 1):
                parts[run[begin : begin + length]] += number
        if len(parts) > KNOWN_MAX:
            break
    return _nearest(word, parts)


def _nearest(word: str, known: Counter[str]) -> str | None:
    """The known word with the fewest differences, of several one of the same length, then the most frequent one.

    None if all are too different.
    """
    if word in known:
        return word
    bound = _differences_max(word)
    best: tuple[int, int, int, str] | None = None
    for other, number in known.items():
        longer = abs(len(other) - len(word))
        if longer > bound:
            continue
        distance = OSA.distance(word, other, score_cutoff=bound)
        if distance <= bound and (best is None or (distance, longer, -number, other) < best):
            best = distance, longer, -number, other
    return None if best is None else best[3]


def _differences_max(word: str) -> int:
    """Differences between a word and the one that was meant."""
    if search.is_chinese(word):
        return 0 if len(word) < 2 else 1 if len(word) < 6 else 2
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2
