"""The terms by which a row is found, kept in a `text[]` column with GIN, and the terms that a query asks for.

Latin words whole and by their stem, Chinese as single characters and bigrams, both of the folded text, so that a text
finds itself however it is spelt. Sources of the method: overlapping n-grams, as in Lucene's CJK analyzer
(PostgreSQL's trigrams miss two-character words); stems of the Snowball project; filters as terms with a prefix, as in
Xapian, so that one index intersects words and filters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from uuid import UUID

import Stemmer

from plumbing.regions import in_chinese
from plumbing.simplified import is_traditional
from plumbing.text import normalized
from services.fair.kernel.folding import folded, mainland_reading

CHARACTERS_MAX = 25_000  # of all texts of a job
TOKENS_MAX = 2_000  # per job: the beginning of a 20,000-character text is enough to find it
WORD_CHARACTERS_MAX = 64
QUERY_CHARACTERS_MAX = 200
VERSION = "=2"
"""A term of every row, so that the rows whose terms were made by other rules are found (`engine/reindexing.py`). It
changes whenever the terms of any text do, with a migration that replaces the indexes of those rows."""
NOTHING = "="
"""A term that no row has."""
_CHINESE = "぀-ヿ㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_CHINESE}]+|[^\\W_{_CHINESE}]+")
_JOINT = "[-.&'’·]"
_LETTER = f"[^\\W_{_CHINESE}]"
_JOINTS = re.compile(f"(?<={_LETTER}){_JOINT}(?={_LETTER})")
_COMPOUND = re.compile(f"(?<!{_LETTER}){_LETTER}++(?:{_JOINT}{_LETTER}++)++")
_POSSESSIVE = re.compile(r"['’]s\b")
APART = "。"
"""Joins texts whose ends make no word together."""
_SENTENCE_ENDS = frozenset("。！？!?")


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: as it was typed, folded, and in its other reading, which has words of Taiwan and Hong Kong
    as the mainland says them, and places in Chinese (Hangzhou as 杭州). `key`: its letters alone; `words`: the
    terms of each of its words, all of which a match contains; `others`: those of the other reading, which a match may
    contain instead.
    """

    text: str
    folded: str
    other: str
    key: str
    words: tuple[tuple[str, ...], ...]
    others: tuple[str, ...]

    @property
    def terms(self) -> list[str]:
        """The terms of all words, each once. Empty for a query of punctuation, which finds nothing."""
        return list(dict.fromkeys(term for word in self.words for term in word))

    @property
    def joints(self) -> list[str]:
        """The bigrams of a text in which its Chinese words stand side by side; empty where it has other words too."""
        found = list(_RUN.finditer(self.folded))
        if not all(is_chinese(run[0]) for run in found):
            return []
        between = [self.folded[one.end() : next.start()] for one, next in pairwise(found)]
        if any(not _SENTENCE_ENDS.isdisjoint(text) for text in between):
            return []
        return [one[0][-1] + next[0][0] for one, next in pairwise(found)]

    @property
    def plain(self) -> list[str]:
        """The terms that rows have which were written before texts were folded."""
        found: dict[str, None] = {}
        for run in _RUN.findall(normalized(self.text, QUERY_CHARACTERS_MAX).lower()):
            pairs = [a + b for a, b in pairwise(run)] if is_chinese(run) else []
            found.update(dict.fromkeys(pairs or [run[:WORD_CHARACTERS_MAX]]))
        return list(found)


def query(text: str) -> Query:
    """What a text asks for; only its beginning counts."""
    asked = folded(text, QUERY_CHARACTERS_MAX)
    words = tuple(_asked(run) for run in runs(asked))
    first = dict.fromkeys(term for word in words for term in word)
    other = in_chinese(mainland_reading(text, QUERY_CHARACTERS_MAX) or asked)
    other = _JOINTS.sub("", other)
    others = dict.fromkeys(term for run in runs(other) for term in _asked(run))
    return Query(text, asked, other, key(text), words, tuple(others) if others != first else (NOTHING,))


def terms(text: str | None) -> list[str]:
    """The distinct terms of a text, in order of their first appearance."""
    found: dict[str, None] = {}
    for part in _readings(text or ""):
        for term in _terms(part):
            found[term] = None
            if len(found) >= TOKENS_MAX:
                return list(found)
    return list(found)


def key(text: str) -> str:
    """The letters and digits of the folded text, by which a part of a name is found."""
    return "".join(_RUN.findall(folded(text, CHARACTERS_MAX)))


def waits(table: str) -> str:
    """The condition of the rows that lack the terms of this version, as the table's partial index has it."""
    return f"({table}.words @> '{{{VERSION}}}') IS NOT TRUE"


def in_title(found: Iterable[str]) -> list[str]:
    """The terms that stand for these in the title."""
    return [f"^{term}" for term in found]


def of_fair(fair: UUID) -> str:
    """The term of all rows of a fair: with it, the index visits no other fair's rows."""
    return f"fair={fair.hex[:16]}"


def of_filter(name: str, value: str) -> str:
    """The term of a filter's value, as it is written."""
    return f"{name}={value[:WORD_CHARACTERS_MAX]}"


def _readings(text: str) -> Iterator[str]:
    """The folded text; its wording in the mainland, if it has another; what is hyphenated, in one word."""
    first = _POSSESSIVE.sub("", folded(text, CHARACTERS_MAX))
    yield first
    if is_traditional(text) and (other := mainland_reading(text, CHARACTERS_MAX)):
        yield other
    yield from (_JOINTS.sub("", compound) for compound in dict.fromkeys(_COMPOUND.findall(first)))


def _terms(text: str) -> Iterator[str]:
    end, before = 0, ""
    for run in _RUN.finditer(text):
        word = run[0]
        if is_chinese(word):
            if before and _SENTENCE_ENDS.isdisjoint(run.string[end : run.start()]):
                yield before + word[0]  # a space or a bracket within a word does not hide it
            yield from _grams(word)
            end, before = run.end(), word[-1]
        else:
            before = ""
            yield from dict.fromkeys((word[:WORD_CHARACTERS_MAX], stem(word)))


def runs(text: str) -> list[str]:
    """The words of a folded text: Chinese characters in a row, or letters and digits."""
    return _RUN.findall(_POSSESSIVE.sub("", text))


def placed_runs(text: str) -> Iterator[tuple[int, str]]:
    """The words of a folded text, each with where it begins."""
    return ((run.start(), run[0]) for run in _RUN.finditer(text))


def _asked(run: str) -> tuple[str, ...]:
    """A Chinese word of two or more characters asks only for its bigrams, a Latin one for its stem."""
    if not is_chinese(run):
        return (stem(run),)
    return tuple(dict.fromkeys(a + b for a, b in pairwise(run))) or (run,)


def is_chinese(run: str) -> bool:
    return "぀" <= run[0] <= "鿿" or "豈" <= run[0] <= "﫿" or run[0] >= "\U00020000"


def _grams(run: str) -> list[str]:
    return [*run, *(a + b for a, b in pairwise(run))]


def stem(word: str) -> str:
    found: str = _stemmer().stemWord(word[:WORD_CHARACTERS_MAX])
    return found


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
