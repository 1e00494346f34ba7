"""The livestream session: its run of show, its drops, its host's actions. Key of all its events: the fair's id."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from schemas.event import Event
from schemas.words import Line, Note, WebAddress

SessionState = Literal["scheduled", "live", "ended"]
DropState = Literal["open", "closed"]
HostRole = Literal["organizer", "enterprise"]

Cap = Annotated[int, Field(ge=1, le=1_000_000)]
"""The number of submissions that a drop admits."""
StreamUrl = Annotated[WebAddress, StringConstraints(max_length=2_000)]
"""The address of the stream: HLS over HTTP."""


class Slot(BaseModel):
    """One job of a run of show, with the minutes that are planned for it and the cap of its drop."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    job: UUID
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    cap: Cap | None = None


RunOfShow = Annotated[list[Slot], Field(max_length=200)]


class SessionFields(BaseModel):
    """The fields of a session that its host plans."""

    title: Line
    starts_at: AwareDatetime
    stream_url: StreamUrl | None = None
    run_of_show: RunOfShow = []


class SessionChanges(BaseModel):
    """What a host changes of a session that has not begun. A null clears `stream_url`; what was not given stays."""

    title: Line = ""
    starts_at: AwareDatetime | None = None
    stream_url: StreamUrl | None = None
    run_of_show: RunOfShow = []

    @model_validator(mode="after")
    def keeps_its_time(self) -> Self:
        if "starts_at" in self.model_fields_set and self.starts_at is None:
            raise ValueError("starts_at cannot be cleared")
        return self


class FairSessionScheduled(SessionFields, Event):
    """A host planned a session. `org` is the host's: of the organizer's unit, or of an enterprise."""

    fair: UUID
    session: UUID
    org: str


class FairSessionAmended(Event):
    """The host changed its plan: the fields that are set in `changes`."""

    fair: UUID
    session: UUID
    changes: SessionChanges

    def wire_value(self) -> bytes:
        """As for every event, but a null in `changes` is kept because it means that the field is cleared."""
        return self.model_dump_json(exclude_unset=True).encode()


class _OfSession(Event):
    """An action of the host in a session. The envelope names the sender."""

    fair: UUID
    session: UUID


class FairSessionStarted(_OfSession):
    """From here on jobs can be dropped."""


class FairSessionPaused(_OfSession):
    """Nothing is dropped until it is resumed; open drops stay open."""


class FairSessionResumed(_OfSession):
    """It goes on."""


class FairSessionEnded(_OfSession):
    """It is over: its open drops close, and waitlisted applications are refused with `drop_full`."""


class JobDropped(_OfSession):
    """A job is on stage: the first `cap` submissions through this drop get in. Without `job`, the run of show's next.

    Without `cap` it is that of the job's place in the run of show, else there is none.
    """

    drop: UUID
    job: UUID | None = None
    cap: Cap | None = None


class DropExtended(_OfSession):
    """The drop lets in more: the first of those who wait move up."""

    drop: UUID
    cap: Cap


class DropClosed(_OfSession):
    """The drop takes no submission any more; waitlisted applications are refused with `drop_full`."""

    drop: UUID


class JobPinned(_OfSession):
    """The job that the host wants to be seen above all; none where `job` is not given."""

    job: UUID | None = None


class HostAnnounced(_OfSession):
    """The host says something to everybody in the room."""

    text: Note


class CommenterMuted(_OfSession):
    """Somebody may not comment in this session any more."""

    person: str


class CommenterUnmuted(_OfSession):
    """The same person may again."""

    person: str


class ViewersCounted(_OfSession):
    """How many watched in one minute, at its end and at most. Written by fair, from what notify's instances report."""

    minute: AwareDatetime
    viewers: Annotated[int, Field(ge=0)]
    peak: Annotated[int, Field(ge=0)]


def session_id(event_id: UUID) -> UUID:
    """The id of the session that an event schedules."""
    return uuid5(event_id, "session")


def drop_id(event_id: UUID) -> UUID:
    """The id of the drop that an event opens."""
    return uuid5(event_id, "drop")
