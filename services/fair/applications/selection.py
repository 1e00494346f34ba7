"""Double selection: the steps of both sides of an application, deadlines, and the steps that follow automatically.

A job's open invitations and matches together never exceed its headcount unless the enterprise overbooks; matches
alone never do. An opening that becomes free goes to the next application in the enterprise's ranking.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from services.fair.applications.application import (
    IN_ROUND,
    TAKES_PART,
    Admission,
    Applicant,
    Application,
    Moved,
)
from services.fair.booths.booth import BOOTH_REFUSED, Booth, is_refused
from services.fair.fairs.fair import RELEASE, Fair
from services.fair.jobs.job import Job
from services.fair.kernel.commands import Command
from services.fair.kernel.context import SYSTEM, Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

ANSWER_WITHIN = timedelta(hours=24)
INVITATIONS_MAX = 5_000
"""Open invitations of a job: when its last opening is taken, one decision takes all of them back."""
PLACE_TAKEN, ACCEPTED_ELSEWHERE, FAIR_CLOSED = "place_taken", "accepted_elsewhere", "fair_closed"
MOVED_UP, DEADLINE_PASSED = "moved_up", "deadline_passed"
"""The reasons of moves that no command asked for."""

MOVES: dict[str, tuple[str, ...]] = {
    "viewed": ("submitted",),
    "shortlisted": ("submitted", "viewed"),
    "invited": ("submitted", "viewed", "shortlisted"),
    "refused": ("submitted", "viewed", "shortlisted"),
    "accepted": ("invited",),
    "declined": ("invited",),
    "expired": ("invited",),
    "hired": ("accepted",),
    "withdrawn": ("submitted", "waitlisted", "viewed", "shortlisted", "invited", "accepted"),
}
"""The state to which a command leads, and the states that it may start from."""


@dataclass(frozen=True, slots=True)
class Step(Command):
    """A command about one application."""

    job: UUID
    application: UUID


@dataclass(frozen=True, slots=True)
class Choice(Step):
    """A step of the enterprise, with its reason if it gave one."""

    reason: str | None = None


class ViewApplication(Choice):
    __slots__ = ()


class ShortlistApplicant(Choice):
    __slots__ = ()


class RefuseApplication(Choice):
    __slots__ = ()


class HireApplicant(Choice):
    __slots__ = ()


class AcceptInvitation(Step):
    __slots__ = ()


class DeclineInvitation(Step):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class InviteApplicant(Choice):
    deadline: datetime | None = None
    invitation: str | None = None
    overbook: bool = False


@dataclass(frozen=True, slots=True)
class PassDeadline(Step):
    """The deadline watcher reports that a deadline has passed; the log time decides whether it has."""


class ApplicationViewed(Moved):
    __slots__ = ()


class ApplicantShortlisted(Moved):
    __slots__ = ()


class ApplicantInvited(Moved):
    __slots__ = ()


class InvitationAccepted(Moved):
    __slots__ = ()


class InvitationDeclined(Moved):
    __slots__ = ()


class InvitationExpired(Moved):
    __slots__ = ()


class ApplicationRefused(Moved):
    __slots__ = ()


class ApplicantHired(Moved):
    __slots__ = ()


STEPS: dict[type[Step], tuple[str, str]] = {
    ViewApplication: ("enterprise", "viewed"),
    ShortlistApplicant: ("enterprise", "shortlisted"),
    InviteApplicant: ("enterprise", "invited"),
    RefuseApplication: ("enterprise", "refused"),
    AcceptInvitation: ("student", "accepted"),
    DeclineInvitation: ("student", "declined"),
    PassDeadline: (SYSTEM, "expired"),
    HireApplicant: ("enterprise", "hired"),
}
"""Which side may take a step, and the state to which it leads."""
BY_ITSELF = (
    ("shortlisted", "invited", MOVED_UP),
    ("invited", "shortlisted", PLACE_TAKEN),
    *(("invited", "expired", why) for why in (FAIR_CLOSED, BOOTH_REFUSED)),
    ("invited", "declined", ACCEPTED_ELSEWHERE),
    *((met, "accepted", IN_ROUND) for met in TAKES_PART),
)
"""Moves without a command of their own: from which state to which, and why."""

_TELLING = {"shortlisted": PLACE_TAKEN, "declined": ACCEPTED_ELSEWHERE}
"""Reasons that are reported instead of the state, because they explain more."""


class ToStep(NamedTuple):
    """The fair, the job, the application to it, its student's numbers; for answers and deadlines the booth, and the
    drop through which the application came.
    """

    fair: Fair | None
    job: Job | None
    application: Application | None
    applicant: Applicant | None
    booth: Booth | None = None
    through: Admission | None = None


def decide(met: ToStep, command: Step, context: Context) -> Outcome:
    """Decide a step. A sender who may not take it gets the same refusal as if the application did not exist."""
    fair, job, application, applicant, booth, _ = met
    if fair is None or job is None or application is None or not _may(application, command, context):
        return Refused("unknown_application")
    if context.has_no_approved_booth(application.org):
        return Refused("booth_not_approved", application.state)
    if refused := _fair_forbids(fair, application, command):
        return refused
    placed = fair.offers == RELEASE and applicant is not None and applicant.matches > 0
    match command:
        case ViewApplication():
            return _view(application, command, context)
        case ShortlistApplicant():
            return _move(
                application, "shortlisted", ApplicantShortlisted, context, command.reason, was_shortlisted=True
            )
        case InviteApplicant():
            return _invite(fair, job, application, command, context, placed=placed)
        case RefuseApplication():
            return _move(application, "refused", ApplicationRefused, context, command.reason)
        case HireApplicant():
            return _move(application, "hired", ApplicantHired, context, command.reason)
        case AcceptInvitation() if is_refused(booth) and application.state == "invited":
            return Refused(BOOTH_REFUSED, application.state)
        case AcceptInvitation():
            return _accept(job, application, context, placed=placed)
        case _:
            return _move(application, "declined", InvitationDeclined, context, deadline=None)


def _fair_forbids(fair: Fair, application: Application, command: Step) -> Refused | None:
    """What the fair's state forbids."""
    side, then = STEPS[type(command)]
    what = "hire" if then == "hired" else "answer" if side == "student" else "select"
    return fair.refusal(what, application.state)


