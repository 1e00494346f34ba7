"""The booth: an enterprise's place in a fair, at most one for each (fair, org)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from schemas.event import Event
from schemas.words import Line, Nature, Note, Prose, WebAddress

Uscc = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NP-RTUW-Y]{18}$")]
"""A unified social credit code (GB 32100-2015): 18 characters."""
Website = Annotated[WebAddress, StringConstraints(max_length=500)]
"""The address of an enterprise's own pages."""


class Opening(BaseModel):
    """When a booth is open: from `from` up to `to`."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)
    begins: AwareDatetime = Field(alias="from")
    ends: AwareDatetime = Field(alias="to")


Hours = Annotated[list[Opening], Field(max_length=50)]


class BoothFields(BaseModel):
    """The fields of a booth that the enterprise writes."""

    name: Line
    uscc: Uscc | None = None
    nature: Nature | None = None
    industry: Line | None = None
    region: Line | None = None
    intro: Prose | None = None
    website: Website | None = None


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


class BoothChanges(BaseModel):
    """What an amendment changes. A field that was given as null is cleared; one that was not given stays."""

    name: Line = ""
    uscc: Uscc | None = None
    nature: Nature | None = None
    industry: Line | None = None
    region: Line | None = None
    intro: Prose | None = None
    hours: Hours | None = None
    website: Website | None = None


class BoothAmended(Event):
    """The enterprise changed what it says of itself, or when its booth is open: what is set in `changes`."""

    fair: UUID
    org: str
    changes: BoothChanges

    def wire_value(self) -> bytes:
        """As for every event, but a null in `changes` is kept because it means that the field is cleared."""
        return self.model_dump_json(exclude_unset=True, by_alias=True).encode()
