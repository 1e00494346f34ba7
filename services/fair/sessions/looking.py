"""What the rules of sessions read, which rows their commands touch, and what follows from an outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from services.fair.applications.application import Application, ApplicationWithdrawn, Moved, SubmitResume
from services.fair.applications.endings import turned_away
from services.fair.applications.rows import ApplicationRows
from services.fair.booths.booth import BoothRefused, RefuseBooth
from services.fair.booths.rows import BoothRows
from services.fair.fairs.fair import CloseFair, Fair, FairClosed, PublishFair
from services.fair.fairs.rows import FairRows
from services.fair.jobs.job import Job
from services.fair.jobs.rows import JobRows
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome
from services.fair.kernel.state import State
from services.fair.sessions import drop as drops
from services.fair.sessions import session as sessions
from services.fair.sessions.drop import AtDrop, CloseDrop, DropExtended, DropJob, ExtendDrop, OfDrop, OnStage, ToDrop
from services.fair.sessions.question import AskQuestion, OfQuestion, ToQuestion, UpvoteQuestion
from services.fair.sessions.question_rows import QuestionRows
from services.fair.sessions.rows import SessionRows
from services.fair.sessions.session import (
    AmendSession,
    AtSession,
    EndSession,
    FairSessionEnded,
    OfSession,
    PinJob,
    ScheduleSession,
    ToSchedule,
)


def named_jobs(command: OfSession) -> list[UUID]:
    """The jobs that a host's command names."""
    match command:
        case ScheduleSession(run_of_show=slots):
            return [slot.job for slot in slots]
        case AmendSession(changes=changes):
            return [slot.job for slot in dict(changes).get("run_of_show", ())]
        case PinJob(job=job) | DropJob(job=job):
            return [] if job is None else [job]
        case _:
            return []


def touch(state: State, command: OfSession) -> None:
    state.of(SessionRows).wanted.sessions.add(command.session)
    state.of(JobRows).wanted.update(named_jobs(command))


def touch_plan(state: State, command: ScheduleSession) -> None:
    state.of(BoothRows).wanted.add((command.fair, command.org))


def touch_dropping(state: State, command: DropJob) -> None:
    state.of(SessionRows).wanted.stages.add(command.session)


def touch_end(state: State, command: EndSession) -> None:
    wanted = state.of(SessionRows).wanted
    wanted.stages.add(command.session)
    wanted.finales.add(command.session)


def touch_extension(state: State, command: ExtendDrop) -> None:
    wanted = state.of(SessionRows).wanted
    wanted.drops.add(command.drop)
    wanted.extended.append((command.drop, command.cap))


def touch_drop_end(state: State, command: CloseDrop) -> None:
    wanted = state.of(SessionRows).wanted
    wanted.drops.add(command.drop)
    wanted.lines.add(command.drop)


def touch_question(state: State, command: OfQuestion) -> None:
    rows = state.of(QuestionRows)
    rows.wanted.add(command.question)
    if isinstance(command, UpvoteQuestion):
        rows.wanted_votes.add((command.question, command.person))
    elif isinstance(command, AskQuestion):
        rows.wanted_askers.add((command.session, command.person))


def touch_submission(state: State, command: SubmitResume) -> None:
    if command.drop is not None:
        state.of(SessionRows).wanted.drops.add(command.drop)


def touch_publication(state: State, command: PublishFair) -> None:
    state.of(SessionRows).wanted.publications.add(command.fair)


def touch_live(state: State, command: CloseFair | RefuseBooth) -> None:
    org = command.org if isinstance(command, RefuseBooth) else None
    state.of(SessionRows).wanted.endings[command.fair, org] += 1


def to_schedule(state: State, command: ScheduleSession) -> ToSchedule:
    booth = state.of(BoothRows).booths.get((command.fair, command.org))
    session = state.of(SessionRows).session(command.fair, command.session)
    return ToSchedule(_fair(state, command), booth, session, _jobs(state, named_jobs(command)))


