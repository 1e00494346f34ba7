"""From the event of a saved resume to its stored row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from schemas.person import PersonErased
from schemas.resume import ResumeSaved

EVENTS = (ResumeSaved, PersonErased)
"""The events of livefair.people that are stored."""


def row_of(event: ResumeSaved | PersonErased, saved_at: datetime) -> dict[str, Any]:
    """The resume's card, empty where the person was erased. `saved_at` is the record's log time."""
    if isinstance(event, PersonErased):
        return {"person": event.person, "card": {}, "saved_at": saved_at}
    card = event.model_dump(mode="json", exclude={"person"}, exclude_none=True)
    return {"person": event.person, "card": card, "saved_at": saved_at}
