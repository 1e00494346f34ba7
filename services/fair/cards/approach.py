"""The approach: an enterprise's word to a card about a job. Open, accepted, declined, expired.

Whoever accepts has applied: the same record makes the application, by the rules of every submission.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.fair.applications.application import Application, ApplicationReceived, Step, SubmitResume, decide_submit
from services.fair.booths.booth import Booth
from services.fair.cards.card import SHOWN, Card
from services.fair.fairs.fair import Fair
from services.fair.jobs.job import Job
from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.kernel.said import SYSTEM, Said

ANSWER_WITHIN = timedelta(hours=24)
OPEN_PER_PLACE = 5
"""How many open approaches a job may have for each of its places: whoever asks everybody, asks nobody."""

MOVES: dict[str, tuple[str, ...]] = {"accepted": ("open",), "declined": ("open",), "expired": ("open",)}
"""From which states an approach may become which."""


@dataclass(frozen=True, slots=True)
class Approach:
    """An approach as it stands: one for a job and a card. `place` is its log offset; `application` what it became."""

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
class ApproachCard:
    """`message` is the path of the enterprise's words, in the object store."""

    fair: UUID
    org: str
    job: UUID
    card: UUID
    approach: UUID
    deadline: datetime | None
    message: str | None


@dataclass(frozen=True, slots=True)
class ApproachStep:
    """A command about one approach."""

    fair: UUID
    job: UUID
    approach: UUID


@dataclass(frozen=True, slots=True)
class AcceptApproach(ApproachStep):
    """`submission` is what the application is made of."""

    submission: SubmitResume


class DeclineApproach(ApproachStep):
    __slots__ = ()


class PassApproachDeadline(ApproachStep):
    """The watcher says that the time to answer is over; whether it is, the log's time decides, or the fair's end."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Approached:
    """An approach moved; this is how it stands afterwards."""

    approach: Approach


class EnterpriseApproached(Approached):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ApproachAccepted(Approached):
    """`received` is the application that it became; None where the student's own stands already."""

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
ApproachOutcome = Approached | Refused | Unchanged


@dataclass(frozen=True, slots=True)
class EmployerFirst:
    """What a command about cards looks at: the card, the approach, how many of its job's are open."""

    card: Card | None = None
    approach: Approach | None = None
    open: int = 0


def decide_approach(
    fair: Fair | None, booth: Booth | None, job: Job | None, met: EmployerFirst, command: ApproachCard, said: Said
) -> ApproachOutcome:
    """By the job's enterprise, while submissions are taken. Whether the student has applied already is not told."""
    if fair is None or job is None or job.org != command.org or not said.recruits_for(job.org):
        return Refused("unknown_job")
    if booth is None or booth.state != "approved":
        return Refused("booth_not_approved")
    if refused := fair.refusal("submit"):
        return refused
    if job.state != "open":
        return Refused("job_closed")
    if met.approach is not None:
        state = met.approach.state
        return Unchanged("approach_open") if state == "open" else Refused(f"approach_{state}", state)
    if met.card is None or met.card.state != SHOWN:
        return Refused("unknown_card")
    if job.matches >= job.terms.headcount:
        return Refused("places_filled")
    if met.open >= OPEN_PER_PLACE * job.terms.headcount:
        return Refused("too_many_approaches")
    return _approached(fair, met.card, command, said)


def decide_step(
    fair: Fair | None,
    job: Job | None,
    application: Application | None,
    approach: Approach | None,
    command: ApproachStep,
    said: Said,
) -> ApproachOutcome:
    """What becomes of a step. Whoever may not take it is told that there is no such approach."""
    side, state = STEPS[type(command)]
    if fair is None or approach is None or not _may(approach, side, said):
        return Refused("unknown_approach")
    if approach.state == state:
        return Unchanged(f"approach_{state}")
    if approach.state not in MOVES[state]:
        return Unchanged(f"approach_{approach.state}") if side == SYSTEM else _not_any_more(approach)
    if isinstance(command, AcceptApproach):
        return _accept(fair, job, application, approach, command.submission, said)
    if refused := fair.refusal("withdraw" if side == SYSTEM else "answer"):
        return refused
    match command:
        case DeclineApproach():
            return ApproachDeclined(_answered(approach, state, said))
        case _ if said.now < approach.deadline and fair.allows("answer"):
            return Unchanged("deadline_not_reached")
        case _:
            return ApproachExpired(replace(approach, state=state))


def _approached(fair: Fair, card: Card, command: ApproachCard, said: Said) -> ApproachOutcome:
    deadline = min(command.deadline or said.now + ANSWER_WITHIN, fair.ends_at)
    if deadline <= said.now:
        return Refused("deadline_passed")
    ids = (command.approach, command.fair, command.org, command.job, card.id, card.student)
    return EnterpriseApproached(
        Approach(*ids, "open", command.message, deadline, said.actor, said.now, said.offset),
    )


def _may(approach: Approach, side: str, said: Said) -> bool:
    return said.role == side and (side == SYSTEM or said.actor == approach.student)


def _accept(
    fair: Fair | None,
    job: Job | None,
    application: Application | None,
    approach: Approach,
    submission: SubmitResume,
    said: Said,
) -> ApproachOutcome:
    if said.now > approach.deadline:
        return Refused("deadline_passed", approach.state)
    submitted = decide_submit(fair, job, application, submission, said)
    if isinstance(submitted, Refused):
        return submitted
    accepted = replace(_answered(approach, "accepted", said), application=submission.application)
    if not isinstance(submitted, ApplicationReceived):
        return ApproachAccepted(accepted, None)
    return ApproachAccepted(accepted, ApplicationReceived(_explained(submitted.application, approach, said)))


def _explained(application: Application, approach: Approach, said: Said) -> Application:
    """The application with what came before it in its history."""
    *before, received = application.history
    approached = Step("EnterpriseApproached", approach.approached_at, approach.approached_by)
    answered = Step("ApproachAccepted", said.now, said.actor)
    return replace(application, history=(*before, approached, answered, received))


def _answered(approach: Approach, state: str, said: Said) -> Approach:
    return replace(approach, state=state, answered_at=said.now)


def _not_any_more(approach: Approach) -> Refused:
    return Refused(f"approach_{approach.state}", approach.state)
