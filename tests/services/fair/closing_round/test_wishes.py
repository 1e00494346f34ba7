"""A student's ranking of jobs, as a table: who may rank which jobs, and what it replaces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.fair.closing_round.wishes import JobsRanked
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.cases import by
from tests.services.fair.deciding import play, without_books
from tests.services.fair.story import Teller, at

t = Teller()
OPEN = [*t.ready("a", "b"), t.wished("stu-1", "a", "b")]
REFUSED = {
    "a ranking for another": (OPEN, by(t.wished("stu-1", "a"), "stu-2", "student"), "not_yours"),
    "a ranking by an enterprise": (OPEN, by(t.wished("stu-1", "a"), "stu-1", "enterprise", "o"), "not_yours"),
    "a ranking in no fair": ([], t.wished("stu-1", "a"), "unknown_fair"),
    "a ranking of no job": (OPEN, t.wished("stu-1", "a", "z"), "unknown_job"),
    "a ranking in a closed fair": ([*OPEN, t.closed()], t.wished("stu-1", "a"), "fair_closed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    """A refused ranking changes nothing."""
    log, entry, reason = REFUSED[name]
    before, _ = play(*log)
    after, outcomes = play(*log, entry)
    assert outcomes == [Refused(reason)]
    assert without_books(after) == without_books(before)


def test_a_ranking_is_kept() -> None:
    """The order is kept, with its log time; applications are checked only when the round is held."""
    world, (outcome,) = play(*OPEN, t.wished("stu-2", "b", "a"))
    wishes = world.wishes[t.fair, "stu-2"]
    assert outcome == JobsRanked(wishes)
    assert (wishes.jobs, wishes.ranked_at) == ((t.job("b"), t.job("a")), at(len(OPEN)))


def test_a_job_of_another_fair_is_not_ranked() -> None:
    """A job of another fair is refused as unknown."""
    other = Teller()
    entry = t.wished("stu-1")
    forged = replace(entry, event=entry.event.model_copy(update={"jobs": [other.job("a")]}))
    assert play(*other.ready(), *OPEN, forged)[1] == [Refused("unknown_job")]


def test_a_ranking_replaces_the_one_before() -> None:
    """A new ranking replaces the old one; the same ranking changes nothing."""
    assert play(*OPEN, t.wished("stu-1", "a", "b"))[1] == [Unchanged("same_ranking")]
    world, _ = play(*OPEN, t.wished("stu-1", "b"))
    assert world.wishes[t.fair, "stu-1"].jobs == (t.job("b"),)
