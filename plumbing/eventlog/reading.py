"""Parses a record: from the client's raw record to an event in its envelope, or to a bad record with the reason.

Owns the checks that apply to every log (a value, its size, its key). The service defines the wire format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from aiokafka import ConsumerRecord

from plumbing.kafka.position import Position

VALUE_BYTES_MAX = 1_048_576
REASON_CHARACTERS_MAX = 900
KEY_BYTES_SHOWN = 1_000

Headers = Iterable[tuple[str, bytes | None]]


class Envelope(Protocol):
    """The fields of an event's envelope that the package reads; a service's own type has more."""

    @property
    def id(self) -> UUID:
        """The event id: two records with the same one have one effect."""

    @property
    def actor(self) -> str:
        """The sender."""


E = TypeVar("E", bound=Envelope)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Received(Generic[E, V]):
    """A good record: its envelope, its event, its offset, its position as text, and the log's time (UTC).

    Construct it by this name; `Received[E, V]` is for annotations and cannot be called on Python 3.11.
    """

    envelope: E
    event: V
    offset: int
    position: str
    log_time: datetime


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that cannot be parsed, or whose effect cannot be stored: its position, the reason, and its raw bytes."""

    topic: str
    partition: int
    offset: int
    reason: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()

    @classmethod
    def of(cls, record: ConsumerRecord, reason: str) -> BadRecord:
        position = (record.topic, record.partition, record.offset)
        return cls(*position, reason, record.key, record.value, tuple(record.headers))

    def fitting(self, bytes_max: int) -> BadRecord:
        """The same, or without its value and headers if the whole has more than `bytes_max` bytes."""
        size = len(self.key or b"") + len(self.value or b"")
        size += sum(len(name) + len(value or b"") for name, value in self.headers)
        if size <= bytes_max:
            return self
        reason = f"{self.reason[:REASON_CHARACTERS_MAX]} ({size} bytes, not copied: they stay where they are)"
        return replace(self, reason=reason, key=(self.key or b"")[:KEY_BYTES_SHOWN], value=None, headers=())


class Unreadable(ValueError):
    """The record is not an event of this log; the message says why."""


@dataclass(frozen=True, slots=True)
class Reader(Generic[E, V]):
    """Parses records in a service's wire format.

    `envelope_of(headers)` and `event_of(envelope, value)` raise Unreadable, or one of the errors in `unreadable`.
    `key_of(topic, event)` returns the key that the record must have, or None if the event belongs to another topic.
    """

    envelope_of: Callable[[Headers], E]
    event_of: Callable[[E, bytes], V]
    key_of: Callable[[str, V], str | None]
    unreadable: tuple[type[Exception], ...] = (Unreadable,)
    value_bytes_max: int = VALUE_BYTES_MAX

    def __call__(self, record: ConsumerRecord) -> Received[E, V] | BadRecord:
        """The event in a record, or the bad record. Never raises an error that the record's content causes."""
        try:
            return self._received(record)
        except self.unreadable as bad:
            return BadRecord.of(record, str(bad))

    def _received(self, record: ConsumerRecord) -> Received[E, V]:
        value: bytes | None = record.value
        if value is None:
            raise Unreadable("the value is null")
        if len(value) > self.value_bytes_max:
            raise Unreadable(f"the value has {len(value)} bytes; at most {self.value_bytes_max} are read")
        envelope = self.envelope_of(record.headers)
        event = self.event_of(envelope, value)
        if record.key is None or record.key.decode(errors="replace") != self.key_of(record.topic, event):
            raise Unreadable("the key is not the event's own, or its topic is another")
        position = str(Position(record.topic, record.partition, record.offset))
        return Received(envelope, event, record.offset, position, datetime.fromtimestamp(record.timestamp / 1000, UTC))
