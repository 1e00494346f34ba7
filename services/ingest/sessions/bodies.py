"""What the bodies of writes of sessions may hold. In a run of show a job's id alone is a slot too. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from schemas.question import QuestionText
from schemas.session import Cap, Slot, StreamUrl
from services.ingest.edge.bodies import SeenLine, SeenNote, json_of, seen, web_address
from services.ingest.edge.times import Time

Stream = Annotated[StreamUrl, AfterValidator(web_address)]
Shown = Annotated[list[UUID | Slot], Field(max_length=200)]
"""The jobs in their order, each as its id or as `{job, minutes?, cap?}`."""


class SessionBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: SeenLine
    starts_at: Time
    stream_url: Stream | None = None
    run_of_show: Shown = []


class SessionChangesBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: SeenLine = ""
    starts_at: Time | None = None
    stream_url: Stream | None = None
    run_of_show: Shown = []

    @model_validator(mode="after")
    def something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("names no field to change")
        if "starts_at" in self.model_fields_set and self.starts_at is None:
            raise ValueError("starts_at cannot be cleared")
        return self


class DropBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    job: UUID
    cap: Cap | None = None


class NextDropBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    cap: Cap | None = None


class CapBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    cap: Cap


class PinBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    job: UUID | None


class AnnouncementBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: SeenNote


class QuestionBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: Annotated[QuestionText, AfterValidator(seen)]


def slots(shown: Iterable[UUID | Slot]) -> list[Slot]:
    """The slots of a run of show."""
    return [one if isinstance(one, Slot) else Slot(job=one) for one in shown]


SESSION = json_of(SessionBody)
SESSION_CHANGES = json_of(SessionChangesBody)
DROP = json_of(DropBody)
NEXT_DROP = json_of(NextDropBody, optional=True)
CAP = json_of(CapBody)
PIN = json_of(PinBody)
ANNOUNCEMENT = json_of(AnnouncementBody)
QUESTION = json_of(QuestionBody)
