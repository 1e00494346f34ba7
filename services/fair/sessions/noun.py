"""Registers sessions, with their drops and questions, with the engine."""

from __future__ import annotations

from schemas.catalog import DropEntry, SessionEntry
from services.fair.applications.application import Application, ApplicationWithdrawn, Moved, SubmitResume
from services.fair.applications.rows import ApplicationRows
from services.fair.booths.booth import BoothRefused, RefuseBooth
from services.fair.fairs.fair import CloseFair, FairClosed, PublishFair
from services.fair.fairs.rows import FairRows
from services.fair.kernel.context import Context
from services.fair.kernel.noun import Noun, Rule, Silence, id_of
from services.fair.kernel.state import State
from services.fair.sessions import drop, looking, mute, question, session, store, telling, wire
from services.fair.sessions.question_rows import QuestionRows
from services.fair.sessions.reads import SessionReads
from services.fair.sessions.rows import Happened, SessionRows

ONE_DROP, ONE_SESSION = (("drops", 1),), (("sessions", 1),)


def _keep(state: State, outcome: session.Staged, context: Context) -> session.Session | None:
    """Keep the session before its drop: the drop refers to it."""
    rows, after = state.of(SessionRows), outcome.session
    before = rows.keep_session(after)
    if before is None:
        state.of(FairRows).recount(after.fair, (), ONE_SESSION)
    if isinstance(outcome, drop.OnStage):
        _keep_drop(state, outcome.drop)
    return before


def _keep_drop(state: State, after: drop.Drop) -> None:
    rows = state.of(SessionRows)
    if rows.keep_drop(after) is None:
        state.of(FairRows).recount(after.fair, (), ONE_DROP)
    state.of(ApplicationRows).admissions[after.id] = after


def _observe_application(state: State, before: Application | None, outcome: Moved, context: Context) -> None:
    """An application that came through a drop changes the drop's numbers when it moves."""
    rows = state.of(SessionRows)
    for recounted in rows.recounted(before, outcome.application):
        _keep_drop(state, recounted)
    rows.count(outcome, outcome.application, context.now)


def _observe_stage(state: State, before: object, outcome: session.Staged, context: Context) -> None:
    """Publish stage events to the room and keep them for the replay, except viewer numbers and mutes."""
    rows = state.of(SessionRows)
    if isinstance(outcome, session.ViewersCounted):
        rows.note_viewers(outcome)
    elif not isinstance(outcome, mute.Hushed):
        rows.restaged.add(outcome.session.id)
        rows.happened.append(Happened(outcome.session.id, context, telling.in_the_session(outcome, context)))


def _observe_question(state: State, before: object, outcome: question.OnFloor, context: Context) -> None:
    state.of(QuestionRows).keep(outcome, context.now)


OF_SESSIONS = (
    session.AmendSession,
    session.StartSession,
    session.PauseSession,
    session.ResumeSession,
    session.EndSession,
    session.PinJob,
    session.Announce,
    session.CountViewers,
)
NOUN = Noun(
    "sessions",
    rows=(SessionRows, QuestionRows),
    events=wire.COMMANDS,
    rules=(
        Rule((session.ScheduleSession,), looking.to_schedule, session.decide_schedule),
        Rule(OF_SESSIONS, looking.at_session, session.decide),
        Rule((drop.DropJob,), looking.to_drop, drop.decide_drop),
        Rule((drop.ExtendDrop, drop.CloseDrop), looking.at_drop, drop.decide),
        Rule((mute.MuteCommenter, mute.UnmuteCommenter), looking.at_session, mute.decide),
        Rule(question.COMMANDS, looking.to_question, question.decide),
    ),
    touches={
        session.OfSession: looking.touch,
        session.ScheduleSession: looking.touch_plan,
        session.EndSession: looking.touch_end,
        drop.DropJob: looking.touch_dropping,
        drop.ExtendDrop: looking.touch_extension,
        drop.CloseDrop: looking.touch_drop_end,
        question.OfQuestion: looking.touch_question,
        SubmitResume: looking.touch_submission,
        PublishFair: looking.touch_publication,
        CloseFair: looking.touch_live,
        RefuseBooth: looking.touch_live,
    },
    keeps={session.Staged: _keep},
    observes={Moved: _observe_application, session.Staged: _observe_stage, question.OnFloor: _observe_question},
    follows={
        ApplicationWithdrawn: looking.follow_withdrawal,
        drop.DropExtended: looking.follow_extension,
        drop.DropClosed: looking.follow_drop_end,
        session.FairSessionEnded: looking.follow_session_end,
        FairClosed: looking.follow_fair_end,
        BoothRefused: looking.follow_refusal,
    },
    tells={
        session.ViewersCounted: Silence("it is kept for figures; the room has how many watch now"),
        question.QuestionUpvoted: Silence("told once a batch, with all its votes"),
        **telling.TELLERS,
    },
    ids={
        session.Staged: id_of(lambda outcome: outcome.session.id, "session"),
        drop.OnStage: id_of(lambda outcome: outcome.drop.id, "drop"),
    },
    named=("session", "drop", "question"),
    statements=store.STATEMENTS,
    writes=store.writes,
    entries=telling.entries,
    catalog=telling.CATALOG,
    entry_models=(SessionEntry, DropEntry),
    late_items=telling.votes,
    rooms=telling.rooms,
    reads=SessionReads,
)
