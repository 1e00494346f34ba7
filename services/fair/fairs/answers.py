"""The answers of the reads of fairs and their query parameters. A fair with its booths: `booths/answers.py`."""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.catalog import FairState
from schemas.fair import FairFields
from services.fair.kernel.answer import POSITION, Answer, Page
from services.fair.kernel.asked import Paged


class FairsAsked(Paged):
    """Filters."""

    q: str | None = Field(None, description="Words of the title, the host, the campaign or the region.")
    state: FairState | None = None


class Fair(FairFields, Answer):
    """A fair as it is listed."""

    id: UUID
    org: str
    state: FairState
    created_at: AwareDatetime
    counters: dict[str, int]


class Fairs(Page[Fair]):
    """A page of them."""


class Counters(Answer):
    """A fair's counters and up to which record of the log they count."""

    counters: dict[str, int]
    decided: str = Field(description=POSITION)
    as_of: AwareDatetime


class Minute(Answer):
    """The counters at the end of one minute."""

    at: AwareDatetime
    counters: dict[str, int]


class Timeline(Answer):
    """The newest 1,440 minutes in which something changed, oldest first."""

    items: list[Minute]
