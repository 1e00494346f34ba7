"""The fair: the fields that an organizer writes, and its events. Key of all of them: the fair's id."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from schemas.event import Event
from schemas.words import Line, Prose

AdsRule = Literal["warn", "refuse", "off"]
"""What a flagged ad leads to; `warn` if a fair names none."""
OffersRule = Literal["keep", "release"]
"""What an acceptance does to the student's other open invitations; `keep` if a fair names none."""
UtcOffset = Annotated[int, Field(ge=-1_439, le=1_439)]
"""The zone of a fair: its offset from UTC as `starts_at` was given. Fairs without one are in UTC."""
Campaign = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class FairFields(BaseModel):
    """The fields of a fair that its organizer writes."""

    title: Line
    host: Line
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    campaign: Campaign | None = None
    region: Line | None = None
    description: Prose | None = None
    ads: AdsRule | None = None
    offers: OffersRule | None = None


class FairChanges(BaseModel):
    """What an amendment changes. A field that was given as null is cleared; one that was not given stays."""

    title: Line = ""
    host: Line = ""
    starts_at: AwareDatetime = datetime.min
    ends_at: AwareDatetime = datetime.min
    campaign: Campaign | None = None
    region: Line | None = None
    description: Prose | None = None
    ads: AdsRule | None = None
    offers: OffersRule | None = None


class FairScheduled(FairFields, Event):
    """An organizer planned a fair. `org` is the organizer's unit; a `draft` is seen by that unit alone."""

    fair: UUID
    org: str
    draft: bool | None = None
    utc_offset_minutes: UtcOffset | None = None


class FairAmended(Event):
    """Some of a fair's fields changed: those set in `changes`, where null means cleared."""

    fair: UUID
    changes: FairChanges
    utc_offset_minutes: UtcOffset | None = None

    def wire_value(self) -> bytes:
        """As for every event, but a null in `changes` is kept because it means that the field is cleared."""
        return self.model_dump_json(exclude_unset=True).encode()


class FairPublished(Event):
    """A draft is seen by all."""

    fair: UUID


class FairOpened(Event):
    """From here on the fair takes submissions."""

    fair: UUID


class FairPaused(Event):
    """For a while the fair takes no submission; all else goes on."""

    fair: UUID


class FairResumed(Event):
    """It takes submissions again."""

    fair: UUID


class FairClosingStarted(Event):
    """The fair comes to its end: nothing new, but both sides still choose."""

    fair: UUID


class FairClosed(Event):
    """From here on the fair takes no submission; its counters stay. Open invitations expire with it."""

    fair: UUID


class FairReopened(Event):
    """A closed fair is open again, until `ends_at` where one is given."""

    fair: UUID
    ends_at: AwareDatetime | None = None


class FairArchived(Event):
    """From here on nothing of the fair moves."""

    fair: UUID


class RetentionPassed(Event):
    """The watcher says that the fair has been kept until `until`, long enough. Written by fair, after it has destroyed
    the keys of the fair's texts; decided by the log's time.
    """

    fair: UUID
    until: AwareDatetime
