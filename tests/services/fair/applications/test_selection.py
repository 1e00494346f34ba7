"""Double selection, as tables: which side may take which step from which state, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from schemas.application import application_id
from services.fair.applications.application import LIVE, Applicant, Application
from services.fair.applications.selection import (
    MOVES,
    AcceptInvitation,
    InvitationAccepted,
    ToStep,
    ViewApplication,
    decide,
)
from services.fair.fairs.fair import Fair
from services.fair.jobs.job import Job
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.deciding import Timed, World, play, without_books
from tests.services.fair.story import Entry, Teller, at

t = Teller()
OPEN = t.ready()  # one job with two openings
HOUR, DAY = 3_600.0, 86_400.0
SUBMITTED = [*OPEN, t.submitted()]
SHORTLISTED = [*SUBMITTED, t.shortlisted()]
INVITED = [*SHORTLISTED, t.invited(deadline=at(HOUR))]
ACCEPTED = [*INVITED, t.accepted()]

MET: dict[str, list[Timed]] = {
    "submitted": [*SUBMITTED],
    "viewed": [*SUBMITTED, t.viewed()],
    "shortlisted": [*SHORTLISTED],
    "invited": [*INVITED],
    "accepted": [*ACCEPTED],
    "declined": [*INVITED, t.declined()],
    "expired": [*INVITED, (HOUR, t.deadline_passed())],
    "refused": [*SUBMITTED, t.turned_down(reason="place_taken")],
    "withdrawn": [*SUBMITTED, t.withdrawn()],
    "hired": [*ACCEPTED, t.hired()],
}
STEPS: dict[str, Timed] = {
    "view": t.viewed(),
    "shortlist": t.shortlisted(),
    "invite": t.invited(),
    "refuse": t.turned_down(),
    "accept": t.accepted(),
    "decline": t.declined(),
    "deadline": (HOUR + 1, t.deadline_passed()),
    "hire": t.hired(),
    "withdraw": t.withdrawn(),
    "submit": t.submitted(),
}
SAME = {"submit": "duplicate", "withdraw": "already_withdrawn"}
"""Why a step changes nothing, if the reason is not the state that it found."""
# The state afterwards; `=` if the step changes nothing; `x` if it is refused with the state that it found.
MATRIX = """
            view    shortlist    invite   refuse   accept    decline   deadline  hire   withdraw   submit
