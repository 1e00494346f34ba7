"""The drop: a job that a host opens in a session, with or without a cap. Decides who is admitted, waits or moves up.

The first `cap` submissions in log order are admitted; later ones join the waitlist in that order. When an opening of
the drop becomes free or is added, the first application on the waitlist is admitted at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.fair.applications.application import DROP_FULL, Application, ApplicationReceived, Moved
from services.fair.fairs.fair import Fair
from services.fair.jobs.job import Job
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged
from services.fair.sessions.session import DROPS_MAX, OfSession, Session, Slot, Staged, hosts, may_show

LINE_MAX = 20_000
"""The most applications on one waitlist: after the end of its drop, the last of them is refused within a minute."""
TURNED_AWAY_MAX = 2_000
"""How many applications on waitlists one decision refuses, the first in line; the watcher refuses the others."""
IN_LINE = (
    ("waitlisted", "submitted", "an opening of the drop becomes free"),
    ("waitlisted", "refused", "the drop ends"),
)
"""The moves out of the waitlist that no command asks for, with the reason for each."""


@dataclass(frozen=True, slots=True)
class Drop:
    """The state of a drop.

    `submissions` is also the ordinal of the next submission; `standing` counts those not withdrawn, `admitted` those of
    them that were admitted, `waiting` those on the waitlist. `number` is the drop's ordinal in its session.
    """

    id: UUID
    session: UUID
    fair: UUID
    job: UUID
    cap: int | None
    state: str
    number: int
    place: int
    opened_at: datetime
    closed_at: datetime | None = None
    submissions: int = 0
    standing: int = 0
    admitted: int = 0
    waiting: int = 0

    @property
    def remaining(self) -> int | None:
        """The number of submissions that can still be admitted; None without a cap."""
        return None if self.cap is None else self.cap - self.admitted

    def refusal(self, job: UUID) -> Refused | None:
        """Why this drop accepts no submission to this job; None if it does."""
        if self.job != job:
            return Refused("unknown_drop")
        return Refused("drop_closed") if self.state == "closed" else None

    def received(self, application: Application) -> ApplicationReceived | Refused:
        """A submission while the drop is open: admitted or waitlisted. The application's history records which."""
        through = replace(application, drop=self.id, drop_place=self.submissions + 1)
        if self.remaining is None or self.remaining > 0:
            return ApplicationReceived(replace(through, admitted=True))
        if self.waiting >= LINE_MAX:
            return Refused("line_full")
        step = replace(application.history[-1], event=ApplicationWaitlisted.__name__, reason=DROP_FULL)
        history = (*application.history[:-1], step)
        return ApplicationWaitlisted(replace(through, state="waitlisted", reason=DROP_FULL, history=history))


@dataclass(frozen=True, slots=True)
class DropJob(OfSession):
    """Without `job`, the next job in the run of show is dropped."""

    drop: UUID
    job: UUID | None
    cap: int | None


@dataclass(frozen=True, slots=True)
class OfDrop(OfSession):
    """A command about one drop."""

    drop: UUID


@dataclass(frozen=True, slots=True)
class ExtendDrop(OfDrop):
    cap: int


class CloseDrop(OfDrop):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class OnStage(Staged):
    """Something happened to a drop; `drop` is its new state."""

    drop: Drop


@dataclass(frozen=True, slots=True)
class JobDropped(OnStage):
    """`title` is the job's."""

    title: str


class DropExtended(OnStage):
    __slots__ = ()


class DropClosed(OnStage):
    __slots__ = ()


class ApplicationWaitlisted(ApplicationReceived):
    """The drop was full, so the application joined the waitlist."""

    __slots__ = ()


class ApplicationAdmitted(Moved):
    """An application on the waitlist was admitted."""

    __slots__ = ()


class ToDrop(NamedTuple):
    """The fair, the session with all its drops, and the jobs that may be dropped."""

    fair: Fair | None
    session: Session | None
    drops: tuple[Drop, ...]
    jobs: tuple[Job, ...]


class AtDrop(NamedTuple):
    """The fair, the session and its drop."""

    fair: Fair | None
    session: Session | None
    drop: Drop | None


