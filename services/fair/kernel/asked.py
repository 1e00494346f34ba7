"""The query parameters that many reads share, as models for OpenAPI.

Handlers parse requests with `reading.py` and `filters.py`; models of a noun's own parameters are in its `answers.py`.
"""

from __future__ import annotations

from pydantic import BaseModel, Field

from services.fair.kernel.answer import POSITION


class Asked(BaseModel):
    """What every read takes."""

    after: str | None = Field(None, description=f"{POSITION} Answers once that record is decided, within 5 s.")


class Paged(Asked):
    """What every list takes."""

    limit: int = Field(50, ge=1, le=100, description="How many items at most.")
    cursor: str | None = Field(None, description="`next_cursor` of the page before.")


class Tabs(Paged):
    """Parameters of every list that can be filtered by state."""

    counts: bool = Field(False, description="Say also how many there are in each state, under the other filters.")
