"""The approach: an enterprise asks the holder of a card to apply to a job. Open, accepted, declined, expired.

Accepting an approach is a submission: the same record creates the application, by the rules of every submission.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from services.fair.applications.application import (
    Application,
    ApplicationReceived,
    HistoryEntry,
    SubmitResume,
    ToSubmit,
    receive,
)
from services.fair.booths.booth import Booth, is_refused
from services.fair.cards.card import SHOWN, Card
from services.fair.fairs.fair import Fair
from services.fair.jobs.job import Job
from services.fair.kernel.commands import Command
from services.fair.kernel.context import SYSTEM, Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

ANSWER_WITHIN = timedelta(hours=24)
OPEN_PER_PLACE = 5
"""The most open approaches per opening of a job, so that an enterprise selects instead of asking everybody."""

MOVES: dict[str, tuple[str, ...]] = {"accepted": ("open",), "declined": ("open",), "expired": ("open",)}
"""The state to which a step leads, and the states that it may start from."""


@dataclass(frozen=True, slots=True)
class Approach:
    """The state of a job's approach to a card. `place` is its log offset; `application` is set once it is accepted."""

    id: UUID
    fair: UUID
    org: str
    job: UUID
    card: UUID
    student: str
    state: str
    message: str | None
    deadline: datetime
    approached_by: str
    approached_at: datetime
    place: int
    answered_at: datetime | None = None
    application: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApproachCard(Command):
    """`message` is the path of the enterprise's message in the object store."""

    org: str
    job: UUID
    card: UUID
    approach: UUID
    deadline: datetime | None
    message: str | None


@dataclass(frozen=True, slots=True)
class ApproachStep(Command):
    """A command about one approach."""

    job: UUID
    approach: UUID


@dataclass(frozen=True, slots=True)
class AcceptApproach(ApproachStep):
    """`submission` is the request that makes the application."""

    submission: SubmitResume


class DeclineApproach(ApproachStep):
    __slots__ = ()


class PassApproachDeadline(ApproachStep):
    """The deadline watcher reports that the time to answer is over: by the log time, or since the fair was closed or
    archived, or the booth refused.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Approached(Outcome):
    """An approach moved; `approach` is its new state."""

    approach: Approach


@dataclass(frozen=True, slots=True)
class EnterpriseApproached(Approached):
    """`enterprise` is the booth's name and `title` the job's, as of this record."""

    enterprise: str
    title: str


@dataclass(frozen=True, slots=True)
class ApproachAccepted(Approached):
    """`received` is the new application; None if the student's own one stands already."""

    received: ApplicationReceived | None


class ApproachDeclined(Approached):
    __slots__ = ()


class ApproachExpired(Approached):
    __slots__ = ()


STEPS: dict[type[ApproachStep], tuple[str, str]] = {
    AcceptApproach: ("student", "accepted"),
    DeclineApproach: ("student", "declined"),
    PassApproachDeadline: (SYSTEM, "expired"),
}
"""Which side may take a step, and the state to which it leads."""


class ToApproach(NamedTuple):
    """The fair, the enterprise's booth, its job, the card, and the approach if it exists already.

    `open`: the number of open approaches of the job.
    """

    fair: Fair | None
    booth: Booth | None
    job: Job | None
    card: Card | None
    approach: Approach | None
    open: int


class AtApproach(NamedTuple):
    """The fair, the approach, for an acceptance the job and the student's application to it, and the booth."""

    fair: Fair | None
    approach: Approach | None
    job: Job | None = None
    application: Application | None = None
    booth: Booth | None = None


def decide_approach(met: ToApproach, command: ApproachCard, context: Context) -> Outcome:
    """By the job's enterprise, while submissions are accepted. Does not reveal whether the student applied already."""
    fair, booth, job, card, approach, number_open = met
    if fair is None or job is None or job.org != command.org or not context.recruits_for(job.org):
        return Refused("unknown_job")
    if booth is None or booth.state != "approved":
        return Refused("booth_not_approved")
    if refused := fair.refusal("submit"):
        return refused
    if job.state != "open":
        return Refused("job_closed")
    if approach is not None:
        state = approach.state
        return Unchanged("approach_open") if state == "open" else Refused(f"approach_{state}", state)
    if card is None or card.state != SHOWN:
        return Refused("unknown_card")
    if job.matches >= job.terms.headcount:
        return Refused("places_filled")
    if number_open >= OPEN_PER_PLACE * job.terms.headcount:
        return Refused("too_many_approaches")
    return _approached(fair, booth, job, card, command, context)


def decide_step(met: AtApproach, command: ApproachStep, context: Context) -> Outcome:
    """Decide a step. A sender who may not take it gets the same refusal as if the approach did not exist."""
    fair, approach, job, application, booth = met
    side, state = STEPS[type(command)]
    if fair is None or approach is None or not _may(approach, side, context):
        return Refused("unknown_approach")
    if approach.state == state:
        return Unchanged(f"approach_{state}")
    if approach.state not in MOVES[state]:
        return Unchanged(f"approach_{approach.state}") if side == SYSTEM else _not_any_more(approach)
    if isinstance(command, AcceptApproach):
        return _accept(ToSubmit(fair, job, application, booth=booth), approach, command.submission, context)
    if isinstance(command, DeclineApproach):
        return fair.refusal("answer") or ApproachDeclined(_answered(approach, state, context))
    if context.now < approach.deadline and fair.allows("answer") and not is_refused(booth):
        return Unchanged("deadline_not_reached")
    return ApproachExpired(replace(approach, state=state))


def _approached(fair: Fair, booth: Booth, job: Job, card: Card, command: ApproachCard, context: Context) -> Outcome:
    deadline = min(command.deadline or context.now + ANSWER_WITHIN, fair.ends_at)
    if deadline <= context.now:
        return Refused("deadline_passed")
    ids = (command.approach, command.fair, command.org, command.job, card.id, card.student)
    approach = Approach(*ids, "open", command.message, deadline, context.actor, context.now, context.offset)
    return EnterpriseApproached(approach, booth.name, job.terms.title)


def _may(approach: Approach, side: str, context: Context) -> bool:
    return context.role == side and (side == SYSTEM or context.actor == approach.student)


def _accept(met: ToSubmit, approach: Approach, submission: SubmitResume, context: Context) -> Outcome:
    if context.now > approach.deadline:
        return Refused("deadline_passed", approach.state)
    submitted = receive(met, submission, context)
    if isinstance(submitted, Refused):
        return submitted
    accepted = replace(_answered(approach, "accepted", context), application=submission.application)
    if not isinstance(submitted, ApplicationReceived):
        return ApproachAccepted(accepted, None)
    return ApproachAccepted(accepted, ApplicationReceived(_explained(submitted.application, approach, context)))


def _explained(application: Application, approach: Approach, context: Context) -> Application:
    """The application, with the approach added to its history."""
    *before, received = application.history
    approached = HistoryEntry("EnterpriseApproached", approach.approached_at, approach.approached_by)
    answered = HistoryEntry("ApproachAccepted", context.now, context.actor)
    return replace(application, history=(*before, approached, answered, received))


def _answered(approach: Approach, state: str, context: Context) -> Approach:
    return replace(approach, state=state, answered_at=context.now)


def _not_any_more(approach: Approach) -> Refused:
    return Refused(f"approach_{approach.state}", approach.state)
