"""The answers of the reads of booths, a fair with its booths among them, and their query parameters."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.booth import BoothFields, Opening
from schemas.catalog import BoothState
from services.fair.fairs.answers import Fair
from services.fair.kernel.answer import Answer, ForSome, TabbedPage
from services.fair.kernel.asked import Tabs


class BoothsAsked(Tabs):
    """Filters of booths."""

    q: str | None = Field(None, description="A part of the name, or its words in another form.")
    region: str | None = Field(None, description="A region by name or GB/T 2260 code, with all that lies in it.")
    industry: str | None = None
    state: BoothState | None = None
    sort: Literal["place", "newest", "name"] | None = Field(None, description="By default in the order of requests.")
    highlights: bool = Field(False, description="Say also where the words of `q` stand.")


class NameHighlights(Answer):
    """Where the words of a query stand: [begin, end) of each range, in Unicode characters of the field."""

    name: list[tuple[int, int]] | None = None


class Booth(BoothFields, Answer):
    """An enterprise's place in a fair."""

    id: str = Field(description="The enterprise's `org`.")
    fair: UUID
    org: str
    state: BoothState
    reason: str | None = None
    created_at: AwareDatetime
    hours: list[Opening] = Field(description="Empty where it is open for as long as the fair.")
    open_now: bool
    response_time_s_median: int | None = Field(
        None, description="From a submission to the enterprise's first step; as of the last fifth answer, within 2%."
    )
    responses: int | None = Field(None, description="Of how many answers; a multiple of 5, missing below it.")
    highlights: Annotated[NameHighlights | None, ForSome()] = Field(None, description="With `highlights=true`.")


class Booths(TabbedPage[Booth]):
    """A page of them."""

    suggestion: str | None = Field(None, description="Where nothing is found: the nearest query that finds something.")


class FairWithBooths(Fair):
    """One fair. Its organizer sees every booth, an enterprise its own too; others see only approved booths."""

    allows: list[str] = Field(description="What its state allows: docs/fair-states.md.")
    booths: list[Booth] = Field(
        description="The first 1,000 with 200 characters of each `intro`, and the caller's own in full. "
        "`/v1/fairs/{fair}/booths` pages through all."
    )
    more_booths: bool = Field(description="Whether there are more.")
