"""Checking an ad takes linear time, for each pattern and for the whole check, on any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from services.fair.jobs.advertisement import FLAGS_MAX, WORDINGS, check
from services.fair.jobs.terms import Terms
from services.fair.jobs.wording import DENIED_AFTER, DENIED_BEFORE
from tests.architecture.adversarial import CHARACTERS, PATTERN_S, SIGNS, TRIES, adversarial, read, slow_text, took
from tests.services.fair.jobs.old_wordings import OLD

pytestmark = pytest.mark.long
GROWTH_MAX = 8
"""The ratio of times for four times the text: linear is 4, quadratic 16."""
NOW = datetime(2026, 11, 1, tzinfo=UTC)

HINTS = " ".join(sorted({hint for wording in WORDINGS for hint in wording.hints}))


def every_pattern() -> Iterator[tuple[str, re.Pattern[str]]]:
    """All patterns of the wordings, and the patterns around them."""
    yield from (("DENIED_BEFORE", DENIED_BEFORE), ("DENIED_AFTER", DENIED_AFTER))
    for number, one in enumerate(WORDINGS):
        patterns = {"pattern": one.pattern, "not_after": one.not_after, "not_before": one.not_before}
        yield from ((f"{one.kind}-{number}-{name}", found) for name, found in patterns.items() if found)


PATTERNS = dict(every_pattern())


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_is_quick(name: str) -> None:
    """On each adversarial text."""
    assert slow_text(PATTERNS[name]) is None


OLD_PATTERNS = [pattern for one in OLD for pattern in (one.pattern, one.not_after) if pattern]


@pytest.mark.parametrize("old", OLD_PATTERNS, ids=range(len(OLD_PATTERNS)))
def test_a_quadratic_pattern_is_seen(old: re.Pattern[str]) -> None:
    """Each old pattern is too slow on a quarter of such a text, so the measure works."""
    assert any(took(read(old, text[: CHARACTERS // 4] + "岁")) > PATTERN_S for text in adversarial(old))


def ad(unit: str, characters: int) -> Terms:
    """A description of about this length with every hint in it, so that every wording is tried."""
    return Terms("A job", 1, description=unit * (characters // len(unit)) + "\n" + HINTS)


def growth(unit: str) -> float:
    long, short = ad(unit, CHARACTERS), ad(unit, CHARACTERS // 4)
    return took(lambda: check(long, NOW)) / took(lambda: check(short, NOW))


@pytest.mark.parametrize(
    "unit", [*SIGNS, "限", "未婚", "young, ", "限男。", "已婚 ", "not 限男 ", "35岁以下", "regardless. 限女 "]
)
def test_a_whole_check_is_linear(unit: str) -> None:
    """For one repeated sign or word, and for repeated flagged phrases."""
    assert len(check(ad(unit, CHARACTERS), NOW)) <= FLAGS_MAX
    assert any(growth(unit) < GROWTH_MAX for _ in range(TRIES))
