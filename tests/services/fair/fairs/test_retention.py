"""When a fair is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from services.fair.fairs.fair import ALLOWED, Fair
from services.fair.fairs.retention import FairForgotten, PassRetention, decide_retention
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged
from tests.services.fair.story import START

YEARS = timedelta(days=1_095)
END = START + timedelta(days=1)
FAIR = Fair(UUID(int=1), "unit", "Fair", "Host", START, END, None, None, None, "archived", START)


def decided(fair: Fair | None, after: timedelta = YEARS, role: str = "system", kept: timedelta = YEARS) -> Outcome:
    """The outcome of the watcher's record, `after` the fair's end."""
    context = Context(UUID(int=2), "livefair", role, None, END + after, 1, "livefair.fairs:0:1")
    return decide_retention(fair, PassRetention(UUID(int=1), END + kept), context)


def test_a_fair_is_forgotten_when_its_time_is_over() -> None:
    """Closed or archived; from then on its state allows nothing, and a second record changes nothing."""
    for state in ("closed", "archived"):
        outcome = decided(replace(FAIR, state=state))
        assert isinstance(outcome, FairForgotten)
        assert (outcome.fair.state, outcome.fair.forgotten) == (state, True)
        assert [what for what in ALLOWED if outcome.fair.allows(what)] == []
        assert decided(outcome.fair) == Unchanged("fair_forgotten")


@pytest.mark.parametrize("state", ["draft", "scheduled", "open", "paused", "closing"])
def test_a_fair_that_goes_on_is_not(state: str) -> None:
    """Whatever its end was."""
    assert decided(replace(FAIR, state=state)) == Refused("retention_not_over")


def test_the_log_time_decides() -> None:
    """Not a moment before; nor for a time before the fair's end, nor by a person, nor for a fair that is unknown."""
    assert decided(FAIR, YEARS - timedelta(seconds=1)) == Refused("retention_not_over")
    assert decided(FAIR, kept=timedelta(seconds=-1)) == Refused("retention_not_over")
    assert decided(FAIR, role="organizer") == Refused("not_yours")
    assert decided(None) == Refused("unknown_fair")
