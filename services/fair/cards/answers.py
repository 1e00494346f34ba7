"""The answers of the reads of cards and approaches, and their query parameters."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.card import Wants
from schemas.resume import Facets
from schemas.words import Degree, EmploymentType
from services.fair.kernel.answer import Answer, ForSome, Page
from services.fair.kernel.asked import Paged

ApproachState = Literal["open", "accepted", "declined", "expired"]


class CardsAsked(Paged):
    """Search and filters."""

    q: str | None = Field(None, description="Words of the major, the region and what is wanted; Chinese or English.")
    degree: Degree | None = None
    major: str | None = None
    region: str | None = Field(None, description="Of the student, or one that is wanted.")
    industry: str | None = Field(None, description="One that is wanted.")
    employment_type: EmploymentType | None = Field(None, description="One that is wanted.")
    highlights: bool = Field(False, description="Say also where the words of `q` stand.")


class CardHighlights(Answer):
    """Where the words of a query stand: [begin, end) of each range, in Unicode characters of each text."""

    major: list[tuple[int, int]] | None = None
    region: list[tuple[int, int]] | None = None
    regions: list[list[tuple[int, int]]] | None = None
    industries: list[list[tuple[int, int]]] | None = None


class ApproachesAsked(Paged):
    """A list of approaches."""

    state: ApproachState | None = None


class ShownApproach(Answer):
    """One of the asking enterprise's approaches to a card."""

    id: UUID
    job: UUID
    state: ApproachState


class Card(Answer):
    """A card as an enterprise sees it: nothing tells whose it is."""

    id: UUID
    fair: UUID
    facets: Facets
    wants: Wants
    shown_at: AwareDatetime = Field(description="The hour.")
    approaches: list[ShownApproach] | None = Field(None, description="Those of the enterprise that asks.")
    highlights: Annotated[CardHighlights | None, ForSome()] = Field(None, description="With `highlights=true`.")


class Cards(Page[Card]):
    """A page of them."""

    suggestion: str | None = Field(None, description="Where nothing is found: the nearest query that finds something.")


class OwnCard(Answer):
    """A student's own card in a fair."""

    id: UUID
    fair: UUID
    title: str = Field(description="The fair's.")
    state: Literal["shown", "hidden"]
    facets: Facets
    wants: Wants
    shown_at: AwareDatetime
    created_at: AwareDatetime


class OwnCards(Page[OwnCard]):
    """A page of them."""


class _Approach(Answer):
    id: UUID
    fair: UUID
    org: str
    job: UUID
    card: UUID
    state: ApproachState
    deadline: AwareDatetime
    approached_at: AwareDatetime
    answered_at: AwareDatetime | None = None
    application: UUID | None = Field(None, description="What it became; from then on the enterprise knows who it is.")
    message: str | None = Field(None, description="The enterprise's words.")


class Approach(_Approach):
    """An approach as its enterprise sees it. The facets are missing where the card is hidden by now."""

    facets: Facets | None = None
    wants: Wants | None = None


class Approaches(Page[Approach]):
    """A page of them."""


class OwnApproach(_Approach):
    """An approach as the student sees it, with the job's title and the booth's name."""

    title: str
    enterprise: str | None = None


class OwnApproaches(Page[OwnApproach]):
    """A page of them."""
