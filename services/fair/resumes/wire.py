"""From the event of a saved resume to its stored row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from schemas.resume import ResumeSaved

EVENTS = (ResumeSaved,)
"""The events of livefair.people that are stored."""


def row_of(event: ResumeSaved, saved_at: datetime) -> dict[str, Any]:
    """The resume's card. `saved_at` is the record's log time."""
    card = event.model_dump(mode="json", exclude={"person"}, exclude_none=True)
    return {"person": event.person, "card": card, "saved_at": saved_at}