submitted   viewed  shortlisted  invited  refused  x         x         =         x      withdrawn  =
viewed      =       shortlisted  invited  refused  x         x         =         x      withdrawn  =
shortlisted =       =            invited  refused  x         x         =         x      withdrawn  =
invited     =       x            =        x        accepted  declined  expired   x      withdrawn  =
accepted    =       x            x        x        =         x         =         hired  withdrawn  =
declined    =       x            x        x        x         =         =         x      x          x
expired     =       x            x        x        x         x         =         x      x          x
refused     =       x            x        =        x         x         =         x      x          x
withdrawn   =       x            x        x        x         x         =         x      =          submitted
hired       =       x            x        x        x         x         =         =      x          =
"""
HEAD, *LINES = [line.split() for line in MATRIX.strip().splitlines()]
CELLS = [(line[0], step, then) for line in LINES for step, then in zip(HEAD, line[1:], strict=True)]


def of(world: World, student: str = "stu-1", name: str = "a") -> Application:
    return world.applications[application_id(t.job(name), student)]


def states(world: World) -> dict[str, str]:
    return {one.student: one.state for one in world.applications.values()}


def by(entry: Entry, actor: str, role: str, org: str | None = None) -> Entry:
    """The same event, sent by another person."""
    return replace(entry, envelope=replace(entry.envelope, actor=actor, role=role, org=org))


def entry_of(step: str) -> Entry:
    move = STEPS[step]
    return move[1] if isinstance(move, tuple) else move


@pytest.mark.parametrize(("met", "step", "then"), CELLS)
def test_each_step_from_each_state(met: str, step: str, then: str) -> None:
    """Every step from every state has the listed result; a refused or unchanged step changes no row."""
    before, _ = play(*MET[met])
    assert of(before).state == met
    after, (outcome, *followed) = play(*MET[met], STEPS[step])
    assert followed == []
    if then == "x":
        assert outcome == Refused(f"application_{met}", met)
    if then == "=":
        assert outcome == Unchanged(SAME.get(step, f"application_{met}"))
    if then in "x=":
        assert without_books(after) == without_books(before)
    else:
        assert (of(after).state, len(of(after).history)) == (then, len(of(before).history) + 1)
        assert of(after).history[-1].event == type(outcome).__name__


def test_the_table_is_the_codes() -> None:
    """The code allows exactly these moves, and a submission is unchanged in exactly the states of `LIVE`."""
    drawn = {(then, met) for met, _, then in CELLS if then not in "x=" and then != "submitted"}
    assert drawn == {(then, met) for then, froms in MOVES.items() for met in froms} - {("withdrawn", "waitlisted")}
    assert {met for met, step, then in CELLS if step == "submit" and then == "="} | {"waitlisted"} == LIVE


STRANGERS = [("stu-2", "student", None), ("stu-1", "enterprise", "org-2"), ("boss", "organizer", t.unit)]
SIDES = {
    **dict.fromkeys(("view", "shortlist", "invite", "refuse", "hire"), ("hr of org-1", "enterprise", "org-1")),
    **dict.fromkeys(("accept", "decline", "withdraw"), ("stu-1", "student", None)),
    "deadline": ("livefair", "system", None),
}


@pytest.mark.parametrize("step", SIDES)
@pytest.mark.parametrize("met", ["submitted", "invited", "accepted"])
def test_only_its_own_side_takes_a_step(step: str, met: str) -> None:
    """Anybody else is refused as for an unknown application, and does not learn its state."""
    for stranger in {*STRANGERS, *SIDES.values()} - {SIDES[step]}:
        _, outcomes = play(*MET[met], by(entry_of(step), *stranger))
        assert outcomes == [Refused("unknown_application")]


@pytest.mark.parametrize("step", SIDES)
def test_a_step_needs_its_application(step: str) -> None:
    """An application that was never submitted, or that belongs to another job of the enterprise, is refused."""
    assert play(*OPEN, STEPS[step])[1] == [Refused("unknown_application")]
    event = entry_of(step).event.model_copy(update={"job": t.job("b")})
    forged = replace(entry_of(step), event=event)
    assert play(*SUBMITTED, t.published("b"), forged)[1] == [Refused("unknown_application")]


def test_each_step_is_in_the_history() -> None:
    """Each step is recorded with the person, the log time and the reason."""
    world, _ = play(*SUBMITTED, t.viewed(), (60, t.turned_down(reason="another field")))
    last = of(world).history[-1]
    assert (last.event, last.at, last.by, last.reason) == ("ApplicationRefused", at(60), "hr of org-1", "another field")
    assert of(world).reason == "another field"
    assert [step.by for step in of(world).history] == ["stu-1", "hr of org-1", "hr of org-1"]


CHOICES: dict[str, tuple[list[Timed], Callable[..., Entry], str]] = {
    "view": ([*SUBMITTED], t.viewed, "viewed"),
    "shortlist": ([*SUBMITTED], t.shortlisted, "shortlisted"),
    "invite": ([*SUBMITTED], t.invited, "invited"),
    "hire": ([*ACCEPTED], t.hired, "hired"),
}


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_keeps_its_reason(name: str) -> None:
    """The reason stays in the step's history and next to the state until the next step."""
    given, say, state = CHOICES[name]
    why = replace(say(), event=say().event.model_copy(update={"reason": "just our field"}))
    world, _ = play(*given, why)
    assert (of(world).state, of(world).reason) == (state, "just our field")
    assert of(world).history[-1].reason == "just our field"
    if name != "hire":
        assert of(play(*given, why, t.withdrawn())[0]).reason is None


DEADLINES: dict[str, tuple[dict[str, Any], float, datetime | str]] = {
    "none given": ({}, 100, at(DAY)),  # the fair ends a day after its beginning, which is sooner
    "one given": ({"deadline": at(500)}, 100, at(500)),
    "beyond the fair's end": ({"deadline": at(9 * DAY)}, 100, at(DAY)),
    "a moment ahead": ({"deadline": at(100.001)}, 100, at(100.001)),
    "now": ({"deadline": at(100)}, 100, "deadline_passed"),
    "past": ({"deadline": at(99)}, 100, "deadline_passed"),
    "when the fair has ended": ({"deadline": at(9 * DAY)}, DAY, "deadline_passed"),
    "none, when the fair has ended": ({}, DAY, "deadline_passed"),
}


@pytest.mark.parametrize("name", DEADLINES)
def test_an_invitation_has_a_deadline(name: str) -> None:
    """The given deadline, else 24 hours, at most the fair's end, by log time."""
    given, now, then = DEADLINES[name]
    world, (outcome,) = play(*SHORTLISTED, (now, t.invited(**given)))
    if isinstance(then, str):
        assert outcome == Refused(then, "shortlisted")
    else:
        assert (of(world).state, of(world).deadline, of(world).invited_at) == ("invited", then, at(now))


def test_the_default_deadline_is_24_hours() -> None:
    """An invitation without a deadline is open for 24 hours if the fair lasts longer."""
    _, *ready = OPEN
    world, _ = play(t.scheduled(ends_at=at(9 * DAY)), *ready, t.submitted(), (50, t.invited()))
    assert of(world).deadline == at(50 + DAY)


