"""Which fields of events may hold a sealed text: those whose type says so."""

from __future__ import annotations

from typing import Any, get_args

from schemas.event import Event
from schemas.personal import TYPED


def typed_fields(event: type[Event]) -> set[str]:
    """The names of the event's fields that may hold a sealed text."""
    fields = event.model_fields.items()
    return {name for name, field in fields if TYPED in field.metadata or _is_typed(field.annotation)}


def _is_typed(kind: Any) -> bool:
    return TYPED in getattr(kind, "__metadata__", ()) or any(_is_typed(part) for part in get_args(kind))
