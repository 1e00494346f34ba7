"""How fast an enterprise answers: what counts as an answer, and how exact the sketch of the times is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fair.applications.response import BOUNDS, LONGEST_S, SHOWN_EVERY, Responses, bounds, response_s
from tests.services.fair.applications.test_selection import said_by
from tests.services.fair.deciding import Timed, World, play
from tests.services.fair.hosting import Host
from tests.services.fair.story import ORG, Teller, at

t = Teller()
OPEN: list[Timed] = [*t.ready()]
NONE = Responses(UUID(int=1), ORG)


h = Host(t.fair)
WAITS: list[Timed] = [*h.live("a"), h.dropped(cap=1), (12, h.through("s1")), (14, h.through("s2"))]
"""Two submissions through a drop with one opening: s2 is on its waitlist."""


def answered(*seconds: int) -> Responses:
    after = NONE
    for one in seconds:
        after = after.with_answer(one)
    return after


def of(world: World) -> Responses | None:
    return world.responses.get((t.fair, ORG))


@given(st.lists(st.integers(0, LONGEST_S), min_size=1, max_size=60))
def test_the_median_is_off_by_two_percent_at_most(seconds: list[int]) -> None:
    """Compared with the exact lower median; the number of buckets is bounded for any input."""
    after, exact = answered(*seconds), sorted(seconds)[(len(seconds) - 1) // 2]
    assert abs(after.median_s - exact) <= max(0.5, 0.02 * exact)
    assert (after.answers, sum(number for _, number in after.buckets)) == (len(seconds), len(seconds))
    assert len(after.buckets) <= len(BOUNDS) < 400


def test_the_bounds_grow_by_a_twenty_fifth() -> None:
    """One second wide up to 50 s, then at most 4% wide, up to the longest time that is told apart."""
    assert bounds() == BOUNDS
    assert BOUNDS[:52] == (*range(51), 52)
    assert all(after == before * 26 // 25 for before, after in pairwise(BOUNDS[50:]))
    assert BOUNDS[-2] < LONGEST_S <= BOUNDS[-1]


def test_the_longest_times() -> None:
    """The middle of the last bucket with an end; beyond it, the lower bound."""
    assert answered(BOUNDS[-1] - 1).median_s == (BOUNDS[-2] + BOUNDS[-1] - 1) // 2
    assert answered(10**9).median_s == BOUNDS[-1]


@given(st.permutations([3, 60, 61, 3_600, 86_400, 10**9]))
def test_the_order_of_answers_does_not_matter(seconds: list[int]) -> None:
    """The sketch is the same in any order, and longer times than its limit count as the limit."""
    assert answered(*seconds).buckets == answered(3, 60, 61, 3_600, 86_400, 10**9).buckets


def test_what_is_public_changes_with_every_fifth_answer() -> None:
    """No figure below five answers; it is updated with every fifth answer, and stays unchanged in between."""
    shown = [(one.shown, one.shown_median_s) for one in (answered(*range(10, 10 + n)) for n in range(12))]
    assert shown[:SHOWN_EVERY] == [(0, None)] * SHOWN_EVERY
    assert shown[SHOWN_EVERY : 2 * SHOWN_EVERY] == [(5, 12)] * SHOWN_EVERY
    assert shown[2 * SHOWN_EVERY :] == [(10, 14)] * 2


ANSWERS: dict[str, tuple[list[Timed], tuple[int, int] | None]] = {
    "none yet": ([(10, t.submitted())], None),
    "a view": ([(10, t.submitted()), (40, t.viewed())], (1, 30)),
    "a view and more": ([(10, t.submitted()), (40, t.viewed()), (90, t.shortlisted()), t.turned_down()], (1, 30)),
    "a shortlisting": ([(10, t.submitted()), (20, t.shortlisted())], (1, 10)),
    "an invitation": ([(10, t.submitted()), (21, t.invited())], (1, 11)),
    "a refusal": ([(10, t.submitted()), (22, t.turned_down())], (1, 12)),
    "a withdrawal is none": ([(10, t.submitted()), t.withdrawn()], None),
    "each submission is answered": (
        [(10, t.submitted()), (30, t.viewed()), t.withdrawn(), (50, t.submitted()), (90, t.viewed())],
        (2, 20),
    ),
    "an answer at once": ([(10, t.submitted()), (10, t.viewed())], (1, 0)),
    "since the admission": ([*WAITS[len(OPEN) :], (20, t.withdrawn("s1")), (45, t.viewed("s2"))], (1, 25)),
    "after a drop that ended": (
        [*WAITS[len(OPEN) :], (20, h.drop_closed()), (30, t.submitted("s2")), (50, t.viewed("s2"))],
        (1, 20),
    ),
    "what is refused is none": ([(10, t.submitted()), t.hired()], None),
    "several": (
        [(10, t.submitted("s1")), (20, t.submitted("s2")), (40, t.viewed("s1")), (40, t.viewed("s2"))],
        (2, 20),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_an_answer(name: str) -> None:
    """The enterprise's first step after the submission counts, by log time."""
    moves, expected = ANSWERS[name]
    world, _ = play(*OPEN, *moves)
    found = of(world)
    assert (None if found is None else (found.answers, found.median_s)) == expected


def test_whole_seconds_of_a_persons_step_count() -> None:
    """An automatic step is no answer of the enterprise; a time before the submission counts as none."""
    world, _ = play(*OPEN, (10, t.submitted()))
    (before,) = world.applications.values()
    said = said_by("hr of org-1", "enterprise", ORG)
    for seconds, counted in ((30.5, 30), (0.5, 0), (-5, 0)):
        context = replace(said, now=at(10 + seconds))
        assert response_s(before, before.moved("viewed", "ApplicationViewed", context)) == counted
    assert response_s(before, before.moved("invited", "ApplicantInvited", said.by_itself())) is None
    assert response_s(None, before) is None
