"""Whether the times in an event fit into UTC: others could be stored in PostgreSQL but never read again. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from pydantic import BaseModel


def outside_of_calendar(event: BaseModel) -> str | None:
    """The name of the first time in the event that is out of range; None if all are within it."""
    return next((name for name, time in _times_in(event) if not _is_within(time)), None)


def _times_in(event: BaseModel) -> Iterator[tuple[str, datetime]]:
    """The times of the event, and those in its changes."""
    for name in times_of(type(event)):
        if isinstance(value := getattr(event, name), datetime):
            yield name, value
    changes = getattr(event, "changes", None)
    for name in changes.model_fields_set if isinstance(changes, BaseModel) else ():
        value = getattr(changes, name)
        if isinstance(value, datetime):
            yield name, value
        elif name == "hours":
            for opening in value or ():
                yield from _times_in(opening)


def _is_within(time: datetime) -> bool:
    try:
        time.astimezone(UTC)
    except OverflowError:
        return False
    return True


@cache
def times_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of an event's fields that hold a time. Cached: most events have none, and every record is checked."""
    return tuple(name for name, field in model.model_fields.items() if "datetime" in str(field.annotation).lower())
