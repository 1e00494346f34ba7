"""Room chat: comments and reactions in the room of a live session. Key of all its events: the session's id.

They have a separate topic and decide nothing: no state of a fair depends on them, nor on their order relative to its
log.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID, uuid5

from pydantic import Field, StringConstraints

from schemas.event import Event
from schemas.personal import Worded
from schemas.words import Role

CommentText = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"\S")]
"""A public comment: one line of 1 to 100 characters."""
Reaction = Literal["like", "love", "applause", "laugh", "surprise"]
Times = Annotated[int, Field(ge=1, le=1_000_000)]


class _OfRoom(Event):
    session: UUID


class CommentPosted(_OfRoom, Worded):
    """Somebody who is signed in said something in passing. `person` is not told in the room, `role` is."""

    comment: UUID
    person: str
    role: Role
    text: CommentText | None = None


class CommentHidden(_OfRoom):
    """The host took a comment out of the room, for good."""

    comment: UUID


class AudienceCounted(_OfRoom):
    """How often viewers reacted, and went to a drop, since one instance of ingest last said so."""

    reactions: dict[Reaction, Times] = Field(default_factory=dict)
    clicks: dict[UUID, Times] = Field(default_factory=dict)


def comment_id(event_id: UUID) -> UUID:
    """The id of the comment that an event posts."""
    return uuid5(event_id, "comment")
