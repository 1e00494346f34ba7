"""What the bodies of writes look like: the schemas' fields, where an unknown name is an error. No I/O."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Generic, Self, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)

from plumbing.http.body import parse
from plumbing.http.problem import Problem
from schemas.card import Wants
from schemas.closing_round import Wishes
from schemas.fair import FairChanges, FairFields
from schemas.job import JobChanges, JobFields, Ranking
from schemas.words import Note
from services.ingest.edge.times import Time
from services.ingest.resumes.document import coarse

JSON = "application/json"
PDF = "application/pdf"
JSON_BYTES_MAX = 1_048_576
PDF_BYTES_MAX = 10 * 1_048_576

_REGION_CODE = re.compile(r"[1-9][0-9]{5}")  # GB/T 2260

B = TypeVar("B")
Named = TypeVar("Named")


def ahead_of_now(time: datetime) -> datetime:
    """By the edge's clock. Raises ValueError for what has passed."""
    if time <= datetime.now(UTC):
        raise ValueError("is in the past")
    return time


def once(things: list[Named]) -> list[Named]:
    """A list without repetition. Raises ValueError."""
    if len(set(things)) < len(things):
        raise ValueError("names one of them twice")
    return things


class FairBody(FairFields):
    model_config = ConfigDict(extra="forbid")
    starts_at: Time
    ends_at: Time
    draft: bool | None = None

    @field_validator("ends_at")
    @classmethod
    def later(cls, ends_at: AwareDatetime, info: ValidationInfo) -> AwareDatetime:
        ahead_of_now(ends_at)
        if "starts_at" in info.data and ends_at <= info.data["starts_at"]:
            raise ValueError("is not after starts_at")
        return ends_at


class FairChangesBody(FairChanges):
    """Whether the times still fit each other and the log's clock is decided in the log."""

    model_config = ConfigDict(extra="forbid")
    starts_at: Time = datetime.min
    ends_at: Time = datetime.min

    @model_validator(mode="after")
    def something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("names no field to change")
        return self

    @field_validator("ends_at")
    @classmethod
    def ahead(cls, ends_at: AwareDatetime) -> AwareDatetime:
        return ahead_of_now(ends_at)


class ReopeningBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    ends_at: Time | None = None

    @field_validator("ends_at")
    @classmethod
    def ahead(cls, ends_at: AwareDatetime | None) -> AwareDatetime | None:
        return None if ends_at is None else ahead_of_now(ends_at)


class JobBody(JobFields):
    model_config = ConfigDict(extra="forbid")


class JobChangesBody(JobChanges):
    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("names no field to change")
        return self


class ReasonBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: Note


class ChoiceBody(BaseModel):
    """What an enterprise may say to any of its steps; the student hears it."""

    model_config = ConfigDict(extra="forbid")
    reason: Note | None = None


class InvitationBody(ChoiceBody):
    deadline: Time | None = None
    message: Note | None = None
    overbook: bool = False

    @field_validator("deadline")
    @classmethod
    def ahead(cls, deadline: AwareDatetime | None) -> AwareDatetime | None:
        return None if deadline is None else ahead_of_now(deadline)


class WantsBody(Wants):
    """Words that enterprises search by: no sentence, and no contact or number of somebody's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("regions", "industries")
    @classmethod
    def words(cls, wishes: list[str]) -> list[str]:
        for wish in wishes:
            if coarse(wish) is None and not _REGION_CODE.fullmatch(wish):
                raise ValueError(f"{wish[:20]!r} looks like a contact or a number, which a card does not show")
        return [wish.strip() for wish in wishes]


class CardBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    wants: WantsBody = WantsBody()


class ApproachBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    job: UUID
    message: Note | None = None
    deadline: Time | None = None

    @field_validator("deadline")
    @classmethod
    def ahead(cls, deadline: AwareDatetime | None) -> AwareDatetime | None:
        return None if deadline is None else ahead_of_now(deadline)


class AcceptanceBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    message: Note | None = None


class RankingBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    applications: Annotated[Ranking, AfterValidator(once)]


class WishesBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    jobs: Annotated[Wishes, AfterValidator(once)]


class ApplicationBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    resume_id: UUID
    message: Note | None = None
    drop: UUID | None = None


class NothingBody(BaseModel):
    """No body, or an empty object."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class BodyKind(Generic[B]):
    """How a body is read: its media type, its limit, and what is made of its bytes (raises Problem).

    `model` describes it in OpenAPI. An `optional` one may be left out.
    """

    media_type: str
    bytes_max: int
    parse: Callable[[bytes], B]
    model: type[BaseModel] | None = None
    optional: bool = False


M = TypeVar("M", bound=BaseModel)


def json_of(model: type[M], *, optional: bool = False, bytes_max: int = JSON_BYTES_MAX) -> BodyKind[M]:
    """A JSON body that fits `model`."""
    adapter = TypeAdapter(model)
    return BodyKind(JSON, bytes_max, lambda raw: parse(adapter, raw or b"{}"), model, optional)


def _pdf(raw: bytes) -> bytes:
    if not raw.startswith(b"%PDF-"):
        raise Problem(422, "This is no PDF: it does not begin with %PDF-.")
    return raw


FAIR = json_of(FairBody)
FAIR_CHANGES = json_of(FairChangesBody)
REOPENING = json_of(ReopeningBody, optional=True)
JOB = json_of(JobBody)
JOB_CHANGES = json_of(JobChangesBody)
REASON = json_of(ReasonBody)
CHOICE = json_of(ChoiceBody, optional=True)
INVITATION = json_of(InvitationBody, optional=True)
RANKING = json_of(RankingBody)
WISHES = json_of(WishesBody)
CARD = json_of(CardBody, optional=True)
APPROACH = json_of(ApproachBody)
ACCEPTANCE = json_of(AcceptanceBody, optional=True)
APPLICATION = json_of(ApplicationBody)
NOTHING = json_of(NothingBody, optional=True)
PDF_FILE: BodyKind[bytes] = BodyKind(PDF, PDF_BYTES_MAX, _pdf)
