"""The rate limit of one person's writes."""

from __future__ import annotations

import pytest

from plumbing.http.problem import Problem
from services.ingest.edge.rate_limit import RateLimit


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def taken(limit: RateLimit, person: str, times: int) -> int:
    """How many of this number of concurrent writes are allowed."""
    allowed = 0
    for _ in range(times):
        try:
            limit.spend(person)
        except Problem:
            continue
        allowed += 1
    return allowed


def test_a_burst_of_100_then_50_a_second() -> None:
    """After one second 50 more, after two the whole burst, and never more."""
    clock = Clock()
    limit = RateLimit(now=clock)
    assert taken(limit, "a", 150) == 100
    clock.now += 1
    assert taken(limit, "a", 150) == 50
    clock.now += 60
    assert taken(limit, "a", 150) == 100


def test_what_is_refused_costs_nothing() -> None:
    """A client that keeps retrying is admitted as early as one that waits."""
    clock = Clock()
    limit = RateLimit(now=clock)
    taken(limit, "a", 10_000)
    clock.now += 0.02
    assert taken(limit, "a", 10) == 1


def test_it_is_429_with_retry_after() -> None:
    """In whole seconds, at least one."""
    limit = RateLimit(per_second=0.1, burst=1, now=Clock())
    limit.spend("a")
    with pytest.raises(Problem) as caught:
        limit.spend("a")
    assert (caught.value.status, caught.value.headers["Retry-After"]) == (429, "10")


def test_persons_do_not_disturb_each_other_and_are_forgotten() -> None:
    """The least recently used key is forgotten first."""
    limit = RateLimit(burst=1, known_max=2, now=Clock())
    assert [taken(limit, person, 2) for person in ("a", "b", "c", "a", "c")] == [1, 1, 1, 1, 0]


def test_one_call_may_be_worth_many_writes() -> None:
    """A bulk action costs more than one write."""
    clock = Clock()
    limit = RateLimit(now=clock)
    limit.spend("a", 90)
    assert taken(limit, "a", 20) == 10
    clock.now += 1
    assert taken(limit, "a", 60) == 50


def test_what_came_to_nothing_is_given_back() -> None:
    """For an unknown person there is nothing to refund."""
    limit = RateLimit(burst=2, now=Clock())
    limit.give_back("a")
    assert taken(limit, "a", 3) == 2
    limit.give_back("a")
    assert taken(limit, "a", 3) == 1


def test_who_is_refused_hears_why() -> None:
    """With the limit's detail; without a limit nothing is refused."""
    limit = RateLimit(1.0, 1, "One a second.", now=Clock())
    limit.spend("a")
    with pytest.raises(Problem) as caught:
        limit.spend("a")
    assert caught.value.detail == "One a second."
    assert taken(RateLimit(float("inf"), 1, now=Clock()), "a", 1_000) == 1_000
