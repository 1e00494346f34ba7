"""The consumer: reads a log partition by partition and stores every batch through a sink.

The offsets in PostgreSQL are authoritative: the consumer seeks to them at assignment, and rejects a batch that does not
begin there. No failure is swallowed: it is retried, becomes a dead letter, or stops the process.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import asyncpg
import structlog
from aiokafka import ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from plumbing.eventlog.batch import Batch, Part, runs
from plumbing.eventlog.progress import Progress
from plumbing.eventlog.reading import BadRecord
from plumbing.eventlog.sink import Sink
from plumbing.kafka.raw import Records
from plumbing.postgres.pool import Outlasted, Pool, can_be_retried, lies_in_the_data
from plumbing.telemetry import metrics
from plumbing.telemetry.fatal import stop_process

BAD_IN_A_ROW_MAX = 1_000  # more than that is not bad records but a bad deployment
GAPS_MAX = 3
COMMIT_EVERY_S = 1.0
MORE_PARTITIONS = (
    "{} has more than {} partitions: what is written from now on about a thing is not behind what was written before "
    "(docs/operations.md)"
)
TRIES = 3  # of a batch that outlasts the time that the database waits for it

AnyPart = Part[Any, Any]
log = structlog.get_logger(__name__)


class Consumer(ConsumerRebalanceListener):  # type: ignore[misc]  # the client library is untyped
    """Passes what it reads to `sink`. `consumer_of()` returns the Kafka client's consumer once there is one.

    `committed()` is called after each commit: the outbox may have new rows.
    """

    def __init__(
        self,
        pool: Pool,
        progress: Progress,
        committed: Callable[[], None],
        sink: Sink[Any, Any],
        partitions: Mapping[str, int] | None = None,
    ) -> None:
        """`partitions`: how many each topic must have; the process stops if it is given another one."""
        self.consumer_of: Callable[[], Any] = lambda: None
        self.busy = False
        self._pool = pool
        self._progress = progress
        self._committed = committed
        self._sink = sink
        self._partitions = partitions or {}
        self._expected: dict[TopicPartition, int] = {}
        self._moved = False
        self._bad_in_a_row = 0
        self._gaps = 0
        self._storing: asyncio.Task[None] | None = None
        self._committing: asyncio.Task[None] | None = None

    def owned(self) -> Iterable[tuple[str, int]]:
        """The partitions that this instance owns now."""
        return [(tp.topic, tp.partition) for tp in self._expected]

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Continue from the offsets in PostgreSQL. Nothing is fetched before: an early record would be dropped."""
        consumer, assigned = self.consumer_of(), list(assigned)
        for tp in assigned:
            if tp.partition >= self._partitions.get(tp.topic, tp.partition + 1):
                stop_process(MORE_PARTITIONS.format(tp.topic, self._partitions[tp.topic]))
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
        """Store the records. One batch ahead: this batch is parsed while the previous one is still being stored.

        On return, everything before `records` is done, and these will be.
        """
        by_partition = groupby(records, attrgetter("topic", "partition"))
        parts = [self._parsed(run) for _, of_partition in by_partition for run in runs(list(of_partition))]
        await self.settled()
        self.busy = True
        self._storing = asyncio.create_task(self._store_all(parts))

    async def settled(self) -> None:
        """Wait until every record that was taken is stored."""
        if self._storing is not None:
            await asyncio.shield(self._storing)

    async def _store_all(self, parts: Sequence[AnyPart]) -> None:
        """Store the records of each partition. A failure that cannot be handled stops the process."""
        try:
            for part in parts:
                await self._store_part(part)
        except Exception as error:
            log.exception("consumer_failed")
            stop_process(f"a batch can neither be decided nor put aside: {error!r}")
        self.busy = False

    async def _store_part(self, part: AnyPart) -> None:
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
        self._commit_soon()

    def _go_back(self, tp: TopicPartition, expected: int, got: int) -> None:
        """A batch begins too late: read again from the expected offset, unless the log itself has a gap there."""
        self._gaps += 1
        if self._gaps > GAPS_MAX:
            stop_process(f"{tp.topic}:{tp.partition} goes on at {got}, but only what is before {expected} is decided")
        self.consumer_of().seek(tp, expected)

    async def _store(self, tp: TopicPartition, part: AnyPart) -> None:
        """Commit a batch. If one of its records cannot be stored, isolate that record.

        Where the database refuses a value, the batch is halved. Where deciding it takes too long, its records are
        decided one by one at once: each further attempt on several of them costs as much time again.
        """
        batch = self._batch(part)
        try:
            stored = await self._pool.transact(
                lambda connection: self._sink.apply(connection, batch),
                give_up=lambda: tp not in self._expected,
                tries=TRIES,
            )
        except Exception as error:
            if can_be_retried(error):
                return  # given up, since the partition was revoked
            if not lies_in_the_data(error):
                raise  # a missing table or permission: every record would fail, so none is dead-lettered
            log.warning("batch_refused", error=repr(error), first=batch.first, records=len(part.records))
            await self._store_apart(tp, part, error)
            return
        if stored:
            if batch.received:
                self._bad_in_a_row = 0  # not before: a record that the database refuses was readable, too
            self._moved_to(tp, batch.following)
        else:
            await self._fenced(tp)

    async def _store_apart(self, tp: TopicPartition, part: AnyPart, error: Exception) -> None:
        if len(part.records) > 1:
            for one in part.singles() if isinstance(error, Outlasted) else part.halves():
                if self._expected.get(tp) == one.records[0].offset:
                    await self._store(tp, one)
        elif isinstance(part.read[0], BadRecord):
            raise error
        else:
            bad = BadRecord.of(part.records[0], f"it cannot be stored: {error}")
            await self._store(tp, Part(part.records, [bad]))

    def _batch(self, part: AnyPart) -> Batch[Any, Any]:
        batch: Batch[Any, Any] = part.batch()
        for one in batch.bad:
            log.warning("dead_letter", topic=one.topic, partition=one.partition, offset=one.offset, reason=one.reason)
        if not batch.received:
            self._bad_in_a_row += len(batch.bad)
            if self._bad_in_a_row > BAD_IN_A_ROW_MAX and self._sink.stops_where_bad:
                stop_process(f"{self._bad_in_a_row} records in a row are put aside: is this program too old for them?")
        return batch

    def _moved_to(self, tp: TopicPartition, following: int) -> None:
        if tp in self._expected:
            self._expected[tp] = following
        self._progress.advance(tp.topic, tp.partition, following)
        self._committed()

    async def _fenced(self, tp: TopicPartition) -> None:
        """Another consumer is ahead, or the response to our own commit was lost: continue from the stored offset."""
        metrics.BATCHES_FENCED.inc()
        stored = (await self._stored([tp]))[tp]
        log.warning("batch_fenced", topic=tp.topic, partition=tp.partition, stored=stored)
        if tp in self._expected:
            self._expected[tp] = stored
            self._progress.advance(tp.topic, tp.partition, stored)
            self.consumer_of().seek(tp, stored)

    async def _stored(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        async def work(connection: asyncpg.Connection) -> dict[TopicPartition, int]:
            await self._sink.offsets.create(connection, partitions)
            return await self._sink.offsets.read(connection, partitions)

        return await self._pool.transact(work)

    def _commit_soon(self) -> None:
        """Also commit the offsets to Kafka, in the background: only lag metrics depend on it."""
        self._moved = True
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_while_moved())

    async def _commit_while_moved(self) -> None:
        """Commit at once, and again if more was stored since, so that the end of a burst is committed too."""
        while self._moved:
            self._moved = False
            await self._commit(dict(self._expected))
            await asyncio.sleep(COMMIT_EVERY_S)

    async def _commit(self, offsets: dict[TopicPartition, int]) -> None:
        consumer = self.consumer_of()
        if consumer is None or not offsets:
            return  # the client was stopped, or all partitions were revoked
        try:
            await asyncio.wait_for(consumer.commit(offsets), COMMIT_EVERY_S)
        except (KafkaError, TimeoutError, ValueError) as error:
            log.info("offsets_not_committed", error=repr(error))

    def _parsed(self, records: Sequence[ConsumerRecord]) -> AnyPart:
        read = self._sink.read
        return Part(records, [read(record) for record in records])
