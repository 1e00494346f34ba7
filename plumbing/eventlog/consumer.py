"""The consumer: reads the log partition by partition and has every batch decided and stored, or says why not.

The offsets in Postgres are the truth: at assignment it seeks to them, and a batch that does not begin there is not
taken. No failure is swallowed: it is tried again, put aside as a dead letter, or stops the process.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

import asyncpg
import structlog
from aiokafka import ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from plumbing.eventlog.progress import Progress
from plumbing.kafka.raw import Records
from plumbing.postgres.pool import Pool, can_be_retried, lies_in_the_data
from plumbing.telemetry import metrics
from plumbing.telemetry.fatal import stop_process
from schemas.deadletter import DeadLetter
from services.fair.engine import statements, store
from services.fair.engine.store import Batch
from services.fair.engine.translate import Told, read

BAD_IN_A_ROW_MAX = 1_000  # more than that is no bad record but a bad deploy
GAPS_MAX = 3
COMMIT_EVERY_S = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What becomes of a batch, and where it stands how far a partition is taken; both in one transaction.

    `apply` answers False, and has written nothing, where another has moved on. The offsets' statements take topics and
    partitions: one makes the rows that are missing, one reads them.
    """

    apply: Callable[[asyncpg.Connection, Batch], Awaitable[bool]]
    store_offsets: str
    read_offsets: str
    stops_where_bad: bool = True