def decide_drop(met: ToDrop, command: DropJob, context: Context) -> Outcome:
    """Decide a host's request to drop a job."""
    fair, session, drops, jobs = met
    if fair is None or session is None or not hosts(session, context):
        return Refused("unknown_session")
    if context.has_no_approved_booth(session.org):
        return Refused("booth_not_approved")
    if refused := _not_on_stage(fair, session):
        return refused
    slot = _slot(session, command)
    if slot is None:
        return Refused("run_of_show_over")
    job = next((job for job in jobs if job.id == slot.job and may_show(session, job)), None)
    if job is None:
        return Refused("unknown_job")
    if job.state != "open":
        return Refused("job_closed")
    if any(drop.job == job.id and drop.state == "open" for drop in drops):
        return Refused("drop_open")
    number = session.drops + 1
    if number > DROPS_MAX:
        return Refused("too_many_drops")
    drop = Drop(command.drop, session.id, session.fair, job.id, slot.cap, "open", number, context.offset, context.now)
    shown = _having_had_its_turn(session.run_of_show, job.id, drop.id)
    return JobDropped(replace(session, drops=number, run_of_show=shown), drop, job.terms.title)


def decide(met: AtDrop, command: OfDrop, context: Context) -> Outcome:
    """Decide a host's command about one drop."""
    fair, session, drop = met
    if fair is None or session is None or drop is None or drop.session != session.id or not hosts(session, context):
        return Refused("unknown_drop")
    if context.has_no_approved_booth(session.org):
        return Refused("booth_not_approved")
    if drop.state == "closed":
        return Refused("drop_closed")
    if isinstance(command, ExtendDrop):
        if drop.cap is None:
            return Refused("no_cap")
        if command.cap == drop.cap:
            return Unchanged("same_cap")
        if command.cap < drop.cap:
            return Refused("cap_below")
        return DropExtended(session, replace(drop, cap=command.cap))
    return closed(session, drop, context)


def closed(session: Session, drop: Drop, context: Context) -> DropClosed:
    """The drop after it has ended."""
    return DropClosed(session, replace(drop, state="closed", closed_at=context.now))


def moves_up(application: Application, context: Context) -> ApplicationAdmitted:
    """The first application on the waitlist, admitted."""
    moved = application.moved("submitted", ApplicationAdmitted.__name__, context.by_itself(), admitted=True)
    return ApplicationAdmitted(moved)


def counted(drop: Drop, before: Application | None, after: Application, submitted: bool) -> Drop:
    """The drop's numbers after an application changed from `before` to `after`. `submitted`: by a submission."""
    was, now = _numbers(drop.id, before), _numbers(drop.id, after)
    if was == now and not (submitted and after.drop == drop.id):
        return drop
    standing, admitted, waiting = (b - a for a, b in zip(was, now, strict=True))
    return replace(
        drop,
        submissions=drop.submissions + (submitted and after.drop == drop.id),
        standing=drop.standing + standing,
        admitted=drop.admitted + admitted,
        waiting=drop.waiting + waiting,
    )


def _numbers(drop: UUID, application: Application | None) -> tuple[int, int, int]:
    """How much one application adds to a drop's numbers: standing, admitted, waiting."""
    if application is None or application.drop != drop or not application.counts:
        return 0, 0, 0
    return 1, int(application.admitted), int(application.state == "waitlisted")


def _not_on_stage(fair: Fair, session: Session) -> Refused | None:
    """Why no job can be dropped now."""
    if session.state != "live":
        return Refused(f"session_{session.state}")
    if session.paused:
        return Refused("session_paused")
    return fair.refusal("stage")


def _slot(session: Session, command: DropJob) -> Slot | None:
    """The slot to drop: that of the named job, or the first in the run of show that has not had its turn."""
    waiting = (slot for slot in session.run_of_show if slot.drop is None)
    if command.job is None:
        slot = next(waiting, None)
        return slot if slot is None or command.cap is None else replace(slot, cap=command.cap)
    planned = next((slot for slot in waiting if slot.job == command.job), None)
    cap = command.cap if command.cap is not None or planned is None else planned.cap
    return Slot(command.job, cap=cap)


def _having_had_its_turn(run_of_show: tuple[Slot, ...], job: UUID, drop: UUID) -> tuple[Slot, ...]:
    """The run of show, with this job's first pending slot marked as having had its turn."""
    index = next((index for index, slot in enumerate(run_of_show) if slot.job == job and slot.drop is None), None)
    if index is None:
        return run_of_show
    return (*run_of_show[:index], replace(run_of_show[index], drop=drop), *run_of_show[index + 1 :])
