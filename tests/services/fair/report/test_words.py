"""The report's words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.fair.report.words import WORDS, held_on, lasting, say, state_of, value_of


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (None, "–", "–"),
        (0, "0 s", "0 秒"),
        (45, "45 s", "45 秒"),
        (90, "1.5 min", "1.5 分钟"),
        (9_000, "2.5 h", "2.5 小时"),
        (200_000, "2.31 d", "2.31 天"),
    ],
)
def test_a_time_is_told_as_people_say_it(seconds: float | None, en: str, zh: str) -> None:
    """In the largest unit that fits."""
    assert (lasting(seconds, "en"), lasting(seconds, "zh")) == (en, zh)


def test_every_word_is_in_both_languages() -> None:
    """Each word has an English and a Chinese text, and they differ."""
    assert all(en and zh and en != zh for en, zh in WORDS.values())
    assert (say("total", "en"), say("total", "zh")) == ("Total", "合计")


def test_values_are_named() -> None:
    """A degree has a Chinese name, a missing value is "not said", an unknown word stays."""
    assert [value_of("degree", "master", lang) for lang in ("zh", "en")] == ["硕士", "master"]
    assert value_of("region", None, "en") == "not said"
    assert [value_of("region", "master", "zh"), state_of("open", "zh"), state_of("open", "en")] == [
        "master",
        "招聘中",
        "open",
    ]


CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "shown"),
    [
        (
            datetime(2026, 12, 1, tzinfo=CHINA),
            datetime(2026, 12, 2, 23, 59, tzinfo=CHINA),
            "2026-12-01 – 2026-12-02 (UTC+08:00)",
        ),
        (
            datetime(2026, 12, 1, tzinfo=CHINA),
            datetime(2026, 12, 3, tzinfo=CHINA),
            "2026-12-01 – 2026-12-02 (UTC+08:00)",
        ),
        (datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 1, 17, tzinfo=UTC), "2026-12-01 – 2026-12-01 (UTC)"),
    ],
)
def test_the_days_are_those_that_were_planned(starts_at: datetime, ends_at: datetime, shown: str) -> None:
    """In the fair's zone, which is named; midnight ends the day before."""
    assert held_on({"starts_at": starts_at, "ends_at": ends_at}) == shown
