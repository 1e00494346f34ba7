"""Submitting and withdrawing, as a table: given these events, this event has this outcome."""

from __future__ import annotations

import pytest

from services.fair.applications.application import HISTORY_MAX
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.cases import Row, by, holds, stranger
from tests.services.fair.deciding import decide_all
from tests.services.fair.story import Teller

t = Teller()
READY = t.ready()
SUBMITTED = [*READY, t.submitted()]
TABLE: dict[str, Row] = {
    "a resume is submitted": (READY, t.submitted(), "ApplicationReceived"),
    "by the student": (READY, stranger(t.submitted()), Refused("not_yours")),
    "not by an enterprise": (READY, by(t.submitted(), "stu-1", "enterprise", "org-1"), Refused("not_yours")),
    "to a job": (READY, t.submitted(name="z"), Refused("unknown_job")),
    "of a fair": ([], t.submitted(), Refused("unknown_job")),
    "that is open": ([*READY, t.job_closed()], t.submitted(), Refused("job_closed")),
    "in a fair that is open": (
        [t.scheduled(), t.requested(), t.approved(), t.published()],
        t.submitted(),
        Refused("fair_not_open"),
    ),
    "and not over": ([*READY, t.closed()], t.submitted(), Refused("fair_closed")),
    "a second one changes nothing": (SUBMITTED, t.submitted(), Unchanged("duplicate")),
    "even when all is over": ([*SUBMITTED, t.closed()], t.submitted(), Unchanged("duplicate")),
    "a withdrawn one comes again": ([*SUBMITTED, t.withdrawn()], t.submitted(), "ApplicationReceived"),
    "it is withdrawn": (SUBMITTED, t.withdrawn(), "ApplicationWithdrawn"),
    "even when the fair is over": ([*SUBMITTED, t.closed()], t.withdrawn(), "ApplicationWithdrawn"),
    "it is withdrawn once": ([*SUBMITTED, t.withdrawn()], t.withdrawn(), Unchanged("already_withdrawn")),
    "where it is": (READY, t.withdrawn(), Refused("unknown_application")),
    "by its student": (SUBMITTED, stranger(t.withdrawn()), Refused("unknown_application")),
    "not by its enterprise": (
        SUBMITTED,
        by(t.withdrawn(), "stu-1", "enterprise", "org-1"),
        Refused("unknown_application"),
    ),
    "a read is noted": (SUBMITTED, t.resume_read(), "ResumeRead"),
    "of its enterprise": (SUBMITTED, t.resume_read(org="org-2"), Refused("unknown_application")),
    "of what is there": (READY, t.resume_read(), Refused("unknown_application")),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(TABLE[name])


def test_places_are_given_in_log_order() -> None:
    """A student who submits again gets a place at the end of the queue; all other places stay."""
    log = [*READY, *(t.submitted(f"stu-{n}") for n in range(3)), t.withdrawn("stu-0"), t.submitted("stu-0")]
    world, _ = decide_all(log)
    places = {application.student: application.place for application in world.applications.values()}
    assert places == {"stu-1": 2, "stu-2": 3, "stu-0": 4}
    back = next(one for one in world.applications.values() if one.student == "stu-0")
    assert [step.event for step in back.history] == [
        "ApplicationReceived",
        "ApplicationWithdrawn",
        "ApplicationReceived",
    ]
    assert (back.created_at, back.received_at) == (back.history[0].at, back.history[2].at)
    assert back.receipt == f"livefair.fairs:0:{len(log) - 1}"


def test_an_applications_history_has_a_bound() -> None:
    """A student who withdraws and submits too often is refused, with the application's current state."""
    turns = [entry for _ in range(HISTORY_MAX) for entry in (t.submitted(), t.withdrawn())]
    world, outcomes = decide_all([*READY, *turns])
    (application,) = world.applications.values()
    assert (application.state, len(application.history)) == ("withdrawn", HISTORY_MAX)
    assert Refused("too_many_steps", "withdrawn") in outcomes
