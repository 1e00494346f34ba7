"""The wordings of ads, as tables: flagged.txt with the expected phrases, innocent.txt with harmless texts."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.fair.jobs.advertisement import WORDINGS, Flag, check
from services.fair.jobs.terms import Terms
from services.fair.jobs.wording import (
    DENIED_AFTER,
    DENIED_BEFORE,
    ONE_FOR_ONE,
    Wording,
    around,
    denied,
    hinted,
    near,
    pattern,
    plain,
)
from tests.services.fair.jobs.old_wordings import OLD, Rewritten
from tests.services.fair.story import START

HERE = Path(__file__).parent
FLAGGED = [tuple(map(str.strip, line.split("|"))) for line in (HERE / "flagged.txt").read_text().splitlines()]
"""Ground, text, and the flagged phrase."""
INNOCENT = (HERE / "innocent.txt").read_text().splitlines()


def flags_of(text: str, field: str = "description") -> list[Flag]:
    ad = Terms(text if field == "title" else "A job", 1, description=text if field == "description" else None)
    return [flag for flag in check(ad, START) if flag.kind != "missing"]


@pytest.mark.parametrize(("kind", "text", "phrase"), FLAGGED)
def test_what_shuts_people_out_is_flagged(kind: str, text: str, phrase: str) -> None:
    """The ground and the phrase as written are found, also in the middle of an ad."""
    assert (kind, phrase) in [(flag.kind, flag.phrase) for flag in flags_of(text)]
    within = f"Our office is near the river.\n{text}\n待遇从优。"
    assert kind in {flag.kind for flag in flags_of(within)}


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    """Things, customers, negations and requirements of the law are not flagged."""
    assert flags_of(text) == []
    assert flags_of(f"Our office is near the river.\n{text}\n待遇从优。") == []


def test_the_tables_are_wide() -> None:
    """At least sixty rows each, about half in Chinese, every ground in both languages."""
    for texts in ([row[1] for row in FLAGGED], INNOCENT):
        chinese = sum(bool(re.search("[\u4e00-\u9fff]", text)) for text in texts)
        assert len(texts) >= 120
        assert 0.4 < chinese / len(texts) < 0.6
    grounds = {wording.kind for wording in WORDINGS}
    for is_chinese in (True, False):
        rows = [row for row in FLAGGED if bool(re.search("[\u4e00-\u9fff]", row[1])) is is_chinese]
        assert {row[0] for row in rows} == grounds


@pytest.mark.parametrize("title", ["女文员", "男司机", "前台(女)", "仓管员(限男)"])
def test_titles_say_it_shortly(title: str) -> None:
    """A sex next to the job's name is flagged in a title; a description may mean a particular person."""
    assert [(flag.kind, flag.field) for flag in flags_of(title, "title")] == [("gender", "title")]


@pytest.mark.parametrize("text", ["联系人:王敏(女)", "女司机张师傅说"])
def test_descriptions_may_name_somebody(text: str) -> None:
    """What is flagged in a title is not flagged in a description."""
    assert flags_of(text) == []


FIRST_WORDINGS = "2d8c2a76ce35eb1e"
LINEAR_WORDINGS = "57f63e22212ed44d"


def digest(wordings: list[Wording]) -> str:
    """A hash of the first release's wordings and the patterns around them; `until` does not change it."""
    contexts = (DENIED_BEFORE, DENIED_AFTER)
    said: list[object] = [sorted(ONE_FOR_ONE.items()), [pattern.pattern for pattern in contexts]]
    for one in wordings:
        patterns = [pattern and pattern.pattern for pattern in (one.pattern, one.not_after, one.not_before)]
        said.append((one.kind, one.hints, patterns, one.field))
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def test_wordings_in_force_are_never_edited() -> None:
    """The digest changes only for a pattern that is proven to find the same.

    docs/advertisements.md explains how wordings are changed.
    """
    assert digest([wording for wording in WORDINGS if wording.since is None]) == LINEAR_WORDINGS


def test_only_the_rewritten_patterns_differ_from_the_first() -> None:
    """With the old patterns put back, the digest equals the first release's."""
    first = [wording for wording in WORDINGS if wording.since is None]
    for one in OLD:
        at = first.index(one.wording)
        first[at] = replace(one.wording, pattern=one.pattern, not_after=one.not_after)
    assert digest(first) == FIRST_WORDINGS


def texts_of(one: Rewritten) -> st.SearchStrategy[str]:
    """Texts made of a pattern's own phrases, words and signs, with phrases often, so that many texts hold several."""
    words = sorted(set(re.findall(r"[\u4e00-\u9fff]+|[A-Za-z]{2,}", one.pattern.pattern)))
    signs = [*" :,;!%$(-_.", "\n", "\t", "\r\n", "\u2028", "a", "1", "3", "25", "²", "人"]
    pieces = st.one_of(*[st.sampled_from(some) for some in (one.pieces, one.pieces, signs, words)])
    return st.lists(pieces, max_size=30).map("".join)


