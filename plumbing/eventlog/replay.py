"""Owns reading the fair's log from its beginning and having the fair's own store decide it again, elsewhere.

It reads without a group, exactly up to the offsets that it is told, and never asks the broker where the log ends: what
the live tables have decided is there, and the demo's broker tells too low an end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from livefair.failure import Failure
from plumbing.postgres.pool import can_be_retried
from schemas.deadletter import DeadLetter
from services.fair.engine import statements, store
from services.fair.engine.store import Batch
from services.fair.engine.translate import Told, read

BATCH_RECORDS_MAX = 2_000
FETCH_WAIT_MS = 100
SILENCE_MS = 30_000  # of a broker that has what we ask for

Ends = Mapping[TopicPartition, int]


@dataclass(frozen=True, slots=True)
class _Part:
    """Consecutive records of one partition, each with what was read in it."""

    tp: TopicPartition
    records: Sequence[ConsumerRecord]
    told: Sequence[Told | DeadLetter]

    def halves(self) -> tuple[_Part, _Part]:
        middle = len(self.records) // 2
        first = replace(self, records=self.records[:middle], told=self.told[:middle])
        return first, replace(self, records=self.records[middle:], told=self.told[middle:])

    def batch(self) -> Batch:
        told = [one for one in self.told if isinstance(one, Told)]
        return Batch(self.tp.topic, self.tp.partition, self.records[0].offset, self.records[-1].offset + 1, told)


class Replay:
    """Goes forward through the log. `moved` is told of each batch's number of records."""

    def __init__(self, bootstrap: str, moved: Callable[[int], object]) -> None:
        self.at: dict[TopicPartition, int] = {}
        self._bootstrap = bootstrap
        self._moved = moved

    def missing(self, ends: Ends) -> int:
        """How many records stand between here and `ends`."""
        return sum(max(0, end - self.at.get(tp, 0)) for tp, end in ends.items())

    async def up_to(self, ends: Ends, connection: asyncpg.Connection) -> None:
        """Decide what stands before `ends`, into the tables that `connection` finds. Raises Failure.

        Each batch is a transaction of its own, or a part of the caller's.
        """
        columns = ([tp.topic for tp in ends], [tp.partition for tp in ends])
        await connection.execute(statements.STORED_OFFSETS, *columns)
        waiting = {tp: end for tp, end in ends.items() if self.at.get(tp, 0) < end}
        if not waiting:
            return
        consumer = _consumer(self._bootstrap)
        try:
            await consumer.start()
            consumer.assign(list(waiting))
            for tp in waiting:
                consumer.seek(tp, self.at.get(tp, 0))
            await self._read(consumer, waiting, connection)
        except (KafkaError, OSError) as problem:
            raise Failure(f"cannot read the log at {self._bootstrap}: {problem!r}") from problem
        finally:
            with suppress(KafkaError):
                await consumer.stop()

    async def _read(self, consumer: Any, waiting: dict[TopicPartition, int], connection: asyncpg.Connection) -> None:
        while waiting:
            found = await consumer.getmany(*waiting, timeout_ms=SILENCE_MS, max_records=BATCH_RECORDS_MAX)
            if not found:
                raise Failure(f"the log ends before what is decided: {_places(waiting)} cannot be read")
            for tp, records in found.items():
                before = [record for record in records if record.offset < waiting[tp]]
                if not before:
                    raise Failure(f"the log has a hole: {_places(waiting)} is wanted, {records[0].offset} comes next")
                await self._take(tp, before, connection)
                if self.at[tp] >= waiting[tp]:
                    del waiting[tp]
                    consumer.pause(tp)

    async def _take(self, tp: TopicPartition, records: list[ConsumerRecord], connection: asyncpg.Connection) -> None:
        if records[0].offset != self.at.get(tp, 0):
            raise Failure(f"the log has a hole: {tp.topic}:{tp.partition} goes on at {records[0].offset}")
        await _decide(connection, _Part(tp, records, [read(record) for record in records]))
        self.at[tp] = records[-1].offset + 1
        self._moved(len(records))


async def _decide(connection: asyncpg.Connection, part: _Part) -> None:
    """As the live consumer does: what cannot be stored is passed over alone. It tells nobody anything."""
    try:
        async with connection.transaction():
            if not await store.apply(connection, part.batch()):
                raise Failure("somebody else writes into the tables that are being rebuilt")
            await connection.execute("DELETE FROM outbox")
    except Failure:
        raise
    except Exception as problem:
        if can_be_retried(problem) or not part.batch().told:
            raise Failure(f"the tables cannot be written: {problem!r}") from problem
        await _decide_apart(connection, part)


async def _decide_apart(connection: asyncpg.Connection, part: _Part) -> None:
    if len(part.records) > 1:
        for half in part.halves():
            await _decide(connection, half)
    else:
        await _decide(connection, replace(part, told=()))


def _consumer(bootstrap: str) -> Any:
    return AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        client_id="livefair-replay",
        enable_auto_commit=False,
        auto_offset_reset="none",  # a log that has lost its beginning cannot be replayed
        fetch_max_wait_ms=FETCH_WAIT_MS,
        max_partition_fetch_bytes=4 * 1_048_576,
    )


def _places(ends: Ends) -> str:
    return ", ".join(f"{tp.topic}:{tp.partition} up to {end}" for tp, end in sorted(ends.items()))
