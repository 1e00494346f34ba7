"""Bulk actions: one call, one event in the log for each thing that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from schemas.event import Event
from services.ingest.edge.write import Draft, Many

BULK = "bulk"
"""The tag of bulk actions in OpenAPI."""


def many(thing: UUID, fair: UUID, items: Iterable[Any], event: Callable[[Any], Event]) -> Many:
    """An event for each item, keyed by the fair; the answer names `thing`, which holds the items."""
    return Many(str(thing), [Draft(str(item), event(item), str(fair)) for item in items])
