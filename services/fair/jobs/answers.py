"""The answers of the reads of jobs and their query parameters."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.catalog import JobState
from schemas.job import JobFields
from schemas.words import Degree
from services.fair.kernel.answer import Answer, ForSome, TabbedPage
from services.fair.kernel.asked import Tabs


class JobsAsked(Tabs):
    """Search and filters."""

    q: str | None = Field(None, description="Words, Chinese or English.")
    region: str | None = None
    industry: str | None = None
    degree: Degree | None = None
    org: str | None = None
    state: JobState | None = None
    flagged: bool = Field(False, description="Only jobs whose ads are flagged; for the fair's organizer.")
    sort: Literal["applications"] | None = Field(None, description="The most wanted first, instead of the best match.")


class Flag(Answer):
    """One thing that is wrong with a job's ad; docs/advertisements.md tells the kinds."""

    kind: str = Field(description="`missing`, or the ground on which people are shut out.")
    field: str
    phrase: str = Field(description="The words as they stand in the field; empty where a part is missing.")
    rule: str = Field(description="The law against which it is held.")


class Job(JobFields, Answer):
    """A job as it is listed.

    `applications`: its enterprise and the fair's organizer see the number that stands; everybody else sees a lower
    bound of the number received, which is a multiple of 5, and 0 where it is below 10.
    """

    id: UUID
    fair: UUID
    org: str
    enterprise: str | None = Field(None, description="The booth's name.")
    state: JobState
    applications: int
    applications_at_least: Literal[True] | None = Field(None, description="`applications` is a lower bound.")
    created_at: AwareDatetime
    flags: Annotated[list[Flag] | None, ForSome()] = Field(
        None, description="For the job's enterprise and the fair's organizer only."
    )


class Jobs(TabbedPage[Job]):
    """A page of them."""
