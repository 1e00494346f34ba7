"""The fair: what an organizer writes of it, and its events. Key of all of them: the fair's id."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from schemas.event import Event
from schemas.words import Line, Prose

AdsRule = Literal["warn", "refuse", "off"]
"""What becomes of a job whose ad is flagged; `warn` where a fair names none."""
OffersRule = Literal["keep", "release"]
"""What becomes of a student's other open invitations when one is accepted; they are kept where a fair names no rule."""
Campaign = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class FairFields(BaseModel):
    """What an organizer says of a fair."""

    title: Line
    host: Line
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    campaign: Campaign | None = None
    region: Line | None = None
    description: Prose | None = None
    ads: AdsRule | None = None
    offers: OffersRule | None = None


class FairScheduled(FairFields, Event):
    """An organizer planned a fair. `org` is the organizer's unit."""

    fair: UUID
    org: str


class FairOpened(Event):
    """From here on the fair takes submissions."""

    fair: UUID


class FairClosed(Event):
    """From here on the fair takes no submission; its counters stay."""

    fair: UUID
