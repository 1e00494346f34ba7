"""The booth: an enterprise's place in a fair, at most one for each (fair, org)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from schemas.event import Event
from schemas.words import Line, Nature, Note, Prose

Uscc = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NP-RTUW-Y]{18}$")]
"""A unified social credit code (GB 32100-2015): 18 characters."""


class BoothFields(BaseModel):
    """What an enterprise says of itself."""

    name: Line
    uscc: Uscc | None = None
    nature: Nature | None = None
    industry: Line | None = None
    region: Line | None = None
    intro: Prose | None = None


class BoothRequested(BoothFields, Event):
    """An enterprise asked for a booth, or the fair's organizer did so for it (an import)."""

    fair: UUID
    org: str


class BoothApproved(Event):
    """The organizer let the enterprise in."""

    fair: UUID
    org: str


class BoothRefused(Event):
    """The organizer did not; the one who asked hears why."""

    fair: UUID
    org: str
    reason: Note
