"""What the reads of employer-first and of consent answer and may be asked: for the OpenAPI document alone."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from schemas.card import Wants
from schemas.resume import Facets
from schemas.words import Degree, EmploymentType
from services.fair.engine.answers import Page, Paged

ApproachState = Literal["open", "accepted", "declined", "expired"]


class CardsAsked(Paged):
    """Search and filters."""

    q: str | None = Field(None, description="Words of the major, the region and what is wanted; Chinese or English.")
    degree: Degree | None = None
    major: str | None = None
    region: str | None = Field(None, description="Of the student, or one that is wanted.")
    industry: str | None = Field(None, description="One that is wanted.")
    employment_type: EmploymentType | None = Field(None, description="One that is wanted.")


class ApproachesAsked(Paged):
    """A list of approaches."""

    state: ApproachState | None = None


class ShownApproach(BaseModel):
    """One of the asking enterprise's approaches to a card."""

    id: UUID
    job: UUID
    state: ApproachState


class Card(BaseModel):
    """A card as an enterprise sees it: nothing tells whose it is."""

    id: UUID
    fair: UUID
    facets: Facets
    wants: Wants
    shown_at: AwareDatetime = Field(description="The hour.")
    approaches: list[ShownApproach] | None = Field(None, description="Those of the enterprise that asks.")


class Cards(Page[Card]):
    """A page of them."""


class OwnCard(BaseModel):
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


class _Approach(BaseModel):
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


class ConsentsAsked(Paged):
    """A list of consents."""

    state: Literal["given", "ended"] | None = None


class Consent(BaseModel):
    """That an enterprise may see a student's resume and words, for one job: as long as the application is live."""

    application: UUID
    job: UUID
    fair: UUID
    org: str
    title: str = Field(description="The job's.")
    enterprise: str | None = Field(None, description="The booth's name.")
    state: Literal["given", "ended"]
    given_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    reads: int = Field(description="How often the resume was opened.")


class Consents(Page[Consent]):
    """A page of them."""


class ReadReceipt(BaseModel):
    """That somebody of an enterprise opened a student's resume."""

    id: UUID
    fair: UUID
    job: UUID
    application: UUID
    org: str
    title: str = Field(description="The job's.")
    enterprise: str | None = Field(None, description="The booth's name.")
    by: str = Field(description="Who it was.")
    at: AwareDatetime


class ReadReceipts(Page[ReadReceipt]):
    """A page of them."""
