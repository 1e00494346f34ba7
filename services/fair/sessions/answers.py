"""What reads of sessions answer: for their OpenAPI alone, as `answers.py`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from schemas.question import QuestionState
from schemas.session import DropState, HostRole, SessionState
from schemas.words import Role
from services.fair.engine.answers import Page


class Turn(BaseModel):
    """A job's place in the run of show; `drop` once it had its turn."""

    job: UUID
    minutes: int | None = None
    cap: int | None = None
    drop: UUID | None = None


class Drop(BaseModel):
    """A job on stage."""

    id: UUID
    job: UUID
    title: str | None = None
    state: DropState
    number: int = Field(description="The first, second ... of its session.")
    opened_at: AwareDatetime
    closed_at: AwareDatetime | None = None
    applications: int = Field(description="Submissions through it that are not withdrawn.")
    admitted: int | None = Field(None, description="Those among them that got in; for host and organizer.")
    waiting: int | None = Field(None, description="Those among them that stand in line; for host and organizer.")
    cap: int | None = None
    remaining: int | None = Field(None, description="Places that are left, where there is a cap.")
    clicks: int = Field(description="How often viewers went to it.")


class Session(BaseModel):
    """A session with its drops and counters."""

    id: UUID
    fair: UUID
    org: str
    host: HostRole = Field(description="The role of whoever runs it; `org` is its unit or enterprise.")
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
    muted: list[str] | None = Field(None, description="Who may not comment; for the host only.")
    drops: list[Drop]
    counters: dict[str, int] = Field(
        description="With `viewers` (now), `viewers_peak`, `comments`, `clicks`, `reactions` and `reactions_<name>`."
    )


class Sessions(Page[Session]):
    """A page of them."""


class Minute(BaseModel):
    """What happened in one minute. `submissions` include `waitlisted`; `views` and `shortlisted` by enterprises.

    What became of applications is told to the host and to the fair's organizer only.
    """

    at: AwareDatetime
    viewers: int | None = Field(description="At its end; null where it is not known.")
    viewers_peak: int | None
    submissions: int
    waitlisted: int | None = None
    moved_up: int | None = None
    withdrawn: int | None = None
    views: int | None = None
    shortlisted: int | None = None
    clicks: int = Field(description="How often viewers went to drops.")
    reactions: int
    comments: int = Field(description="All that were posted, hidden ones too.")


class Funnel(BaseModel):
    """The minutes in which something happened, oldest first."""

    items: list[Minute]


class Question(BaseModel):
    """A question in the room of a session."""

    id: UUID
    session: UUID
    text: str
    state: QuestionState
    votes: int
    asked_at: AwareDatetime
    answer: str | None = None
    answered_at: AwareDatetime | None = None
    mine: bool | None = Field(None, description="With a token: whether one asked it oneself.")
    voted: bool | None = Field(None, description="With a token: whether one voted for it.")
    person: str | None = Field(None, description="Who asked; for the host only.")


class Questions(Page[Question]):
    """A page of them, the most wanted first."""


class Comment(BaseModel):
    """What somebody said in passing, in public."""

    id: UUID
    text: str
    role: Role
    at: AwareDatetime
    mine: bool | None = Field(None, description="With a token: whether one said it oneself.")
    person: str | None = Field(None, description="Who said it; for the host only.")
    hidden: bool | None = Field(None, description="For the host only; to others hidden ones are not told.")


class Comments(Page[Comment]):
    """A page of them, newest first."""


class Moment(BaseModel):
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
