"""What is told of sessions and drops: items for their room and the fair's, entries for the catalog. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any
from uuid import UUID, uuid5

from schemas.catalog import DropEntry, SessionEntry
from schemas.rooms import fair_room, person_room, session_room
from services.fair.engine.case import Case
from services.fair.sessions import session as sessions
from services.fair.sessions.drop import Drop, OnStage
from services.fair.sessions.mute import Hushed
from services.fair.sessions.question import OnFloor, Question, QuestionUpvoted
from services.fair.sessions.rows import Stage
from services.fair.sessions.session import HostAnnounced, Session, Staged

IN_THE_FAIR = (
    sessions.FairSessionScheduled,
    sessions.FairSessionAmended,
    sessions.FairSessionStarted,
    sessions.FairSessionEnded,
)
IN_THE_SESSION = (
    sessions.FairSessionAmended,
    sessions.FairSessionStarted,
    sessions.FairSessionPaused,
    sessions.FairSessionResumed,
    sessions.FairSessionEnded,
    sessions.JobPinned,
    HostAnnounced,
    OnStage,
    OnFloor,
)
Item = tuple[str, str, dict[str, Any]]


def items(case: Case, outcome: Staged) -> Iterator[Item]:
    """What an outcome means to the room of the session, to that of the fair, and to who may not comment there."""
    session, event = outcome.session, type(outcome).__name__
    data = _of_session(session)
    if isinstance(outcome, OnStage):
        data = _of_drop(session, outcome.drop)
        shown = next((job for job in case.shown if job.id == outcome.drop.job), None)
        data |= {"title": shown.terms.title} if shown is not None else {}
    elif isinstance(outcome, sessions.JobPinned):
        data["job"] = session.pinned
    elif isinstance(outcome, OnFloor):
        data = _of_question(outcome.question)
    elif isinstance(outcome, HostAnnounced):
        data = {"fair": session.fair, "session": session.id, "text": outcome.text}
    elif isinstance(outcome, Hushed):
        ids = {"fair": session.fair, "session": session.id, "title": session.title}
        yield person_room(outcome.person), event, ids
    if isinstance(outcome, IN_THE_FAIR):
        yield fair_room(session.fair), event, data
    if isinstance(outcome, IN_THE_SESSION) and not isinstance(outcome, QuestionUpvoted):
        yield session_room(session.id), event, data


def in_the_session(case: Case, outcome: Staged) -> Iterator[Item]:
    """What the session's own room hears of it."""
    return (item for item in items(case, outcome) if item[0] == session_room(outcome.session.id))


def votes(stage: Stage, drafts: Container[UUID]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The questions that were voted for, each once a batch with all its votes: their room and item."""
    for key, at in stage.questions.upvoted.items():
        question = stage.questions.questions[key]
        if question.fair in drafts:
            continue
        ids = {"fair": question.fair, "session": question.session, "question": key, "votes": question.votes}
        item = {"event": QuestionUpvoted.__name__, "event_id": uuid5(key, str(question.votes)), "at": at, "data": ids}
        yield session_room(question.session), item


def entries(stage: Stage) -> Iterator[tuple[str, SessionEntry | DropEntry]]:
    """The catalog's entries of what is new or in another state, by key."""
    for key in stage.announced:
        session, drop = stage.sessions.get(key), stage.drops.get(key)
        if session is not None:
            facts = {"session": key, "fair": session.fair, "org": session.org, "host": session.host}
            muted = [] if session.state == "ended" else session.muted  # then nobody comments any more
            yield str(key), SessionEntry.model_validate({**facts, "state": session.state, "muted": muted})
        elif drop is not None:
            ids = {"drop": key, "session": drop.session, "fair": drop.fair, "job": drop.job}
            yield str(key), DropEntry.model_validate({**ids, "state": drop.state})


def rooms(
    stage: Stage, published: Container[UUID], drafts: Container[UUID]
) -> Iterator[tuple[str, UUID, dict[str, int]]]:
    """The rooms of sessions in which something changed, and all of a fair that is published: name, fair, counters."""
    for session in stage.sessions.values():
        heard = session.id in stage.restaged or session.fair in published
        if heard and session.fair not in drafts:
            yield session_room(session.id), session.fair, stage.counters[session.id]


def _of_session(session: Session) -> dict[str, Any]:
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


def _of_question(question: Question) -> dict[str, Any]:
    """Who asked is not told; of one that is hidden nothing but that it is."""
    data: dict[str, Any] = {"fair": question.fair, "session": question.session, "question": question.id}
    data |= {"state": question.state, "votes": question.votes}
    if question.state == "hidden":
        return data
    return {**data, "text": question.text} | ({"answer": question.answer} if question.answer is not None else {})


def _of_drop(session: Session, drop: Drop) -> dict[str, Any]:
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
