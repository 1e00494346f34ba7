"""Search words: Latin words whole, Chinese as single characters and bigrams, kept in a `text[]` column with GIN.

Source of the method: overlapping n-grams, as in Lucene's CJK analyzer; PostgreSQL's trigrams miss two-character words.
"""

from __future__ import annotations

import re

from plumbing.text import normalized

CHARACTERS_MAX = 25_000  # of all texts of a job
TOKENS_MAX = 2_000  # per job: the beginning of a 20,000-character text is enough to find it
_RUN = re.compile(r"[぀-ヿ㐀-䶿一-鿿豈-﫿]+|[^\W_぀-ヿ㐀-䶿一-鿿豈-﫿]+")


def tokens(text: str | None) -> list[str]:
    """The distinct tokens of a text, in order of their first appearance."""
    found: dict[str, None] = {}
    for run in _RUN.findall(normalized(text or "", CHARACTERS_MAX).lower()):
        found.update(dict.fromkeys(_grams(run) if _is_chinese(run) else [run[:64]]))
        if len(found) >= TOKENS_MAX:
            break
    return list(found)[:TOKENS_MAX]


def query_tokens(text: str) -> list[str]:
    """The tokens that a match must contain: a Chinese word of two or more characters gives only its bigrams."""
    found: dict[str, None] = {}
    for run in _RUN.findall(normalized(text, CHARACTERS_MAX).lower()):
        grams = _grams(run) if _is_chinese(run) else [run[:64]]
        found.update(dict.fromkeys([gram for gram in grams if len(gram) > 1] or grams))
    return list(found)


def _is_chinese(run: str) -> bool:
    return "぀" <= run[0] <= "鿿" or "豈" <= run[0] <= "﫿"


def _grams(run: str) -> list[str]:
    return [*run, *(run[n : n + 2] for n in range(len(run) - 1))]
