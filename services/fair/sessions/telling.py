"""What is published to rooms about sessions, drops and questions, and their catalog entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from schemas.catalog import DropEntry, SessionEntry
from schemas.rooms import fair_room, person_room, session_room
from services.fair.fairs.rows import FairRows
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.items import CountedRoom, Item
from services.fair.kernel.outcomes import Outcome
from services.fair.kernel.port import Select
from services.fair.kernel.state import State
from services.fair.sessions import session as sessions
from services.fair.sessions.drop import Drop, JobDropped, OnStage
from services.fair.sessions.mute import Hushed
from services.fair.sessions.question import OnFloor, Question, QuestionUpvoted
from services.fair.sessions.question_rows import QuestionRows
from services.fair.sessions.rows import SessionRows
from services.fair.sessions.session import HostAnnounced, Session, Staged

IN_THE_FAIR = (
    sessions.FairSessionScheduled,
    sessions.FairSessionAmended,
    sessions.FairSessionStarted,
    sessions.FairSessionEnded,
)


def of_session(outcome: Staged, command: Command | None, context: Context) -> Iterator[Item]:
    """The session's plan and progress: to the fair's room where relevant, and to the session's room once scheduled."""
    session, event = outcome.session, type(outcome).__name__
    data = _shown(session)
    if isinstance(outcome, sessions.JobPinned):
        data["job"] = session.pinned
    if isinstance(outcome, IN_THE_FAIR):
        yield Item(fair_room(session.fair), event, data)
    if not isinstance(outcome, sessions.FairSessionScheduled):
        yield Item(session_room(session.id), event, data)


def of_announcement(outcome: HostAnnounced, command: Command | None, context: Context) -> Iterator[Item]:
    session = outcome.session
    data = {"fair": session.fair, "session": session.id, "text": outcome.text}
    yield Item(session_room(session.id), type(outcome).__name__, data)


def of_drop(outcome: OnStage, command: Command | None, context: Context) -> Iterator[Item]:
    data = _drop_shown(outcome.session, outcome.drop)
    if isinstance(outcome, JobDropped):
        data["title"] = outcome.title
    yield Item(session_room(outcome.session.id), type(outcome).__name__, data)


def of_question(outcome: OnFloor, command: Command | None, context: Context) -> Iterator[Item]:
    yield Item(session_room(outcome.session.id), type(outcome).__name__, _question_shown(outcome.question))


def of_commenter(outcome: Hushed, command: Command | None, context: Context) -> Iterator[Item]:
    """Notify only the person; the room gets nothing."""
    session = outcome.session
    ids = {"fair": session.fair, "session": session.id, "title": session.title}
    yield Item(person_room(outcome.person), type(outcome).__name__, ids)


TELLERS: dict[type[Outcome], Callable[[Any, Command | None, Context], Iterator[Item]]] = {
    Staged: of_session,
    HostAnnounced: of_announcement,
    OnStage: of_drop,
    OnFloor: of_question,
    Hushed: of_commenter,
}
"""The most specific class decides."""


def in_the_session(outcome: Staged, context: Context) -> tuple[Item, ...]:
    """What the session's own room is sent, for its replay. Votes are published separately."""
    if isinstance(outcome, QuestionUpvoted):
        return ()
    tell = next(TELLERS[kind] for kind in type(outcome).__mro__ if kind in TELLERS)
    room = session_room(outcome.session.id)
    return tuple(item for item in tell(outcome, None, context) if item.room == room)


def votes(state: State) -> Iterator[tuple[Item, UUID, datetime]]:
    """The questions that got votes, each once per batch with its total."""
    rows, fairs = state.of(QuestionRows), state.of(FairRows)
    for key, at in rows.upvoted.items():
        question = rows.questions[key]
        if not fairs.is_draft(question.fair):
            ids = {"fair": question.fair, "session": question.session, "question": key, "votes": question.votes}
            item = Item(session_room(question.session), QuestionUpvoted.__name__, ids)
            yield item, uuid5(key, str(question.votes)), at


def entries(state: State) -> Iterator[tuple[str, UUID, SessionEntry | DropEntry]]:
    """The catalog entries of sessions and drops that are new or in another state."""
    rows = state.of(SessionRows)
    for key in rows.announced:
        session, drop = rows.sessions.get(key), rows.drops.get(key)
        if session is not None:
            facts = {"session": key, "fair": session.fair, "org": session.org, "host": session.host}
            yield _session_entry({**facts, "state": session.state, "muted": session.muted})
        elif drop is not None:
            ids = {"drop": key, "session": drop.session, "fair": drop.fair, "job": drop.job}
            yield _drop_entry({**ids, "state": drop.state})


def _session_entry(facts: Mapping[str, Any]) -> tuple[str, UUID, SessionEntry]:
    muted = [] if facts["state"] == "ended" else facts["muted"]  # comments are closed
    entry = SessionEntry.model_validate({**facts, "muted": muted})
    return str(entry.session), entry.fair, entry


def _drop_entry(facts: Mapping[str, Any]) -> tuple[str, UUID, DropEntry]:
    entry = DropEntry.model_validate({**facts})
    return str(entry.drop), entry.fair, entry


CATALOG: tuple[Select[tuple[str, UUID, SessionEntry | DropEntry]], ...] = (
    Select(
        "sessions for the catalog",
        "SELECT id AS session, fair, org, host, state, muted FROM sessions WHERE fair = ANY($1::uuid[])",
        _session_entry,
    ),
    Select(
        "drops for the catalog",
        """
SELECT d.id AS drop, d.session, d.fair, d.job, d.state FROM drops d JOIN sessions s ON s.id = d.session
WHERE s.fair = ANY($1::uuid[])
""",
        _drop_entry,
    ),
)


def rooms(state: State) -> Iterator[CountedRoom]:
    """The rooms of sessions that changed, and all rooms of a fair that was just published. A draft has none."""
    rows, fairs = state.of(SessionRows), state.of(FairRows)
    for session in rows.sessions.values():
        heard = session.id in rows.restaged or session.fair in fairs.published
        if heard and not fairs.is_draft(session.fair):
            yield CountedRoom(session_room(session.id), session.fair, rows.counters[session.id])


def _shown(session: Session) -> dict[str, Any]:
    data: dict[str, Any] = {
        "fair": session.fair,
        "session": session.id,
        "org": session.org,
        "host": session.host,
        "title": session.title,
        "state": session.state,
        "starts_at": session.starts_at,
        "paused": session.paused,
    }
    return data | ({"stream_url": session.stream_url} if session.stream_url else {})


def _question_shown(question: Question) -> dict[str, Any]:
    """Never publishes who asked. A hidden question shows only that it is hidden."""
    data: dict[str, Any] = {"fair": question.fair, "session": question.session, "question": question.id}
    data |= {"state": question.state, "votes": question.votes}
    if question.state == "hidden":
        return data
    return {**data, "text": question.text} | ({"answer": question.answer} if question.answer is not None else {})


def _drop_shown(session: Session, drop: Drop) -> dict[str, Any]:
    data: dict[str, Any] = {
        "fair": drop.fair,
        "session": drop.session,
        "drop": drop.id,
        "job": drop.job,
        "number": drop.number,
        "state": drop.state,
        "org": session.org,
    }
    return data if drop.cap is None else {**data, "cap": drop.cap, "remaining": drop.remaining}
