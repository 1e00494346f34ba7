"""The application: one student's request for one job. Its commands, outcomes and rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from services.fair.booths.booth import Booth, is_refused
from services.fair.fairs.fair import Fair
from services.fair.jobs.job import Job
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

LIVE = frozenset({"submitted", "waitlisted", "viewed", "shortlisted", "invited", "accepted", "hired"})
"""The states in which a further submission changes nothing, and in which the enterprise may know who the student is.

A student who withdraws or declines no longer consents; an enterprise that refuses an application, or lets its
invitation expire, no longer needs the name.
"""
HISTORY_MAX = 200  # steps; a withdrawn application with more cannot be submitted again
DROP_FULL = "drop_full"
"""The reason for being on the waitlist of a drop, and for being refused if the drop ends meanwhile."""
TAKES_PART = ("submitted", "viewed", "shortlisted", "invited")
"""The states of applications that may take part in a closing round."""
IN_ROUND = "closing_round"
"""The reason of a match that the student did not accept: a closing round made it."""
MATCHED = frozenset({"accepted", "hired"})
AT_THE_DESK = frozenset({"invited", "shortlisted"})
"""The states of the applications among which a freed opening moves on."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Which version of which resume was submitted, and what may be published about its owner."""

    id: UUID
    sha256: str
    attachment: str | None
    degree: str | None
    major: str | None
    region: str | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry of an application's history."""

    event: str
    at: datetime
    by: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who at the enterprise handles an application; `note` is the path of the message that came with the hand-over."""

    to: str
    by: str
    at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """The state of an application. `place` is its ordinal among all submissions to the job and never changes."""

    id: UUID
    job: UUID
    fair: UUID
    org: str
    student: str
    state: str
    reason: str | None
    place: int
    resume: Resume
    message: str | None
    receipt: str
    offset: int
    received_at: datetime
    created_at: datetime
    history: tuple[HistoryEntry, ...]
    deadline: datetime | None = None
    """The deadline for answering the invitation, kept after the answer."""
    invited_at: datetime | None = None
    invitation: str | None = None
    """The path in the object store of the message that came with the invitation."""
    was_shortlisted: bool = False
    was_invited: bool = False
    drop: UUID | None = None
    """The drop through which it came, with its ordinal among all submissions there, and whether it was admitted."""
    drop_place: int | None = None
    admitted: bool = False
    assignment: Assignment | None = None

    @property
    def assignee(self) -> str | None:
        """Who at the enterprise handles it; None if nobody in particular does."""
        return self.assignment.to if self.assignment is not None else None

    @property
    def counts(self) -> bool:
        """Whether the counters of its job, fair and student include it: all but withdrawn applications."""
        return self.state != "withdrawn"

    @property
    def may_come_again(self) -> bool:
        """Whether it may be submitted again, with a new place at the end."""
        return self.state == "withdrawn" or self.missed_its_drop

    @property
    def missed_its_drop(self) -> bool:
        """Whether it was refused automatically because it was on the waitlist when its drop ended. Not its reason tells
        it, since an enterprise may give any text, but that an enterprise can refuse only admitted applications.
        """
        return self.state == "refused" and self.drop is not None and not self.admitted

    def moved(self, state: str, event: str, context: Context, reason: str | None = None, **more: Any) -> Application:
        """The application after one more step, which is added to its history."""
        step = HistoryEntry(event, context.now, context.actor, reason)
        return replace(self, state=state, reason=reason, history=(*self.history, step), **more)


@dataclass(frozen=True, slots=True)
class Applicant:
    """A student in a fair: standing applications, matches, and whether a match left invitations to be released."""

    fair: UUID
    student: str
    standing: int = 0
    matches: int = 0
    releasing: bool = False


@dataclass(frozen=True, slots=True)
class SubmitResume(Command):
    job: UUID
    application: UUID
    student: str
    resume: Resume
    message: str | None
    drop: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawApplication(Command):
    job: UUID
    application: UUID
    student: str


@dataclass(frozen=True, slots=True)
class NoteResumeRead(Command):
    job: UUID
    application: UUID


@dataclass(frozen=True, slots=True)
class Moved(Outcome):
    """An application moved; `application` is its new state."""

    application: Application


class ApplicationReceived(Moved):
    __slots__ = ()


class ApplicationWithdrawn(Moved):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """Who opened a resume, when, for which application."""

    event: UUID
    fair: UUID
    job: UUID
    application: UUID
    org: str
    student: str
    reader: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ResumeRead(Outcome):
    """Recorded, and published to the student; the application itself does not change."""

    application: Application
    receipt: ReadReceipt


class Admission(Protocol):
    """What limits submissions that come through it: a drop, by its cap."""

    @property
    def fair(self) -> UUID: ...

    def refusal(self, job: UUID) -> Refused | None:
        """Why no application to this job can come through it; None if one can."""

    def received(self, application: Application) -> ApplicationReceived | Refused:
        """The submission: admitted, waitlisted or refused."""


class ToSubmit(NamedTuple):
    """The fair, the job, the student's application to it, the drop through which the student comes, and the booth."""

    fair: Fair | None
    job: Job | None
    application: Application | None
    through: Admission | None = None
    booth: Booth | None = None


