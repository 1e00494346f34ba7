"""Submitting and withdrawing, as a table: given these events, this event has this outcome."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from schemas.application import application_id
from schemas.resume import Facets, ResumeCard, resume_id
from services.fair.applications.application import (
    HISTORY_MAX,
    Application,
    ApplicationReceived,
    ApplicationWithdrawn,
    HistoryEntry,
    ReadReceipt,
    Resume,
    ResumeRead,
)
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.cases import Row, by, holds, stranger
from tests.services.fair.deciding import decide_all, play
from tests.services.fair.story import Entry, Teller, at

t = Teller()
READY = t.ready()
DRAFT = [t.draft(), *(by(one, "o", "organizer", t.unit) for one in (t.requested(), t.approved(), t.published()))]
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
    "not with a refused booth": ([*SUBMITTED, t.refused()], t.resume_read(), Refused("booth_not_approved")),
    "of a fair that all may see": (DRAFT, t.submitted(), Refused("unknown_job")),
    "not withdrawn in an unknown fair": ([], t.withdrawn(), Refused("unknown_application")),
    "not withdrawn when the fair is archived": (
        [*SUBMITTED, t.closed(), t.archived()],
        t.withdrawn(),
        Refused("fair_archived", "submitted"),
    ),
    "not withdrawn once hired": (
        [*SUBMITTED, t.invited(), t.accepted(), t.hired()],
        t.withdrawn(),
        Refused("application_hired", "hired"),
    ),
    "not again after a refusal": (
        [*SUBMITTED, t.turned_down()],
        t.submitted(),
        Refused("application_refused", "refused"),
    ),
    "not through an unknown drop": (READY, t.submitted(drop=uuid4()), Refused("unknown_drop")),
    "unless it came already": (SUBMITTED, t.submitted(drop=uuid4()), Unchanged("duplicate")),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(TABLE[name])


def test_an_application_has_what_was_submitted() -> None:
    """The resume, the message, the receipt, the log offset and the log time."""
    card = ResumeCard(resume=resume_id("stu-1"), sha256="1" * 64, attachment="2" * 64, facets=Facets(degree="master"))
    world, (received,) = play(*READY, t.submitted("stu-2"), (60, t.submitted(resume=card, message="messages/x")))
    id, offset, now = application_id(t.job("a"), "stu-1"), len(READY) + 1, at(60)
    resume = Resume(card.resume, "1" * 64, "2" * 64, "master", None, None)
    rest = (resume, "messages/x", f"livefair.fairs:0:{offset}", offset, now, now)
    history = (HistoryEntry("ApplicationReceived", now, "stu-1"),)
    application = Application(id, t.job("a"), t.fair, "org-1", "stu-1", "submitted", None, 2, *rest, history)
    assert received == ApplicationReceived(application)
    assert world.applications[id] == application


@pytest.mark.parametrize("step", [t.shortlisted(), t.invited()])
def test_who_comes_again_was_shortlisted_or_invited_before(step: Entry) -> None:
    """The counters of what ever was stay; nothing else of the first time does."""
    world, _ = decide_all([*SUBMITTED, step, t.withdrawn(), t.submitted()])
    (again,) = world.applications.values()
    is_invited = step.event.wire_type() == t.invited().event.wire_type()
    assert (again.was_shortlisted, again.was_invited) == (not is_invited, is_invited)
    assert (again.state, again.reason, again.deadline, again.invited_at) == ("submitted", None, None, None)


def test_a_withdrawn_invitation_has_no_deadline() -> None:
    """The step is added to the history, with its sender and time."""
    log = [*SUBMITTED, t.invited(), t.withdrawn()]
    world, outcomes = decide_all(log)
    (application,) = world.applications.values()
    assert outcomes[-1] == ApplicationWithdrawn(application)
    assert (application.state, application.reason, application.deadline) == ("withdrawn", None, None)
    assert application.history[-1] == HistoryEntry("ApplicationWithdrawn", at(len(log) - 1), "stu-1")


def test_a_read_names_who_read_when() -> None:
    """The receipt has the event's id, the application's ids, the reader and the log time."""
    entry = t.resume_read()
    world, (read,) = play(*SUBMITTED, (60, entry))
    (application,) = world.applications.values()
    ids = (entry.envelope.id, t.fair, t.job("a"), application.id, "org-1", "stu-1")
    assert read == ResumeRead(application, ReadReceipt(*ids, "hr of org-1", at(60)))


def test_who_missed_a_drop_may_come_again() -> None:
    """Only an application that was refused while it waited for its drop, or that was withdrawn."""
    world, _ = decide_all(SUBMITTED)
    (one,) = world.applications.values()
    waited, drop = replace(one, state="refused", drop=uuid4(), drop_place=2), uuid4()
    assert (waited.missed_its_drop, waited.may_come_again) == (True, True)
    for other in (replace(waited, admitted=True), replace(one, state="refused"), replace(one, drop=drop)):
        assert (other.missed_its_drop, other.may_come_again) == (False, False)
    assert replace(one, state="withdrawn").may_come_again


def test_places_are_given_in_log_order() -> None:
    """A student who submits again gets a place at the end of the queue; all other places stay."""
    log = [*READY, *(t.submitted(f"stu-{n}") for n in range(3)), t.withdrawn("stu-0"), t.submitted("stu-0")]
    world, outcomes = decide_all(log)
    places = {application.student: application.place for application in world.applications.values()}
    assert places == {"stu-1": 2, "stu-2": 3, "stu-0": 4}
    back = next(one for one in world.applications.values() if one.student == "stu-0")
    assert [step.event for step in back.history] == [
        "ApplicationReceived",
        "ApplicationWithdrawn",
        "ApplicationReceived",
    ]
    assert outcomes[-1] == ApplicationReceived(back)
    assert (back.created_at, back.received_at) == (back.history[0].at, back.history[2].at)
    assert back.receipt == f"livefair.fairs:0:{len(log) - 1}"


def test_an_applications_history_has_a_bound() -> None:
    """A student who withdraws and submits too often is refused, with the application's current state."""
    turns = [entry for _ in range(HISTORY_MAX) for entry in (t.submitted(), t.withdrawn())]
    world, outcomes = decide_all([*READY, *turns])
    (application,) = world.applications.values()
    assert (application.state, len(application.history)) == ("withdrawn", HISTORY_MAX)
    assert Refused("too_many_steps", "withdrawn") in outcomes
