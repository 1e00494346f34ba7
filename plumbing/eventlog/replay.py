"""Replays a log from its beginning, through the service's own sink, into tables that nobody else writes.

It reads without a group, exactly up to the given offsets, and never asks the broker for the end of the log: what the
live tables have decided must be there, and the in-memory broker of a demo reports too low an end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from plumbing.eventlog.batch import Part
from plumbing.eventlog.sink import Sink
from plumbing.kafka.headers import poll
from plumbing.kafka.settings import PLAIN, KafkaSettings, Security
from plumbing.postgres.pool import can_be_retried

BATCH_RECORDS_MAX = 2_000
FETCH_WAIT_MS = 100
SILENCE_MS = 30_000  # the longest silence of a broker that must have the records

Ends = Mapping[TopicPartition, int]


class ReplayFailed(Exception):
    """The log cannot be replayed into these tables; the message says why, in one line."""


class Replay:
    """Moves forward through the log. `moved` is called with the number of records of each batch."""

    def __init__(
        self, bootstrap: str, sink: Sink[Any, Any], moved: Callable[[int], object], security: Security = PLAIN
    ) -> None:
        self.at: dict[TopicPartition, int] = {}
        self._sink = sink
        self._kafka = KafkaSettings(bootstrap, "replay", security=security)
        self._moved = moved

    def missing(self, ends: Ends) -> int:
        """The number of records between the current position and `ends`."""
        return sum(max(0, end - self.at.get(tp, 0)) for tp, end in ends.items())

    async def up_to(self, ends: Ends, connection: asyncpg.Connection) -> None:
        """Decide the records before `ends`, into the tables that `connection` resolves to. Raises ReplayFailed.

        Each batch is a transaction of its own, or a part of the caller's.
        """
        await self._sink.offsets.create(connection, list(ends))
        waiting = {tp: end for tp, end in ends.items() if self.at.get(tp, 0) < end}
        if not waiting:
            return
        consumer = _consumer(self._kafka)
        try:
            await consumer.start()
            consumer.assign(list(waiting))
            for tp in waiting:
                consumer.seek(tp, self.at.get(tp, 0))
            await self._read(consumer, waiting, connection)
        except (KafkaError, OSError) as problem:
            raise ReplayFailed(f"cannot read the log at {self._kafka.bootstrap}: {problem!r}") from problem
        finally:
            with suppress(KafkaError):
                await consumer.stop()

    async def _read(self, consumer: Any, waiting: dict[TopicPartition, int], connection: asyncpg.Connection) -> None:
        while waiting:
            found = await poll(consumer, *waiting, timeout_ms=SILENCE_MS, max_records=BATCH_RECORDS_MAX)
            if not found:
                raise ReplayFailed(f"the log ends before what is decided: {_places(waiting)} cannot be read")
            for tp, records in found.items():
                before = [record for record in records if record.offset < waiting[tp]]
                if not before:
                    raise ReplayFailed(
                        f"the log has a hole: {_places(waiting)} is wanted, {records[0].offset} comes next"
                    )
                await self._take(tp, before, connection)
                if self.at[tp] >= waiting[tp]:
                    del waiting[tp]
                    consumer.pause(tp)

    async def _take(self, tp: TopicPartition, records: list[ConsumerRecord], connection: asyncpg.Connection) -> None:
        if records[0].offset != self.at.get(tp, 0):
            raise ReplayFailed(f"the log has a hole: {tp.topic}:{tp.partition} goes on at {records[0].offset}")
        await self._store(connection, Part(records, [self._sink.read(record) for record in records]))
        self.at[tp] = records[-1].offset + 1
        self._moved(len(records))

    async def _store(self, connection: asyncpg.Connection, part: Part[Any, Any]) -> None:
        """Like the live consumer: a record that cannot be stored is skipped alone. Nothing is published."""
        batch = replace(part.batch(), bad=())
        try:
            async with connection.transaction():
                if not await self._sink.apply(connection, batch):
                    raise ReplayFailed("somebody else writes into the tables that are being rebuilt")
                await connection.execute("DELETE FROM outbox")
        except ReplayFailed:
            raise
        except Exception as problem:
            if can_be_retried(problem) or not batch.received:
                raise ReplayFailed(f"the tables cannot be written: {problem!r}") from problem
            await self._store_apart(connection, part)

    async def _store_apart(self, connection: asyncpg.Connection, part: Part[Any, Any]) -> None:
        if len(part.records) > 1:
            for half in part.halves():
                await self._store(connection, half)
        else:
            await self._store(connection, replace(part, read=()))


def _consumer(kafka: KafkaSettings) -> Any:
    return AIOKafkaConsumer(
        **kafka.client(),
        enable_auto_commit=False,
        auto_offset_reset="none",  # a log that has lost its beginning cannot be replayed
        fetch_max_wait_ms=FETCH_WAIT_MS,
        max_partition_fetch_bytes=4 * 1_048_576,
    )


def _places(ends: Ends) -> str:
    return ", ".join(f"{tp.topic}:{tp.partition} up to {end}" for tp, end in sorted(ends.items()))
