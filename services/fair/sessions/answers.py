"""The answers of the reads of sessions and of their rooms, and their query parameters."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.question import QuestionState
from schemas.session import DropState, HostRole, SessionState
from schemas.words import Role
from services.fair.kernel.answer import Answer, ForSome, Page
from services.fair.kernel.asked import Paged


class QuestionsAsked(Paged):
    """The order of a session's questions."""

    sort: Literal["open"] | None = Field(None, description="Those that are open before those that are answered.")


class ReplayAsked(Paged):
    """What is told of a session that is seen again."""

    stage: bool = Field(False, description="Without comments and reactions, which may be far more.")


class Turn(Answer):
    """A job's place in the run of show; `drop` once it had its turn."""

    job: UUID
    minutes: int | None = None
    cap: int | None = None
    drop: UUID | None = None


class Drop(Answer):
    """A job on stage."""

    id: UUID
    job: UUID
    title: str | None = None
    state: DropState
    number: int = Field(description="The first, second ... of its session.")
    opened_at: AwareDatetime
    closed_at: AwareDatetime | None = None
    applications: int = Field(description="Submissions through it that are not withdrawn.")
    admitted: Annotated[int | None, ForSome()] = Field(
        None, description="Those among them that got in; for host and organizer."
    )
    waiting: Annotated[int | None, ForSome()] = Field(
        None, description="Those among them that stand in line; for host and organizer."
    )
    cap: int | None = None
    remaining: int | None = Field(None, description="Places that are left, where there is a cap.")
    clicks: int = Field(description="How often viewers went to it.")


class Session(Answer):
    """A session with its drops and counters."""

    id: UUID
    fair: UUID
    org: str
    host: HostRole = Field(description="The host's role; `org` is its unit or enterprise.")
    title: str
    starts_at: AwareDatetime
    stream_url: str | None = None
    run_of_show: list[Turn]
    state: SessionState
    paused: bool
    pinned: UUID | None = None
    created_at: AwareDatetime
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    muted: Annotated[list[str] | None, ForSome()] = Field(None, description="Who may not comment; for the host only.")
    drops: list[Drop]
    counters: dict[str, int] = Field(
        description="With `viewers` (now), `viewers_peak`, `comments`, `clicks`, `reactions` and `reactions_<name>`."
    )


class Sessions(Page[Session]):
    """A page of them."""


class MinuteOfSession(Answer):
    """What happened in one minute. `submissions` include `waitlisted`; `views` and `shortlisted` by enterprises.

    Only the host and the fair's organizer see the states of applications.
    """

    at: AwareDatetime
    viewers: int | None = Field(description="At its end; null where it is not known.")
    viewers_peak: int | None
    submissions: int
    waitlisted: Annotated[int | None, ForSome()] = None
    moved_up: Annotated[int | None, ForSome()] = None
    withdrawn: Annotated[int | None, ForSome()] = None
    views: Annotated[int | None, ForSome()] = None
    shortlisted: Annotated[int | None, ForSome()] = None
    clicks: int = Field(description="How often viewers went to drops.")
    reactions: int
    comments: int = Field(description="All that were posted, hidden ones too.")


class FunnelOfSession(Answer):
    """The minutes in which something happened, oldest first."""

    items: list[MinuteOfSession]


class Question(Answer):
    """A question in the room of a session."""

    id: UUID
    session: UUID
    text: str
    state: QuestionState
    votes: int
    asked_at: AwareDatetime
    answer: str | None = None
    answered_at: AwareDatetime | None = None
    mine: Annotated[bool | None, ForSome()] = Field(None, description="With a token: whether the caller asked it.")
    voted: Annotated[bool | None, ForSome()] = Field(None, description="With a token: whether one voted for it.")
    person: Annotated[str | None, ForSome()] = Field(None, description="Who asked; for the host only.")


class Questions(Page[Question]):
    """A page of them, the most wanted first."""


class Comment(Answer):
    """A public comment."""

    id: UUID
    text: str
    role: Role
    at: AwareDatetime
    mine: Annotated[bool | None, ForSome()] = Field(None, description="With a token: whether the caller wrote it.")
    person: Annotated[str | None, ForSome()] = Field(None, description="Who said it; for the host only.")
    hidden: Annotated[bool | None, ForSome()] = Field(
        None, description="For the host only; to others hidden ones are not told."
    )


class Comments(Page[Comment]):
    """A page of them, newest first."""


class Moment(Answer):
    """One thing that the room was told.

    `SubmissionsCounted` tells the numbers of a drop after a second: `applications` so far, those that are `standing`,
    and with a cap what is `remaining`. `CommentPosted` has `comment, text, role`; `ReactionsCounted` the reactions of
    a second: `{name: number}`.
    """

    offset_ms: int = Field(description="From the start of the session.")
    at: AwareDatetime
    event: str
    event_id: UUID | None = None
    data: dict[str, Any]


class Replay(Page[Moment]):
    """A page of a session, in the order of the log's time."""
