"""The sink: one PostgreSQL transaction per batch, with all of its effects and the new offset.

First the fence, then the service's writes, then the outbox: a batch is stored with all its consequences, or not at all.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic

import asyncpg
from aiokafka import ConsumerRecord

from plumbing.eventlog import outbox
from plumbing.eventlog.batch import Batch
from plumbing.eventlog.offsets import Offsets
from plumbing.eventlog.outbox import Record
from plumbing.eventlog.reading import BadRecord, E, Received, V
from plumbing.telemetry import metrics

DEAD_LETTER_BYTES_MAX = 3 * 1_048_576  # with its additional headers it stays below the broker's limit


@dataclass(frozen=True, slots=True)
class Sink(Generic[E, V]):
    """What a service gives a consumer.

    `read` parses one record. `write` writes a batch's effects inside the transaction and returns the records to
    publish: an `Inbox`'s if event ids count once, or a function of the service if its statements are idempotent.
    `dead_letter` makes the dead letter of a bad record.
    """

    read: Callable[[ConsumerRecord], Received[E, V] | BadRecord]
    write: Callable[[asyncpg.Connection, Batch[E, V]], Awaitable[Sequence[Record]]]
    dead_letter: Callable[[BadRecord], Record]
    offsets: Offsets = field(default_factory=Offsets)
    stops_where_bad: bool = True
    """Whether very many bad records in a row stop the process: a reader that is too old would see the same."""

    async def apply(self, connection: asyncpg.Connection, batch: Batch[E, V]) -> bool:
        """Write a batch inside the caller's transaction. False, with nothing written, if it was fenced off."""
        if not await self.offsets.advance(connection, batch):
            return False
        records = [self._put_aside(bad) for bad in batch.bad]
        records += await self.write(connection, batch)
        await outbox.write(connection, batch.topic, batch.partition, records)
        return True

    def _put_aside(self, bad: BadRecord) -> Record:
        metrics.DEAD_LETTERS.labels(bad.topic).inc()
        return self.dead_letter(bad.fitting(DEAD_LETTER_BYTES_MAX))