class AtApplication(NamedTuple):
    """The fair and the application."""

    fair: Fair | None
    application: Application | None


def decide_submit(met: ToSubmit, command: SubmitResume, context: Context) -> Outcome:
    """If the submission comes through a drop, the drop decides between admission and the waitlist."""
    outcome = receive(met, command, context)
    if command.drop is None or not isinstance(outcome, ApplicationReceived):
        return outcome
    if met.through is None:
        return Refused("unknown_drop")
    return met.through.refusal(command.job) or met.through.received(outcome.application)


def receive(met: ToSubmit, command: SubmitResume, context: Context) -> Outcome:
    """Decide a submission by the rules of its fair and job, with or without a drop."""
    fair, job, application, _, booth = met
    if context.role != "student" or context.actor != command.student:
        return Refused("not_yours")
    if fair is None or job is None or fair.hidden_from(context):
        return Refused("unknown_job")
    if application is not None and application.state in LIVE:
        return Unchanged("duplicate")
    if refused := fair.refusal("submit"):
        return refused
    if job.state != "open" or is_refused(booth):
        return Refused("job_closed")
    if application is not None and not application.may_come_again:
        return Refused(f"application_{application.state}", application.state)
    if application is not None and len(application.history) >= HISTORY_MAX:
        return Refused("too_many_steps", application.state)
    step = HistoryEntry("ApplicationReceived", context.now, context.actor)
    return ApplicationReceived(
        Application(
            command.application,
            command.job,
            command.fair,
            job.org,
            command.student,
            "submitted",
            None,
            job.submissions + 1,
            command.resume,
            command.message,
            context.position,
            context.offset,
            context.now,
            application.created_at if application else context.now,
            (*application.history, step) if application else (step,),
            was_shortlisted=application is not None and application.was_shortlisted,
            was_invited=application is not None and application.was_invited,
        )
    )


def decide_withdraw(met: AtApplication, command: WithdrawApplication, context: Context) -> Outcome:
    fair, application = met
    ours = application is not None and application.student == command.student == context.actor
    if fair is None or application is None or context.role != "student" or not ours:
        return Refused("unknown_application")
    if application.state == "withdrawn":
        return Unchanged("already_withdrawn")
    if refused := fair.refusal("withdraw", application.state):
        return refused
    if application.state not in LIVE - {"hired"}:
        return Refused(f"application_{application.state}", application.state)
    return ApplicationWithdrawn(application.moved("withdrawn", "ApplicationWithdrawn", context, deadline=None))


def decide_read(application: Application | None, command: NoteResumeRead, context: Context) -> Outcome:
    """In any state of the application: the resume was shown, so its owner is notified."""
    if application is None or not context.recruits_for(application.org):
        return Refused("unknown_application")
    if context.has_no_approved_booth(application.org):
        return Refused("booth_not_approved")
    ids = (context.event, application.fair, application.job, application.id, application.org, application.student)
    return ResumeRead(application, ReadReceipt(*ids, context.actor, context.now))
