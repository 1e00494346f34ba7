"""What the records of the watcher end: decided by the state at their position, and by nobody else's word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.fair.applications.endings import given_back, lapse, open_invitations, turned_away
from services.fair.kernel.context import ITSELF
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.applications.test_selection import HOUR, said_by
from tests.services.fair.deciding import Timed, play
from tests.services.fair.hosting import Host
from tests.services.fair.story import at, says

h = Host()
INVITED: list[Timed] = [*h.ready(), h.submitted(), h.invited(deadline=at(HOUR))]
LINE: list[Timed] = [*h.live("a"), h.dropped(cap=1), h.through("stu-0"), h.through("stu-1")]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (INVITED, "deadline_not_reached"),
        ([*INVITED, h.accepted()], "application_accepted"),
        (LINE, "application_waitlisted"),
        ([*LINE, h.drop_closed()], "application_refused"),
    ],
)
def test_what_has_not_ended_stays(given: list[Timed], reason: str) -> None:
    """Before its time, after another step, and while its drop is open."""
    assert play(*given, h.deadline_passed())[1] == [Unchanged(reason)]


def test_only_the_watcher_ends_anything() -> None:
    """A person with such a record is told that there is no such application."""
    forged = says(h.deadline_passed().event, "hr of org-1", "enterprise", "org-1")
    assert play(*INVITED, (2 * HOUR, forged))[1] == [Refused("unknown_application")]


def test_an_ending_has_its_reason_and_nobody_as_its_actor() -> None:
    """The person who caused it stays unknown; an invitation that ended has no deadline any more."""
    world, _ = play(*INVITED)
    [invited] = world.applications.values()
    context = said_by("someone", "organizer", h.unit)
    for end, state, reason in (
        (lapse, "expired", "fair_closed"),
        (given_back, "declined", "accepted_elsewhere"),
        (turned_away, "refused", "drop_full"),
    ):
        ended = end(invited, context).application
        assert (ended.state, ended.reason, ended.history[-1].by) == (state, reason, ITSELF)
    later = replace(invited, id=h.fair, offset=invited.offset - 1)
    assert open_invitations([invited, later, replace(later, state="viewed")], h.fair) == (later, invited)