def at_session(state: State, command: OfSession) -> AtSession:
    session, named = state.of(SessionRows).session(command.fair, command.session), named_jobs(command)
    if session is not None and isinstance(command, AmendSession):
        named += [slot.job for slot in session.run_of_show]
    booth = None if session is None else state.of(BoothRows).booths.get((session.fair, session.org))
    return AtSession(_fair(state, command), session, _jobs(state, named), booth)


def to_drop(state: State, command: DropJob) -> ToDrop:
    rows, named = state.of(SessionRows), named_jobs(command)
    session = rows.session(command.fair, command.session)
    if session is not None and not named:
        named += [slot.job for slot in session.run_of_show]
    return ToDrop(_fair(state, command), session, rows.drops_of(command.session), _jobs(state, named))


def at_drop(state: State, command: OfDrop) -> AtDrop:
    rows = state.of(SessionRows)
    session, drop = rows.session(command.fair, command.session), rows.drop(command.fair, command.drop)
    return AtDrop(_fair(state, command), session, drop)


def to_question(state: State, command: OfQuestion) -> ToQuestion:
    session = state.of(SessionRows).session(command.fair, command.session)
    return ToQuestion(_fair(state, command), session, state.of(QuestionRows).floor(command))


def _fair(state: State, command: OfSession) -> Fair | None:
    return state.of(FairRows).fairs.get(command.fair)


def _jobs(state: State, named: Iterable[UUID]) -> tuple[Job, ...]:
    """Those of the named jobs that exist."""
    jobs = state.of(JobRows).jobs
    return tuple(jobs[one] for one in dict.fromkeys(named) if one in jobs)


def follow_withdrawal(
    state: State, before: Application | None, outcome: ApplicationWithdrawn, context: Context
) -> Iterator[Outcome]:
    """When an opening of a drop becomes free, the first application on its waitlist is admitted."""
    application = outcome.application
    if application.drop is not None and application.admitted:
        yield from _move_up(state, application.drop, context)


def follow_extension(state: State, before: object, outcome: DropExtended, context: Context) -> Iterator[Outcome]:
    yield from _move_up(state, outcome.drop.id, context)


def follow_drop_end(state: State, before: object, outcome: OnStage, context: Context) -> Iterator[Outcome]:
    """The first applications that are still on the waitlist are refused."""
    applications = state.of(ApplicationRows).applications
    for one in state.of(SessionRows).first_in_line(outcome.drop.id, context.event):
        yield turned_away(applications[one], context)


def follow_session_end(state: State, before: object, outcome: FairSessionEnded, context: Context) -> Iterator[Outcome]:
    """Its drops end with it."""
    session = outcome.session
    for drop in [one for one in state.of(SessionRows).drops_of(session.id) if one.state == "open"]:
        yield drops.closed(session, drop, context)


def follow_fair_end(state: State, before: object, outcome: FairClosed, context: Context) -> Iterator[Outcome]:
    """The first live sessions end with their fair."""
    for live in state.of(SessionRows).live_of(outcome.fair.id):
        yield sessions.ended(live, context)


def follow_refusal(state: State, before: object, outcome: BoothRefused, context: Context) -> Iterator[Outcome]:
    """The first live sessions of a refused booth end with it."""
    for live in state.of(SessionRows).live_of(outcome.booth.fair, outcome.booth.org):
        yield sessions.ended(live, context)


def _move_up(state: State, drop: UUID, context: Context) -> Iterator[Moved]:
    """Admit applications from the front of the waitlist while the drop has capacity."""
    rows, applications = state.of(SessionRows), state.of(ApplicationRows).applications
    while (kept := rows.drops.get(drop)) is not None and kept.state == "open" and (kept.remaining or 0) > 0:
        first = next(iter(rows.lines.get(drop, ())), None)
        if first is None:
            return
        yield drops.moves_up(applications[first], context)