@pytest.mark.parametrize("one", OLD, ids=range(len(OLD)))
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_rewritten_pattern_finds_the_same(one: Rewritten, data: st.DataObject) -> None:
    """The new pattern matches the same spans as the old one, with the same exceptions before a match."""
    text = data.draw(texts_of(one))
    assert list(one.wording.spans(text)) == [match.span() for match in one.pattern.finditer(text)]
    if one.wording.not_after is not None and one.not_after is not None:
        assert bool(one.wording.not_after.search(text)) == bool(one.not_after.search(text))


@pytest.mark.parametrize("one", OLD, ids=range(len(OLD)))
def test_a_rewritten_pattern_finds_the_same_in_all_short_texts(one: Rewritten) -> None:
    """The same for every text of up to five pieces."""
    for length in range(6):
        for pieces in product(one.pieces, repeat=length):
            text = "".join(pieces)
            assert list(one.wording.spans(text)) == [match.span() for match in one.pattern.finditer(text)]


def test_a_text_is_made_plain_one_for_one() -> None:
    """Normalizing a text keeps its length, so a match gives the phrase's position in the original."""
    text = "ＡＢ　１～２歲,優先 don’t 🎈"
    assert len(plain(text)) == len(text)
    assert plain(text) == "AB 1-2岁,优先 don't 🎈"


def test_a_wording_has_its_time() -> None:
    """A wording applies from `since` until before `until`, by log time, so old ads keep their rules."""
    wording = replace(WORDINGS[0], since=START, until=START + timedelta(days=1))
    held = [wording.holds("title", START + timedelta(hours=hours)) for hours in (-1, 0, 23, 24)]
    assert held == [False, True, True, False]


def test_the_flags_of_patterns() -> None:
    """Both ignore case; only a wording's own pattern matches the start and end of each line."""
    assert [bool(pattern("^men only$").search(text)) for text in ("a\nMen only\nb", "men")] == [True, False]
    assert [bool(near("^men only$").search(text)) for text in ("Men Only", "a\nmen only")] == [True, False]


def test_a_wording_without_a_time_always_holds() -> None:
    """Without `since` or `until` there is no limit; with `field`, only that field."""
    day = timedelta(days=1)
    always = replace(WORDINGS[0], since=None, until=None, field=None)
    assert [always.holds(field, START) for field in ("title", "description")] == [True, True]
    titled = replace(always, field="title")
    assert [titled.holds(field, START) for field in ("title", "description")] == [True, False]
    begun = replace(always, since=START)
    assert [begun.holds("title", START + n * day) for n in (-1, 0, 1)] == [False, True, True]
    over = replace(always, until=START)
    assert [over.holds("title", START + n * day) for n in (-1, 0, 1)] == [True, False, False]
    assert [replace(titled, since=START).holds("majors", START + n * day) for n in (-1, 1)] == [False, False]


def test_a_phrase_is_the_group_that_took_part() -> None:
    """The last group of the match, or the whole match if no group took part."""
    wording = Wording("gender", ("men",), pattern("only (men)|women"))
    assert list(wording.spans("only men, women")) == [(5, 8), (10, 15)]


def test_words_for_hints() -> None:
    """Lower case, one space around every word, and no sign."""
    assert hinted("Men_ONLY!  please") == " men only please "
    assert hinted("") == "  "


CANCELLED: dict[str, tuple[str, str, str, bool]] = {
    "nothing around": ("", "men", "", False),
    "a negation before": ("not ", "men", "", True),
    "a negation in another clause": ("not here. ", "men", "", False),
    "260 characters before": ("without regard" + "," * 246, "men", "", True),
    "261 characters before": ("without regard" + "," * 247, "men", "", False),
    "a negation after": ("", "男性", "均可", True),
    "later": ("", "男性", "," * 24 + "均可", False),
    "a word that it may not follow": ("zone ", "men", "", True),
    "60 characters before": ("zone" + "." * 56, "men", "", True),
    "61 characters before": ("zone" + "." * 57, "men", "", False),
    "a word that it may not precede": ("", "men", " served", True),
    "24 characters after": ("", "men", "." * 17 + " served", True),
    "25 characters after": ("", "men", "." * 18 + " served", False),
}


@pytest.mark.parametrize("name", CANCELLED)
def test_what_around_a_match_cancels_it(name: str) -> None:
    """A negation, or the wording's own exceptions, within a bounded number of characters before and after."""
    before, phrase, after, then = CANCELLED[name]
    own = Wording("gender", (), pattern(phrase), near(r"\bzone[ .]*$"), near(r"[ .]*served"))
    text = before + phrase + after
    assert denied(own, *around(text, len(before), len(before + phrase))) is then
    alone = replace(own, not_after=None, not_before=None)
    is_own = "zone" in before or "served" in after
    assert denied(alone, *around(text, len(before), len(before + phrase))) is (then and not is_own)
