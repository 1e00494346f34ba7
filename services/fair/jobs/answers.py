"""The answers of the reads of jobs and their query parameters."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.catalog import JobState
from schemas.job import JobFields
from schemas.words import Degree, EmploymentType
from services.fair.kernel.answer import Answer, ForSome, TabbedPage
from services.fair.kernel.asked import Tabs

Band = Literal["0-3000", "3000-5000", "5000-8000", "8000-12000", "12000-20000", "20000-30000", "30000-"]


class JobsAsked(Tabs):
    """Search and filters."""

    q: str | None = Field(
        None, description="Words, Chinese or English, of the job's text, its enterprise, place, degree or type."
    )
    region: str | None = Field(None, description="A region by name or GB/T 2260 code, with all that lies in it.")
    industry: str | None = None
    degree: Degree | None = None
    employment_type: EmploymentType | None = None
    pay: Band | None = Field(None, description="For a month, in the job's own currency; the end is exclusive.")
    org: str | None = None
    state: JobState | None = None
    flagged: bool = Field(False, description="Only jobs whose ads are flagged; for the fair's organizer.")
    sort: Literal["relevance", "newest", "pay", "applications"] | None = Field(
        None, description="`relevance` by default; `pay`: the best paid first; `applications`: the most wanted first."
    )
    facets: bool = Field(False, description="Say also how many there are by region, industry, degree, type and pay.")
    highlights: bool = Field(False, description="Say also where the words of `q` stand.")


class Highlights(Answer):
    """Where the words of a query stand: [begin, end) of each range, in Unicode characters of the field."""

    title: list[tuple[int, int]] | None = None
    enterprise: list[tuple[int, int]] | None = None
    region: list[tuple[int, int]] | None = None
    description: list[tuple[int, int]] | None = Field(None, description="Of its first 2,000 characters.")


class FacetValue(Answer):
    """A value that its filter takes, and how many jobs it would leave under the other filters."""

    value: str
    count: int


class JobFacets(Answer):
    """The most frequent values of each filter; the bands of pay in their order. Regions are cities."""

    region: list[FacetValue]
    industry: list[FacetValue]
    degree: list[FacetValue]
    employment_type: list[FacetValue]
    pay: list[FacetValue]


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
    highlights: Annotated[Highlights | None, ForSome()] = Field(None, description="With `highlights=true`.")


class Jobs(TabbedPage[Job]):
    """A page of them."""

    facets: JobFacets | None = Field(None, description="With `facets=true`.")
    matches: int | None = Field(None, description="With `facets=true`: how many jobs there are under all filters.")
    facets_at_least: Literal[True] | None = Field(
        None, description="Only the first 10,000 jobs were counted: `matches` and each `count` are lower bounds."
    )
    suggestion: str | None = Field(None, description="Where nothing is found: the nearest query that finds something.")