def _may(application: Application, command: Step, context: Context) -> bool:
    side, _ = STEPS[type(command)]
    if side == "student":
        return context.role == side and context.actor == application.student
    return context.recruits_for(application.org)


def _move(
    application: Application,
    state: str,
    outcome: type[Moved],
    context: Context,
    reason: str | None = None,
    **more: object,
) -> Outcome:
    if application.state == state:
        return Unchanged(f"application_{state}")
    if application.state not in MOVES[state]:
        return Refused(_why_not(application), application.state)
    return outcome(application.moved(state, outcome.__name__, context, reason, **more))


def _why_not(application: Application) -> str:
    """The current state, or the reason for it if that explains more."""
    reason = application.reason
    return reason if reason and _TELLING.get(application.state) == reason else f"application_{application.state}"


def _view(application: Application, command: ViewApplication, context: Context) -> Outcome:
    """A repeated view changes nothing, in any state."""
    if application.state != "submitted":
        return Unchanged(f"application_{application.state}")
    return _move(application, "viewed", ApplicationViewed, context, command.reason)


def _invite(
    fair: Fair, job: Job, application: Application, command: InviteApplicant, context: Context, *, placed: bool
) -> Outcome:
    """`placed`: the student has a match and may not get another."""
    if application.state not in MOVES["invited"]:
        return _move(application, "invited", ApplicantInvited, context)
    if placed:
        return Refused(ACCEPTED_ELSEWHERE, application.state)
    if job.matches >= job.terms.headcount:
        return Refused("places_filled", application.state)
    if job.matches + job.invitations >= job.terms.headcount and not command.overbook:
        return Refused("no_place_left", application.state)
    if job.invitations >= INVITATIONS_MAX:
        return Refused("too_many_invitations", application.state)
    deadline = min(command.deadline or context.now + ANSWER_WITHIN, fair.ends_at)
    if deadline <= context.now:
        return Refused(DEADLINE_PASSED, application.state)
    return invited(application, deadline, command.invitation, context, command.reason)


def invited(
    application: Application, deadline: datetime, invitation: str | None, context: Context, reason: str | None
) -> Outcome:
    more = {"deadline": deadline, "invited_at": context.now, "invitation": invitation, "was_invited": True}
    return _move(application, "invited", ApplicantInvited, context, reason, **more)


def _accept(job: Job, application: Application, context: Context, *, placed: bool) -> Outcome:
    if application.state != "invited":
        return _move(application, "accepted", InvitationAccepted, context)
    if application.deadline is not None and context.now > application.deadline:
        return Refused(DEADLINE_PASSED, application.state)
    if placed:
        return Refused(ACCEPTED_ELSEWHERE, application.state)
    if job.matches >= job.terms.headcount:
        return Refused(PLACE_TAKEN, application.state)
    return _move(application, "accepted", InvitationAccepted, context)
