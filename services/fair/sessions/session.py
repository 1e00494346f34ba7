"""The session: scheduled, live, ended; and what its host does on stage, but for drops (`drop.py`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.fair.booths.booth import Booth, is_refused
from services.fair.fairs.fair import Fair
from services.fair.jobs.job import Job
from services.fair.kernel.commands import Command
from services.fair.kernel.context import SYSTEM, Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

DROPS_MAX = 500  # of one session: they all have counters in its room


@dataclass(frozen=True, slots=True)
class Slot:
    """A job's slot in the run of show. `drop`: the drop that opened it, once it had its turn."""

    job: UUID
    minutes: int | None = None
    cap: int | None = None
    drop: UUID | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """The state of a session. `host` is the role of the party that runs it, `org` its unit or enterprise."""

    id: UUID
    fair: UUID
    org: str
    host: str
    title: str
    starts_at: datetime
    stream_url: str | None
    run_of_show: tuple[Slot, ...]
    state: str
    place: int
    created_at: datetime
    paused: bool = False
    pinned: UUID | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    drops: int = 0
    viewers_peak: int = 0
    muted: tuple[str, ...] = ()
    """People who may not comment; see `mute.py`."""


@dataclass(frozen=True, slots=True)
class OfSession(Command):
    """A command about one session."""

    session: UUID


@dataclass(frozen=True, slots=True)
class ScheduleSession(OfSession):
    org: str
    title: str
    starts_at: datetime
    stream_url: str | None
    run_of_show: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class AmendSession(OfSession):
    """`changes` names fields of a session; a value of None clears one."""

    changes: tuple[tuple[str, Any], ...]


class StartSession(OfSession):
    __slots__ = ()


class PauseSession(OfSession):
    __slots__ = ()


class ResumeSession(OfSession):
    __slots__ = ()


class EndSession(OfSession):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class PinJob(OfSession):
    job: UUID | None


@dataclass(frozen=True, slots=True)
class Announce(OfSession):
    text: str


@dataclass(frozen=True, slots=True)
class CountViewers(OfSession):
    """The number of viewers at the end of a minute, and the maximum during it."""

    minute: datetime
    viewers: int
    peak: int


@dataclass(frozen=True, slots=True)
class Staged(Outcome):
    """Something happened in a session; `session` is its new state."""

    session: Session


class FairSessionScheduled(Staged):
    __slots__ = ()


class FairSessionAmended(Staged):
    __slots__ = ()


class FairSessionStarted(Staged):
    __slots__ = ()


class FairSessionPaused(Staged):
    __slots__ = ()


class FairSessionResumed(Staged):
    __slots__ = ()


class FairSessionEnded(Staged):
    __slots__ = ()


class JobPinned(Staged):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class HostAnnounced(Staged):
    text: str


@dataclass(frozen=True, slots=True)
class ViewersCounted(Staged):
    minute: datetime
    viewers: int
    peak: int


class ToSchedule(NamedTuple):
    """The fair, the enterprise's booth, the session if it exists already, and those jobs of its plan that exist."""

    fair: Fair | None
    booth: Booth | None
    session: Session | None
    jobs: tuple[Job, ...]


class AtSession(NamedTuple):
    """The fair, the session, those of the jobs named by the command that exist, and to end it the booth."""

    fair: Fair | None
    session: Session | None
    jobs: tuple[Job, ...] = ()
    booth: Booth | None = None


def hosts(session: Session, context: Context) -> bool:
    """Whether the sender is the session's host: a member of the unit or enterprise that scheduled it."""
    return context.organizes(session.org) if session.host == "organizer" else context.recruits_for(session.org)


def may_show(session: Session, job: Job) -> bool:
    """An enterprise shows its own jobs, the organizer those of all."""
    return job.fair == session.fair and (session.host == "organizer" or job.org == session.org)