DECIDED = Kept(store.apply, statements.STORED_OFFSETS, statements.READ_OFFSETS)


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive records of one partition, each with what was read in it."""

    records: Sequence[ConsumerRecord]
    told: Sequence[Told | DeadLetter]

    def since(self, offset: int) -> Part:
        """Without what stands before `offset`."""
        if self.records[0].offset >= offset:
            return self
        passed = sum(record.offset < offset for record in self.records)
        return Part(self.records[passed:], self.told[passed:])


class Consumer(ConsumerRebalanceListener):  # type: ignore[misc]  # the client library is untyped
    """Has what it is given decided, or kept. `consumer_of()` answers the Kafka client's consumer once there is one."""

    def __init__(self, pool: Pool, progress: Progress, committed: Callable[[], None], kept: Kept = DECIDED) -> None:
        self.consumer_of: Callable[[], Any] = lambda: None
        self.busy = False
        self._pool = pool
        self._progress = progress
        self._committed = committed
        self._kept = kept
        self._expected: dict[TopicPartition, int] = {}
        self._untold = False
        self._bad_in_a_row = 0
        self._gaps = 0
        self._storing: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None

    def owned(self) -> Iterable[tuple[str, int]]:
        """The partitions that are ours now."""
        return [(tp.topic, tp.partition) for tp in self._expected]

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Go on where Postgres says. Nothing is fetched before, since a record that came early would be dropped."""
        consumer, assigned = self.consumer_of(), list(assigned)
        consumer.pause(*assigned)
        for tp, offset in (await self._stored(assigned)).items():
            consumer.seek(tp, offset)
            self._expected[tp] = offset
            self._progress.advance(tp.topic, tp.partition, offset)
        consumer.resume(*assigned)

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        for tp in revoked:
            self._expected.pop(tp, None)

    async def take(self, records: Records) -> None:
        """Decide what was read. One batch ahead: this one is parsed while the one before it is still being stored.

        Returning means that everything before `records` is dealt with, and that these will be.
        """
        parts = [_parsed(list(of_partition)) for _, of_partition in groupby(records, attrgetter("topic", "partition"))]
        await self.settled()
        self.busy = True
        self._storing = asyncio.create_task(self._store_all(parts))

    async def settled(self) -> None:
        """Wait until all that was taken is stored."""
        if self._storing is not None:
            await asyncio.shield(self._storing)

    async def _store_all(self, parts: Sequence[Part]) -> None:
        """Store what was read of each partition. A failure that nothing can be done about stops the process."""
        try:
            for part in parts:
                await self._store_part(part)
        except Exception as error:
            log.exception("consumer_failed")
            stop_process(f"a batch can neither be decided nor put aside: {error!r}")
        self.busy = False

    async def _store_part(self, part: Part) -> None:
        first = part.records[0]
        tp = TopicPartition(first.topic, first.partition)
        expected = self._expected.get(tp)
        if expected is None:
            return  # revoked meanwhile: its new owner reads it
        part = part.since(expected)
        if not part.records:
            return
        if part.records[0].offset > expected:
            self._go_back(tp, expected, part.records[0].offset)
            return
        self._gaps = 0
        started = time.perf_counter()
        await self._store(tp, part)
        metrics.BATCH_RECORDS.labels(tp.topic).observe(len(part.records))
        metrics.BATCH_SECONDS.labels(tp.topic).observe(time.perf_counter() - started)
        metrics.CONSUMED.labels(tp.topic).inc(len(part.records))
        self._tell_kafka()

    def _go_back(self, tp: TopicPartition, expected: int, got: int) -> None:
        """A batch that begins too late: read again from where we are, unless the log itself has lost the beginning."""
        self._gaps += 1
        if self._gaps > GAPS_MAX:
            stop_process(f"{tp.topic}:{tp.partition} goes on at {got}, but only what is before {expected} is decided")
        self.consumer_of().seek(tp, expected)

    async def _store(self, tp: TopicPartition, part: Part) -> None:
        """Commit a batch. Where one of its records cannot be stored, halve it until that one stands alone."""
        batch = self._batch(tp, part)
        try:
            stored = await self._pool.transact(
                lambda connection: self._kept.apply(connection, batch), give_up=lambda: tp not in self._expected
            )
        except Exception as error:
            if can_be_retried(error):
                return  # given up, since the partition is not ours any more
            if not lies_in_the_data(error):
                raise  # a missing table or right: every record would be refused, so none is put aside
            log.warning("batch_refused", error=repr(error), first=batch.first, records=len(part.records))
            await self._store_apart(tp, part, error)
            return
        if stored:
            self._moved_to(tp, batch.following)
        else:
            await self._fenced(tp)

    async def _store_apart(self, tp: TopicPartition, part: Part, error: Exception) -> None:
        middle = len(part.records) // 2
        if middle:
            await self._store(tp, Part(part.records[:middle], part.told[:middle]))
            if self._expected.get(tp) == part.records[middle].offset:
                await self._store(tp, Part(part.records[middle:], part.told[middle:]))
        elif isinstance(part.told[0], DeadLetter):
            raise error
        else:
            await self._store(tp, Part(part.records, [_dead(part.records[0], f"it cannot be stored: {error}")]))

    def _batch(self, tp: TopicPartition, part: Part) -> Batch:
        told = [one for one in part.told if isinstance(one, Told)]
        dead = [one for one in part.told if isinstance(one, DeadLetter)]
        for one in dead:
            log.warning("dead_letter", topic=one.topic, partition=one.partition, offset=one.offset, reason=one.reason)
        self._bad_in_a_row = 0 if told else self._bad_in_a_row + len(dead)
        if self._bad_in_a_row > BAD_IN_A_ROW_MAX and self._kept.stops_where_bad:
            stop_process(f"{self._bad_in_a_row} records in a row are unreadable: is this reader too old for them?")
        return Batch(tp.topic, tp.partition, part.records[0].offset, part.records[-1].offset + 1, told, dead)

    def _moved_to(self, tp: TopicPartition, following: int) -> None:
        if tp in self._expected:
            self._expected[tp] = following
        self._progress.advance(tp.topic, tp.partition, following)
        self._committed()

    async def _fenced(self, tp: TopicPartition) -> None:
        """Somebody else has moved on, or our own commit's answer was lost: go on from what is stored."""
        metrics.BATCHES_FENCED.inc()
        stored = (await self._stored([tp]))[tp]
        log.warning("batch_fenced", topic=tp.topic, partition=tp.partition, stored=stored)
        if tp in self._expected:
            self._expected[tp] = stored
            self._progress.advance(tp.topic, tp.partition, stored)
            self.consumer_of().seek(tp, stored)

    async def _stored(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        columns = ([tp.topic for tp in partitions], [tp.partition for tp in partitions])

        async def work(connection: asyncpg.Connection) -> dict[TopicPartition, int]:
            await connection.execute(self._kept.store_offsets, *columns)
            rows = await connection.fetch(self._kept.read_offsets, *columns)
            return {TopicPartition(row["topic"], row["partition"]): row["next_offset"] for row in rows}

        return await self._pool.transact(work)

    def _tell_kafka(self) -> None:
        """Have offsets committed for lag meters, now and then, beside the work; nothing depends on it."""
        self._untold = True
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        """Commit at once, and once more where something was stored since: the last of a burst is told too."""
        while self._untold:
            self._untold = False
            await self._commit(dict(self._expected))
            await asyncio.sleep(COMMIT_EVERY_S)

    async def _commit(self, offsets: dict[TopicPartition, int]) -> None:
        consumer = self.consumer_of()
        if consumer is None or not offsets:
            return  # the client was stopped, or the partitions are another's
        try:
            await asyncio.wait_for(consumer.commit(offsets), COMMIT_EVERY_S)
        except (KafkaError, TimeoutError, ValueError) as error:
            log.info("offsets_not_told", error=repr(error))


def _parsed(records: list[ConsumerRecord]) -> Part:
    return Part(records, [read(record) for record in records])


def _dead(record: ConsumerRecord, reason: str) -> DeadLetter:
    place = (record.topic, record.partition, record.offset)
    return DeadLetter(*place, reason, record.key, record.value, tuple(record.headers))
