"""A rate with bursts, by key."""

from __future__ import annotations

import math

import pytest

from plumbing.http.problem import Problem
from plumbing.rate import Rate


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_and_then_the_rate() -> None:
    """What is refused costs nothing, and says when to come back; another key is not concerned."""
    clock = Clock()
    rate = Rate(0.5, 2, "Slow down.", now=clock)
    rate.spend("a", 2)
    for _ in range(3):
        with pytest.raises(Problem) as refused:
            rate.spend("a")
        assert (refused.value.status, refused.value.detail) == (429, "Slow down.")
        assert refused.value.headers == {"Retry-After": "2"}
    rate.spend("b")
    clock.now += 2
    rate.spend("a")


def test_what_did_not_happen_is_given_back() -> None:
    """And may be spent again."""
    rate = Rate(1, 1, "", now=Clock())
    rate.spend("a")
    rate.give_back("a")
    rate.give_back("unknown")
    rate.spend("a")


def test_an_infinite_rate_refuses_nothing_and_few_keys_are_kept() -> None:
    """The least recently used key is forgotten first."""
    free, narrow = Rate(math.inf, 1, ""), Rate(1, 1, "", known_max=2, now=Clock())
    for _ in range(1_000):
        free.spend("a", 1_000)
    for who in ("a", "b", "c", "a"):
        narrow.spend(who)
    assert list(narrow._empty_at) == ["c", "a"]
