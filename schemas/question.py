"""The question: asked by somebody in the room of a session. Key of all its events: the fair's id."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID, uuid5

from pydantic import StringConstraints

from schemas.event import Event
from schemas.personal import Worded
from schemas.words import Note

QuestionState = Literal["open", "answered", "hidden"]
QuestionText = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"\S")]
"""A public question: 1 to 500 characters."""


class _OfQuestion(Event):
    fair: UUID
    session: UUID
    question: UUID


class QuestionAsked(_OfQuestion, Worded):
    """Somebody who is signed in asked. `person` is not told in the room."""

    person: str
    text: QuestionText | None = None


class QuestionUpvoted(_OfQuestion):
    """Somebody else wants to know it too; a person's vote counts once."""

    person: str


class QuestionAnswered(_OfQuestion, Worded):
    """The host answered, or answered anew."""

    text: Note | None = None


class QuestionHidden(_OfQuestion):
    """The host took it out of the room, for good."""


def question_id(event_id: UUID) -> UUID:
    """The id of the question that an event asks."""
    return uuid5(event_id, "question")
