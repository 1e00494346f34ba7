"""Checking an ad takes linear time, for each pattern and for the whole check, on any text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import thread_time

import pytest

from services.fair.jobs.advertisement import FLAGS_MAX, WORDINGS, check
from services.fair.jobs.terms import Terms
from services.fair.jobs.wording import DENIED_AFTER, DENIED_BEFORE
from tests.services.fair.jobs.old_wordings import OLD

pytestmark = pytest.mark.long
CHARACTERS = 20_000
PATTERN_S = 0.05
"""For one pattern on one text of that length: about five times the slowest measured time."""
GROWTH_MAX = 8
"""The ratio of times for four times the text: linear is 4, quadratic 16."""
TRIES = 3
NOW = datetime(2026, 11, 1, tzinfo=UTC)

SIGNS = (*" \n\t:,(-!%$_1a男岁", "\n!", " \n", " :", "(,", "25", "年龄", "年龄 ", "age ", "young\n", "not ", "不得")
RUNS = " \n:,(1a"
TOGETHER = 4
"""The number of words in one text: the fewer, the longer the runs."""
HINTS = " ".join(sorted({hint for wording in WORDINGS for hint in wording.hints}))


def every_pattern() -> Iterator[tuple[str, re.Pattern[str]]]:
    """All patterns of the wordings, and the patterns around them."""
    yield from (("DENIED_BEFORE", DENIED_BEFORE), ("DENIED_AFTER", DENIED_AFTER))
    for number, one in enumerate(WORDINGS):
        patterns = {"pattern": one.pattern, "not_after": one.not_after, "not_before": one.not_before}
        yield from ((f"{one.kind}-{number}-{name}", found) for name, found in patterns.items() if found)


PATTERNS = dict(every_pattern())


def words_of(pattern: re.Pattern[str]) -> list[str]:
    """The words in a pattern's source."""
    return sorted(set(re.findall(r"[\u4e00-\u9fff]+|[A-Za-z]{2,}", pattern.pattern)))


def adversarial(pattern: re.Pattern[str]) -> Iterator[str]:
    """Repeated signs; repeated words of the pattern, four to a text; long runs of a sign after each word."""
    for sign in SIGNS:
        yield "a" + sign * (CHARACTERS // len(sign)) + "岁"
    words = words_of(pattern)
    for some in (words[at : at + TOGETHER] for at in range(0, len(words), TOGETHER)):
        length = CHARACTERS // len(some) + 1
        yield "".join(word * (length // len(word) + 1) for word in some)
        yield "".join(f"{word} " * (length // len(word)) for word in some)
        yield from ("".join(word + sign * length for word in some) + "岁" for sign in RUNS)


def took(use: Callable[[], object]) -> float:
    """CPU seconds of this thread, which other processes do not affect."""
    began = thread_time()
    use()
    return thread_time() - began


def read(pattern: re.Pattern[str], text: str) -> Callable[[], object]:
    return lambda: sum(1 for _ in pattern.finditer(text))


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_is_quick(name: str) -> None:
    """On each adversarial text; a slow one is measured again, since a busy machine has slow moments."""
    pattern = PATTERNS[name]
    slow = (text for text in adversarial(pattern) if all(took(read(pattern, text)) > PATTERN_S for _ in range(TRIES)))
    assert next(slow, "none")[:40] == "none"


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
