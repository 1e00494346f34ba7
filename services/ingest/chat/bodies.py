"""What the bodies of writes in a session's room may hold: comments, muted people, reactions. No I/O."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from schemas.chat import CommentText, Reaction
from services.ingest.edge.bodies import NothingBody, Sub, json_of, once, seen

HIDDEN_MAX = 100
BYTES_MAX = 4_096  # a body without Content-Length counts as this number of bytes in flight
BREAKS_A_LINE = frozenset(("Cc", "Zl", "Zp"))
TURNS_A_LINE = frozenset("\u061c\ufff9\ufffa\ufffb\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of the text around the comment, or mark a part of it as a note on another."""
STACKED = frozenset(("Mn", "Me"))  # marks above, below and around the character before them
STACKED_MAX = 6  # on one character: more than any script needs, and few enough to stay near their line


def one_line(text: str) -> str:
    """Check that the text is visible and stays in one line. Emoji keep their joiners. Raises ValueError."""
    kinds = [unicodedata.category(character) for character in text]
    if not BREAKS_A_LINE.isdisjoint(kinds):
        raise ValueError("holds a line break or a control character")
    if not TURNS_A_LINE.isdisjoint(text):
        raise ValueError("holds a character that turns the direction of text")
    seen(text)
    if _most_stacked(kinds) > STACKED_MAX:
        raise ValueError(f"piles more than {STACKED_MAX} marks on one character")
    return text


def _most_stacked(kinds: Iterable[str]) -> int:
    """The most marks on one character. Characters that are not drawn, such as joiners, do not end the pile."""
    most = pile = 0
    for kind in kinds:
        pile = pile + 1 if kind in STACKED else pile if kind == "Cf" else 0
        most = max(most, pile)
    return most


class CommentBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: Annotated[CommentText, AfterValidator(one_line)]


class CommentsBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    comments: Annotated[list[UUID], Field(min_length=1, max_length=HIDDEN_MAX), AfterValidator(once)]


class CommenterBody(BaseModel):
    """`person`: the sub of a token, as the session's host reads it beside a comment."""

    model_config = ConfigDict(extra="forbid")
    person: Sub


class ReactionBody(BaseModel):
    """`times`: how often somebody pressed since the last call."""

    model_config = ConfigDict(extra="forbid")
    reaction: Reaction
    times: Annotated[int, Field(ge=1, le=10)] = 1


COMMENT = json_of(CommentBody, bytes_max=BYTES_MAX)
COMMENTS = json_of(CommentsBody)
COMMENTER = json_of(CommenterBody)
REACTION = json_of(ReactionBody, bytes_max=BYTES_MAX)
CLICK = json_of(NothingBody, optional=True, bytes_max=BYTES_MAX)