@pytest.mark.parametrize(("now", "accepted"), [(HOUR - 0.001, True), (HOUR, True), (HOUR + 0.001, False)])
def test_an_acceptance_is_in_time_by_the_logs_clock(now: float, accepted: bool) -> None:
    """Accepted up to the deadline by log time; later it is refused, even if the expiry is not recorded yet."""
    world, (outcome,) = play(*INVITED, (now, t.accepted()))
    assert of(world).state == ("accepted" if accepted else "invited")
    assert accepted or outcome == Refused("deadline_passed", "invited")


@pytest.mark.parametrize(
    ("now", "outcome"), [(HOUR - 0.001, Unchanged("deadline_not_reached")), (HOUR, "InvitationExpired")]
)
def test_a_deadline_is_decided_by_the_logs_clock(now: float, outcome: object) -> None:
    """The watcher's clock does not matter, and a repeated expiry record changes nothing."""
    world, (first,) = play(*INVITED, (now, t.deadline_passed()))
    assert first == outcome if isinstance(outcome, Unchanged) else type(first).__name__ == outcome
    again, (second,) = play(*INVITED, (now, t.deadline_passed()), (now, t.deadline_passed()))
    assert isinstance(second, Unchanged)
    assert (without_books(world), of(again).deadline is None) == (without_books(again), of(again).state == "expired")


def test_the_record_of_an_old_deadline_expires_no_new_invitation() -> None:
    """The first deadline's record does not expire a second invitation of the same application."""
    log: list[Timed] = [*OPEN, t.amended(headcount=1), *(t.submitted(f"stu-{n}") for n in (1, 2))]
    log += [t.invited(deadline=at(100)), t.invited("stu-2", deadline=at(200), overbook=True), t.ranked("stu-1")]
    log += [t.accepted("stu-2"), (90, t.withdrawn("stu-2"))]
    world, (outcome,) = play(*log, (150, t.deadline_passed()))
    assert outcome == Unchanged("deadline_not_reached")
    assert (of(world).state, of(world).invited_at) == ("invited", at(90))


def test_an_ended_invitation_has_a_reason_and_no_deadline() -> None:
    """An expired invitation has the reason `deadline_passed`; no ended invitation has a deadline."""
    expired, declined = (of(play(*MET[state])[0]) for state in ("expired", "declined"))
    assert (expired.reason, expired.history[-1].reason, expired.deadline) == (
        "deadline_passed",
        "deadline_passed",
        None,
    )
    assert (declined.reason, declined.deadline) == (None, None)


def test_the_message_of_an_invitation_is_kept() -> None:
    """The path of the message in the object store is kept."""
    path = f"invitations/{t.fair}/words"
    world, _ = play(*SHORTLISTED, t.invited(message=path))
    assert of(world).invitation == path


def rows(state: str) -> tuple[Fair, Job, Application, Applicant]:
    """The rows that the step reads, with the application of stu-1 in this state."""
    world, _ = play(*MET[state])
    return world.fairs[t.fair], world.jobs[t.job("a")], of(world), world.applicants[t.fair, "stu-1"]


def said_by(actor: str, role: str, org: str | None = None, unapproved: frozenset[str] = frozenset()) -> Context:
    return Context(UUID(int=1), actor, role, org, at(100), 99, "livefair.fairs:0:99", unapproved=unapproved)


def test_each_row_of_a_step_is_needed() -> None:
    """Without the row of the fair, the job or the application, the step is refused as unknown."""
    fair, job, application, applicant = rows("invited")
    step, said = AcceptInvitation(t.fair, job.id, application.id), said_by("stu-1", "student")
    nobody = Refused("unknown_application")
    assert decide(ToStep(None, job, application, applicant), step, said) == nobody
    assert decide(ToStep(fair, None, application, applicant), step, said) == nobody
    assert decide(ToStep(fair, job, None, applicant), step, said) == nobody
    assert isinstance(decide(ToStep(fair, job, application, applicant), step, said), InvitationAccepted)


def test_an_acceptance_finds_the_job_full_or_the_student_placed() -> None:
    """Even if an invitation wrongly stayed open: a job never exceeds its openings, a student has one match."""
    fair, job, application, applicant = rows("invited")
    step, said = AcceptInvitation(t.fair, job.id, application.id), said_by("stu-1", "student")
    full, placed = replace(job, matches=job.terms.headcount), replace(applicant, matches=1)
    assert decide(ToStep(fair, full, application, applicant), step, said) == Refused("place_taken", "invited")
    releasing = replace(fair, offers="release")
    assert decide(ToStep(releasing, job, application, placed), step, said) == Refused("accepted_elsewhere", "invited")


def test_a_refusal_without_an_approved_booth_names_the_state() -> None:
    """An enterprise may know the state of its own applications, so the refusal names it."""
    fair, job, application, applicant = rows("submitted")
    said = said_by("hr of org-1", "enterprise", "org-1", frozenset({"org-1"}))
    step = ViewApplication(t.fair, job.id, application.id)
    assert decide(ToStep(fair, job, application, applicant), step, said) == Refused("booth_not_approved", "submitted")
