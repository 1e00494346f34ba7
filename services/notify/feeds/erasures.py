"""Reads `livefair.people` for erased people, and empties their texts in the rooms.

Their keys were destroyed before, so a text that is opened from now on is empty anyway.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from aiokafka import ConsumerRecord
from pydantic import ValidationError

from plumbing.sealing.keys import Keys
from plumbing.telemetry import metrics
from schemas.person import PersonErased
from schemas.topics import PEOPLE
from services.notify.rooms.hub import Hub

BACK_S = 3_600.0  # how far back it is read at the start: longer than a start takes
TYPE = PersonErased.wire_type().encode()
log = structlog.get_logger(__name__)


class Erasures:
    """Takes batches of records."""

    def __init__(self, hub: Hub[Any], keys: Keys, tick: Callable[[], None], now: Callable[[], float]) -> None:
        self._hub = hub
        self._keys = keys
        self._tick = tick
        self._now = now

    async def apply(self, records: Sequence[ConsumerRecord]) -> None:
        """Empty the texts of the people that a batch erases."""
        destroyed = {key for record in records for key in self._destroyed(record)}
        if destroyed:
            self._keys.forget(destroyed)
            self._hub.empty(destroyed, self._now())
            self._tick()
        await asyncio.sleep(0)

    def _destroyed(self, record: ConsumerRecord) -> Sequence[str]:
        """The keys that the record names; none where it is of another type, or unreadable."""
        if dict(record.headers).get("ce_type") != TYPE:
            return ()
        try:
            return PersonErased.model_validate_json(record.value or b"").keys
        except ValidationError:
            metrics.UNREADABLE.labels(PEOPLE.name).inc()
            log.error("unreadable_record", topic=PEOPLE.name, partition=record.partition, offset=record.offset)
            return ()
