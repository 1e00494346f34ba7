"""Finds what is wrong with a job's ad: missing parts that the rules of online recruitment require, excluding words.

Pure, and a function of only the ad and the log time, so that a replay finds the same flags. The words are in
`chinese_wordings.py` and `english_wordings.py`; the consequence of a flag is the fair's rule, applied in `job.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from services.fair.jobs.chinese_wordings import CHINESE
from services.fair.jobs.english_wordings import ENGLISH
from services.fair.jobs.terms import Terms
from services.fair.jobs.wording import EMPLOYMENT, INFORMATION, PAY, Wording, around, denied, hinted, plain

WORDINGS = (*CHINESE, *ENGLISH)
MISSING = "missing"
FLAGS_MAX = 20
CONTEXTS_MAX = 400
"""Different contexts of matches that are looked at in one text. Then each wording flags its next match without a look:
what denies a phrase is written a few times, and hundreds of different denials shall not hide a phrase that counts."""
FLAGGED_MAX = 100
"""Phrases of one wording that are flagged in one text: nearly all of them are the same, and the rest adds nothing."""
PHRASE_CHARACTERS_MAX = 80
Context = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that is wrong with an ad.

    `kind` is `missing` or the ground on which people are excluded. `phrase` is the text as written in `field`, empty
    for a missing part; `rule` names the law that applies.
    """

    kind: str
    field: str
    phrase: str
    rule: str


def check(terms: Terms, now: datetime) -> tuple[Flag, ...]:
    """The flags of an ad by the rules in force at `now`: at most 20, those of its words first."""
    return tuple(islice(_once(chain(_excluding(terms, now), _missing(terms))), FLAGS_MAX))


def excluding(flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """The flags for which an ad is refused if the fair refuses: excluding words, not missing parts."""
    return tuple(flag for flag in flags if flag.kind != MISSING)


def _once(flags: Iterable[Flag]) -> Iterator[Flag]:
    seen = set()
    for flag in flags:
        if flag not in seen:
            seen.add(flag)
            yield flag


def _missing(terms: Terms) -> Iterator[Flag]:
    """Title and headcount are never missing, and the enterprise's name is its booth's: the schema requires them."""
    if not (terms.description or terms.degree or terms.majors):
        yield Flag(MISSING, "description", "", INFORMATION)
    if not terms.region:
        yield Flag(MISSING, "region", "", INFORMATION)
    if terms.salary is None:
        yield Flag(MISSING, "salary", "", PAY)
    if terms.employment_type is None:
        yield Flag(MISSING, "employment_type", "", EMPLOYMENT)


def _excluding(terms: Terms, now: datetime) -> Iterator[Flag]:
    texts = {"title": terms.title, "majors": "、".join(terms.majors or ()), "description": terms.description or ""}
    for field, text in texts.items():
        if text:
            yield from _in_text(field, text, now)


def _in_text(field: str, text: str, now: datetime) -> Iterator[Flag]:
    """`read` is `text` normalised character by character for the patterns, so a match gives the phrase as written."""
    read = plain(text)
    words, known = hinted(read), dict[Context, bool]()
    taken: dict[str, bytearray] = {}
    for wording in WORDINGS:
        if wording.holds(field, now) and any(hint in words for hint in wording.hints):
            for start, end in _spans(wording, read, taken.setdefault(wording.kind, bytearray(len(read))), known):
                yield Flag(wording.kind, field, _shown(text[start:end]), wording.rule)


def _spans(wording: Wording, read: str, taken: bytearray, known: dict[Context, bool]) -> Iterator[tuple[int, int]]:
    """Where a wording matches and applies; a match that overlaps a flagged phrase of the same ground is part of it.

    `taken` marks the characters of flagged phrases. `known`: whether a context denies a match, since most texts that
    match often repeat themselves.
    """
    flagged = 0
    for start, end in wording.spans(read):
        if any(taken[start:end]):
            continue
        context = (id(wording), *around(read, start, end))
        if context not in known and len(known) == CONTEXTS_MAX:
            yield start, end
            return
        if context not in known:
            known[context] = denied(wording, *context[1:])
        if not known[context]:
            taken[start:end] = b"\1" * (end - start)
            yield start, end
            flagged += 1
            if flagged == FLAGGED_MAX:
                return


def _shown(phrase: str) -> str:
    return " ".join(phrase.split()).strip(" ,，.。;；:：、")[:PHRASE_CHARACTERS_MAX]
