"""Reads `livefair.chat` into the hub: comments, hidden comments, and sums of reactions.

An unreadable record is logged, counted and skipped: nothing depends on it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, cast

import structlog
from aiokafka import ConsumerRecord
from pydantic import ValidationError

from plumbing.kafka.incarnation import Incarnation
from plumbing.sealing.keys import Keys
from plumbing.telemetry import metrics
from schemas.chat import CommentPosted
from schemas.registry import CHAT_EVENTS
from schemas.topics import CHAT as TOPIC
from services.notify.feeds.opening import opened
from services.notify.rooms.beside import CHAT
from services.notify.rooms.hub import Hub
from services.notify.rooms.talks import ChatEvent, Talks

BACK_S = 86_400.0  # how far back it is read at the start, roughly
CHUNK_RECORDS = 100  # taken at a time, so that records of rooms are handled in between
_EVENTS = {event.wire_type().encode(): event for event in CHAT_EVENTS}
log = structlog.get_logger(__name__)


class BadRecord(ValueError):
    """The record is no event of `livefair.chat`; the message says why, without its content."""


class Chat:
    """Takes batches of records and updates the rooms."""

    def __init__(self, hub: Hub[Any], keys: Keys, tick: Callable[[], None], now: Callable[[], float]) -> None:
        self._hub = hub
        self._keys = keys
        self._tick = tick
        self._now = now
        self._talks = Talks()
        self._offsets: dict[int, int] = {}

    async def apply(self, records: Sequence[ConsumerRecord]) -> None:
        """Take a batch."""
        for start in range(0, len(records), CHUNK_RECORDS):
            chunk = records[start : start + CHUNK_RECORDS]
            read = [(record, event) for record in chunk if (event := self._read(record))]
            texts = await opened(self._keys, [event.words for _, event in read if isinstance(event, CommentPosted)])
            for record, event in read:
                self._talks.take(event, record.timestamp, texts)
            for room, news in self._talks.drain():
                self._hub.show(room, CHAT, news, self._now())
            self._tick()
            await asyncio.sleep(0)

    async def renewed(self, found: Incarnation) -> None:
        """Read a topic that was deleted and made again: its offsets begin anew. Sums go on."""
        self._offsets.clear()

    def _read(self, record: ConsumerRecord) -> ChatEvent | None:
        """The event; None where it is unreadable, or was read before: the client reads everything again when the topic
        has got more partitions."""
        if record.offset <= self._offsets.get(record.partition, -1):
            return None
        self._offsets[record.partition] = record.offset
        try:
            return parse(record)
        except BadRecord as bad:
            metrics.UNREADABLE.labels(TOPIC.name).inc()
            log.error(
                "unreadable_record", topic=TOPIC.name, partition=record.partition, offset=record.offset, why=str(bad)
            )
            return None


def parse(record: ConsumerRecord) -> ChatEvent:
    """The event in a record. Raises BadRecord."""
    model = _EVENTS.get(dict(record.headers).get("ce_type") or b"")
    if model is None:
        raise BadRecord("its type is unknown")
    try:
        event = cast(ChatEvent, model.model_validate_json(record.value or b""))
    except ValidationError as error:
        raise BadRecord(f"{error.error_count()} fields do not fit, first {error.errors()[0]['loc']}") from error
    if record.key != str(event.session).encode():
        raise BadRecord("the key is not the session")
    return event
