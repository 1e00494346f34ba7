"""What the bodies of writes of fairs may hold. No I/O."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationInfo, field_validator, model_validator

from schemas.fair import FairChanges, FairFields
from services.ingest.edge.bodies import SeenLine, ahead_of_now, json_of
from services.ingest.edge.times import Time, ZonedTime


class FairBody(FairFields):
    model_config = ConfigDict(extra="forbid")
    title: SeenLine
    host: SeenLine
    campaign: SeenLine | None = None
    region: SeenLine | None = None
    starts_at: ZonedTime
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
    title: SeenLine = ""
    host: SeenLine = ""
    campaign: SeenLine | None = None
    region: SeenLine | None = None
    starts_at: ZonedTime = datetime.min
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


FAIR = json_of(FairBody)
FAIR_CHANGES = json_of(FairChangesBody)
REOPENING = json_of(ReopeningBody, optional=True)
