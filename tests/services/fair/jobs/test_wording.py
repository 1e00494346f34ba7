"""The words of ads, as tables: what is flagged, with its phrase (flagged.txt), and what is not (innocent.txt)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from services.fair.jobs.advertisement import WORDINGS, Flag, check
from services.fair.jobs.terms import Terms
from services.fair.jobs.wording import DENIED_AFTER, DENIED_BEFORE, ONE_FOR_ONE, plain
from tests.services.fair.story import START

HERE = Path(__file__).parent
FLAGGED = [tuple(map(str.strip, line.split("|"))) for line in (HERE / "flagged.txt").read_text().splitlines()]
"""Ground, text, and the phrase that is shown."""
INNOCENT = (HERE / "innocent.txt").read_text().splitlines()


def flags_of(text: str, field: str = "description") -> list[Flag]:
    ad = Terms(text if field == "title" else "A job", 1, description=text if field == "description" else None)
    return [flag for flag in check(ad, START) if flag.kind != "missing"]


@pytest.mark.parametrize(("kind", "text", "phrase"), FLAGGED, ids=[row[1] for row in FLAGGED])
def test_what_shuts_people_out_is_flagged(kind: str, text: str, phrase: str) -> None:
    """Its ground, and the phrase as it was written; in the middle of an ad as well."""
    assert (kind, phrase) in [(flag.kind, flag.phrase) for flag in flags_of(text)]
    within = f"Our office is near the river.\n{text}\n待遇从优。"
    assert kind in {flag.kind for flag in flags_of(within)}


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    """Things, customers, denials, and what the law itself asks for."""
    assert flags_of(text) == []
    assert flags_of(f"Our office is near the river.\n{text}\n待遇从优。") == []


def test_the_tables_are_wide() -> None:
    """At least sixty of each, about half of each in Chinese, every ground in both languages."""
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
    """A sex before or behind the job's name, which in a description may mean somebody in particular."""
    assert [(flag.kind, flag.field) for flag in flags_of(title, "title")] == [("gender", "title")]


@pytest.mark.parametrize("text", ["联系人:王敏(女)", "女司机张师傅说"])
def test_descriptions_may_name_somebody(text: str) -> None:
    """What is flagged in a title is not in a description."""
    assert flags_of(text) == []


FIRST_WORDINGS = "2d8c2a76ce35eb1e"


def test_wordings_in_force_are_never_edited() -> None:
    """Those of the first release, and what is read around them; `until` may come. docs/advertisements.md says how else.

    Before the first release the digest may be written anew.
    """
    first = [wording for wording in WORDINGS if wording.since is None]
    around = (DENIED_BEFORE, DENIED_AFTER)
    said: list[object] = [sorted(ONE_FOR_ONE.items()), [pattern.pattern for pattern in around]]
    for one in first:
        patterns = [pattern and pattern.pattern for pattern in (one.pattern, one.not_after, one.not_before)]
        said.append((one.kind, one.hints, patterns, one.field))
    assert hashlib.sha256(repr(said).encode()).hexdigest()[:16] == FIRST_WORDINGS


def test_a_text_is_made_plain_one_for_one() -> None:
    """So a match in it tells where the phrase stands in the text as it was written."""
    text = "ＡＢ　１～２歲,優先 don’t 🎈"
    assert len(plain(text)) == len(text)
    assert plain(text) == "AB 1-2岁,优先 don't 🎈"


def test_a_wording_has_its_time() -> None:
    """From `since` on and before `until`, by the log's time: old ads are judged by the words of their day."""
    wording = replace(WORDINGS[0], since=START, until=START + timedelta(days=1))
    held = [wording.holds("title", START + timedelta(hours=hours)) for hours in (-1, 0, 23, 24)]
    assert held == [False, True, True, False]


@pytest.mark.parametrize(
    "text", ["限" * 20_000, "a" * 20_000, "young, " * 2_800, "未婚" * 10_000, "not " * 5_000, "年龄" * 10_000]
)
def test_no_text_takes_long(text: str) -> None:
    """The longest description, of what the patterns begin with: it ends, and at most twenty flags come of it."""
    assert len(flags_of(text[:20_000])) <= 20
