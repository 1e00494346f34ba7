"""The job: what an enterprise publishes at its booth."""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from schemas.event import Event
from schemas.words import Degree, EmploymentType, Line, Note, Period, Prose

Headcount = Annotated[int, Field(ge=1, le=100_000)]
Amount = Annotated[
    int | float,
    Field(ge=0, le=1e12, allow_inf_nan=False),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1e12}),  # pydantic writes `ge` and `le` for a union
]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Ranking = Annotated[list[UUID], Field(max_length=1_000)]
Majors = Annotated[list[Line], Field(max_length=50)]


class Salary(BaseModel):
    """Pay from `min` to `max` in `currency` (ISO 4217) for each `period`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    min: Amount
    max: Amount
    period: Period
    currency: Currency

    @model_validator(mode="after")
    def not_upside_down(self) -> Self:
        if self.min > self.max:
            raise ValueError("min is above max")
        return self


class JobFields(BaseModel):
    """The fields of a job that the enterprise writes. `code` is the enterprise's own number for it."""

    title: Line
    headcount: Headcount
    region: Line | None = None
    industry: Line | None = None
    degree: Degree | None = None
    majors: Majors | None = None
    salary: Salary | None = None
    employment_type: EmploymentType | None = None
    description: Prose | None = None
    code: Line | None = None


class JobChanges(BaseModel):
    """What an amendment changes. A field that was given as null is cleared; one that was not given stays."""

    title: Line = ""
    headcount: Headcount = 1
    region: Line | None = None
    industry: Line | None = None
    degree: Degree | None = None
    majors: Majors | None = None
    salary: Salary | None = None
    employment_type: EmploymentType | None = None
    description: Prose | None = None
    code: Line | None = None


class JobPublished(JobFields, Event):
    """A job stands in the fair, open for submissions while the fair is."""

    fair: UUID
    org: str
    job: UUID


class JobAmended(Event):
    """Some of a job's fields changed: those set in `changes`, where null means cleared.

    `invites_alternates`: a larger headcount invites the next alternates. Records from before this rule do not have it,
    and moved nobody.
    """

    fair: UUID
    job: UUID
    changes: JobChanges
    invites_alternates: bool = False

    def wire_value(self) -> bytes:
        """As for every event, but a null in `changes` is kept because it means that the field is cleared."""
        return self.model_dump_json(exclude_unset=True).encode()


class JobClosed(Event):
    """The job takes no submission any more. `reason`: the organizer's, where it was the organizer who closed it."""

    fair: UUID
    job: UUID
    reason: Note | None = None


class ApplicantsRanked(Event):
    """The enterprise's order of its applications: the first that waits moves up when a place becomes free."""

    fair: UUID
    job: UUID
    applications: Ranking
