"""What the lists of the read API may be asked, as models: for its OpenAPI document and for nothing else.

The handlers read requests themselves (`filters.py`); a test holds both against each other.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.application import ApplicationState
from schemas.catalog import BoothState, FairState, JobState
from schemas.words import Degree
from services.fair.engine.answers import Paged


class Tabs(Paged):
    """What every list by state takes."""

    counts: bool = Field(False, description="Say also how many there are in each state, under the other filters.")


class BoothsAsked(Tabs):
    """Filters of booths."""

    q: str | None = Field(None, description="A part of the name.")
    region: str | None = None
    industry: str | None = None
    state: BoothState | None = None
    sort: Literal["place", "newest", "name"] | None = Field(None, description="By default in the order of requests.")


class FairsAsked(Paged):
    """A filter."""

    state: FairState | None = None


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


class ApplicationsAsked(Tabs):
    """A list of applications."""

    state: ApplicationState | None = None


class ApplicationsOfFairAsked(ApplicationsAsked):
    """Filters of a fair's applications."""

    org: str | None = None
    job: UUID | None = None
    degree: Degree | None = None
    region: str | None = Field(None, description="The student's.")
    q: str | None = Field(None, description="A part of the job's title.")
    since: AwareDatetime | None = Field(None, description="Received at this time or later.")
    until: AwareDatetime | None = Field(None, description="Received before this time.")


class QuestionsAsked(Paged):
    """The order of a session's questions."""

    sort: Literal["open"] | None = Field(None, description="Those that are open before those that are answered.")


class ReplayAsked(Paged):
    """What is told of a session that is seen again."""

    stage: bool = Field(False, description="Without comments and reactions, which may be far more.")
