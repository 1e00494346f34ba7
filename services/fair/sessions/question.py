"""The question: open, answered, hidden. Its commands, outcomes and rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.fair.fairs.fair import Fair
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged
from services.fair.sessions.session import OfSession, Session, Staged, hosts

OPEN_MAX = 3
"""The most open questions of one person in a session."""


@dataclass(frozen=True, slots=True)
class Question:
    """The state of a question. `place` is its log offset."""

    id: UUID
    session: UUID
    fair: UUID
    person: str
    text: str
    state: str
    votes: int
    place: int
    asked_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OfQuestion(OfSession):
    """A command about one question."""

    question: UUID


@dataclass(frozen=True, slots=True)
class AskQuestion(OfQuestion):
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class UpvoteQuestion(OfQuestion):
    person: str


@dataclass(frozen=True, slots=True)
class AnswerQuestion(OfQuestion):
    text: str


class HideQuestion(OfQuestion):
    __slots__ = ()


COMMANDS = (AskQuestion, UpvoteQuestion, AnswerQuestion, HideQuestion)


@dataclass(frozen=True, slots=True)
class Floor:
    """What a rule reads: the question, how many open questions its author has, and whether the voter has voted."""

    question: Question | None = None
    open: int = 0
    voted: bool = False


@dataclass(frozen=True, slots=True)
class OnFloor(Staged):
    """Something happened to a question; `question` is its new state."""

    question: Question


class QuestionAsked(OnFloor):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class QuestionUpvoted(OnFloor):
    person: str


class QuestionAnswered(OnFloor):
    __slots__ = ()


class QuestionHidden(OnFloor):
    __slots__ = ()


class ToQuestion(NamedTuple):
    """The fair, the session, and the stored facts about the question."""

    fair: Fair | None
    session: Session | None
    floor: Floor


def decide(met: ToQuestion, command: OfQuestion, context: Context) -> Outcome:
    """Decide a command about a question."""
    fair, session, floor = met
    if fair is None or session is None or fair.hidden_from(context):
        return Refused("unknown_session")
    if refused := fair.refusal("questions"):
        return refused
    match command:
        case AskQuestion():
            return _ask(session, floor, command, context)
        case UpvoteQuestion():
            return _upvote(session, floor, command, context)
    question = floor.question
    if question is None or not hosts(session, context):
        return Refused("unknown_question")
    if context.has_no_approved_booth(session.org):
        return Refused("booth_not_approved")
    if isinstance(command, AnswerQuestion):
        return _answer(session, question, command, context)
    if question.state == "hidden":
        return Unchanged("question_hidden")
    return QuestionHidden(session, replace(question, state="hidden"))


def _ask(session: Session, floor: Floor, command: AskQuestion, context: Context) -> Outcome:
    """Questions can be asked before the session starts, because it is announced, but not after it ends."""
    if context.actor != command.person:
        return Refused("not_yours")
    if session.state == "ended":
        return Refused("session_ended")
    if floor.question is not None:
        return Unchanged("already_asked")
    if floor.open >= OPEN_MAX:
        return Refused("too_many_questions")
    ids = (command.question, command.session, command.fair)
    return QuestionAsked(session, Question(*ids, command.person, command.text, "open", 0, context.offset, context.now))


def _upvote(session: Session, floor: Floor, command: UpvoteQuestion, context: Context) -> Outcome:
    question = floor.question
    if context.actor != command.person:
        return Refused("not_yours")
    if question is None or question.state == "hidden":
        return Refused("unknown_question")
    if session.state == "ended":
        return Refused("session_ended")
    if question.person == command.person:
        return Refused("own_question")
    if floor.voted:
        return Unchanged("already_voted")
    return QuestionUpvoted(session, replace(question, votes=question.votes + 1), command.person)


def _answer(session: Session, question: Question, command: AnswerQuestion, context: Context) -> Outcome:
    """During the session and afterwards, so that the author can still find the answer."""
    if question.state == "hidden":
        return Refused("question_hidden")
    if question.answer == command.text:
        return Unchanged("same_answer")
    answered = replace(question, state="answered", answer=command.text, answered_at=context.now)
    return QuestionAnswered(session, answered)