def decide_schedule(met: ToSchedule, command: ScheduleSession, context: Context) -> Outcome:
    """The fair's organizer or an enterprise with an approved booth may schedule a session."""
    fair, booth, session, jobs = met
    if fair is None or fair.hidden_from(context):
        return Refused("unknown_fair")
    if not (context.organizes(fair.org) or context.recruits_for(command.org)) or context.org != command.org:
        return Refused("not_yours")
    if refused := fair.refusal("sessions"):
        return refused
    if context.role == "enterprise" and (booth is None or booth.state != "approved"):
        return Refused("booth_not_approved")
    if session is not None:
        return Unchanged("already_scheduled")
    planned = Session(
        command.session,
        command.fair,
        command.org,
        context.role,
        command.title,
        command.starts_at,
        command.stream_url,
        command.run_of_show,
        "scheduled",
        context.offset,
        context.now,
    )
    return FairSessionScheduled(planned) if _showable(planned, jobs) else Refused("unknown_job")


def decide(met: AtSession, command: OfSession, context: Context) -> Outcome:
    """Decide a host's command, or one that no person sent."""
    fair, session, jobs, booth = met
    if isinstance(command, CountViewers):
        return _count(session, command, context)
    if isinstance(command, EndSession) and context.role == SYSTEM:
        return _outlived(fair, session, booth, context)
    if fair is None or session is None or not hosts(session, context):
        return Refused("unknown_session")
    if context.has_no_approved_booth(session.org):
        return Refused("booth_not_approved")
    match command:
        case AmendSession():
            return _amend(fair, session, jobs, command)
        case StartSession():
            return _start(fair, session, context)
        case EndSession():
            return Refused(f"session_{session.state}") if session.state != "live" else ended(session, context)
    if session.state != "live":
        return Refused(f"session_{session.state}")
    match command:
        case PauseSession():
            return Unchanged("session_paused") if session.paused else FairSessionPaused(replace(session, paused=True))
        case ResumeSession():
            return FairSessionResumed(replace(session, paused=False)) if session.paused else Unchanged("session_live")
        case PinJob():
            return _pin(session, jobs, command)
        case Announce(text=text):
            return HostAnnounced(session, text)
    raise TypeError(f"no command of a session: {command!r}")


def ended(session: Session, context: Context) -> FairSessionEnded:
    """The session after it has ended."""
    return FairSessionEnded(replace(session, state="ended", paused=False, pinned=None, ended_at=context.now))


def _outlived(fair: Fair | None, session: Session | None, booth: Booth | None, context: Context) -> Outcome:
    """A session may be live though its fair has closed or its booth was refused."""
    if fair is None or session is None or session.state != "live" or (fair.allows("answer") and not is_refused(booth)):
        return Unchanged("session_not_over")
    return ended(session, context)


def _amend(fair: Fair, session: Session, jobs: tuple[Job, ...], command: AmendSession) -> Outcome:
    if session.state != "scheduled":
        return Refused(f"session_{session.state}")
    if refused := fair.refusal("sessions"):
        return refused
    changed = replace(session, **dict(command.changes))
    if changed == session:
        return Unchanged("same_plan")
    return FairSessionAmended(changed) if _showable(changed, jobs) else Refused("unknown_job")


def _start(fair: Fair, session: Session, context: Context) -> Outcome:
    if session.state != "scheduled":
        return Refused(f"session_{session.state}")
    if refused := fair.refusal("stage"):
        return refused
    return FairSessionStarted(replace(session, state="live", started_at=context.now))


def _pin(session: Session, jobs: tuple[Job, ...], command: PinJob) -> Outcome:
    if command.job == session.pinned:
        return Unchanged("same_pin")
    if command.job is not None and not any(job.id == command.job and may_show(session, job) for job in jobs):
        return Refused("unknown_job")
    return JobPinned(replace(session, pinned=command.job))


def _count(session: Session | None, command: CountViewers, context: Context) -> Outcome:
    """Store the viewer numbers that notify reported. No rule of the fair applies to them."""
    if session is None or context.role != SYSTEM:
        return Refused("unknown_session")
    counted = replace(session, viewers_peak=max(session.viewers_peak, command.peak))
    return ViewersCounted(counted, command.minute, command.viewers, command.peak)


def _showable(session: Session, jobs: tuple[Job, ...]) -> bool:
    """Whether every job in the run of show may be shown."""
    return {slot.job for slot in session.run_of_show} <= {job.id for job in jobs if may_show(session, job)}
