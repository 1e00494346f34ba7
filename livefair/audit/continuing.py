"""Continues a log that lost records which the tables have: the tables are the truth, and positions go on growing.

Every position in rows, receipts and rooms is an offset, and the larger one is newer. So the lost offsets are filled
with empty records, which nobody reads, until the log ends where the tables are. Records that were written after the
loss, at offsets that were decided before, are appended again: their event ids count once. From the first to the last
step the marks of the partitions are closed, so that no fair follows a log that is continued in part.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from livefair.failure import Failure
from livefair.system.database import connected
from livefair.system.topics import create_topics
from plumbing.eventlog.same_log import LOST_TYPE, read_marks
from plumbing.kafka.headers import poll
from plumbing.kafka.lookup import Lookup, Marks
from plumbing.kafka.publisher import Publisher, Unavailable
from plumbing.kafka.settings import KafkaSettings
from schemas.topics import CATALOG, ROOMS

DERIVED = (CATALOG, ROOMS)
BATCH_BYTES_MAX = 262_144
DEADLINE_S, ASK_S, POLL_MS = 30.0, 30.0, 500
EMPTY = [("ce_type", LOST_TYPE)]
DECIDED = """
SELECT topic, partition, next_offset FROM consumed WHERE next_offset > 0
UNION ALL SELECT topic, partition, next_offset FROM chat_consumed WHERE next_offset > 0
"""
LOSS = """
INSERT INTO log_losses (topic, partition, next_offset) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
"""
CLOSE = """
INSERT INTO log_marks (topic, partition, "offset", time_ms, closed) VALUES ($1, $2, -1, 0, true)
ON CONFLICT (topic, partition) DO UPDATE SET closed = true
"""
CLOSED = "SELECT topic, partition FROM log_marks WHERE closed"
MARK = """
INSERT INTO log_marks (topic, partition, "offset", time_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (topic, partition) DO UPDATE SET "offset" = excluded."offset", time_ms = excluded.time_ms, closed = false
"""
Decided = dict[TopicPartition, int]


@dataclass(frozen=True, slots=True)
class Continued:
    """One partition: up to which offset it counts as lost, and the numbers of empty and of repeated records."""

    place: TopicPartition
    until: int
    filled: int
    repeated: int


async def continue_log(dsn: str, kafka: KafkaSettings) -> list[Continued]:
    """Continue every partition that lost records, and make the derived topics anew where there was one. Raises Failure.

    Every fair has stopped, and stays so until it is done. It may be repeated, also where it was interrupted.
    """
    lookup = Lookup(kafka)
    try:
        async with connected(dsn) as connection:
            decided, marks = await _decided(connection), await read_marks(connection)
            closed = {TopicPartition(*row) for row in await connection.fetch(CLOSED)}
            lost = {tp: end for tp, end in decided.items() if tp in closed or await _is_lost(lookup, tp, end, marks)}
            if not lost:
                return []
            await connection.executemany(CLOSE, [tuple(tp) for tp in lost])
            done = [await _continued(kafka, tp, end, marks.get(tp)) for tp, end in lost.items()]
            await _make_anew(kafka)
            if await _decided(connection) != decided:
                raise Failure("somebody decides records meanwhile: stop fair, and run it again")
            await _keep(connection, lost, await lookup.times({tp: end - 1 for tp, end in lost.items()}))
            return done
    except asyncpg.UndefinedTableError:
        raise Failure("this database has no tables of a fair, or older ones: run `livefair migrate`") from None
    except (KafkaError, OSError, Unavailable) as problem:
        raise Failure(f"the broker does not answer: {problem}: run it again") from problem
    finally:
        await lookup.stop()


async def _decided(connection: asyncpg.Connection) -> Decided:
    return {TopicPartition(topic, number): end for topic, number, end in await connection.fetch(DECIDED)}


async def _is_lost(lookup: Lookup, tp: TopicPartition, end: int, marks: Marks) -> bool:
    why = await lookup.why_shorter({tp: end})
    if why is not None and "does not exist" in why:
        raise Failure(f"{tp.topic} does not exist: run `livefair topics` first")
    return why is not None or await lookup.why_another({tp: marks[tp]} if tp in marks else {}) is not None


async def _continued(kafka: KafkaSettings, tp: TopicPartition, until: int, mark: tuple[int, int] | None) -> Continued:
    filled = await _fill(kafka, tp, until)
    repeated, publisher = 0, Publisher(kafka, deadline_s=DEADLINE_S)
    await publisher.start()
    try:
        async for record in _undecided(kafka, tp, until, mark[1] if mark else 0):
            await publisher.publish(tp.topic, record.key or b"", record.value, list(record.headers))
            repeated += 1
    finally:
        await publisher.stop()
    return Continued(tp, until, filled, repeated)


async def _fill(kafka: KafkaSettings, tp: TopicPartition, until: int) -> int:
    """Append empty records until the partition has `until` records. Returns their number."""
    producer = AIOKafkaProducer(**kafka.client(), acks="all", max_batch_size=BATCH_BYTES_MAX, compression_type="gzip")
    await producer.start()
    try:
        filled, end = 0, await _end(kafka, tp)
        while end < until:
            batch = producer.create_batch()
            while end + batch.record_count() < until:
                if batch.append(timestamp=None, key=b"", value=None, headers=EMPTY) is None:
                    break
            count = batch.record_count()
            sent = await (await producer.send_batch(batch, tp.topic, partition=tp.partition))
            filled, end = filled + count, sent.offset + count
        return filled
    finally:
        await producer.stop()


async def _end(kafka: KafkaSettings, tp: TopicPartition) -> int:
    consumer = AIOKafkaConsumer(**kafka.client())
    await consumer.start()
    try:
        return int((await consumer.end_offsets([tp]))[tp])
    finally:
        await consumer.stop()


async def _undecided(kafka: KafkaSettings, tp: TopicPartition, until: int, since: int) -> AsyncIterator[ConsumerRecord]:
    """The records before `until` that were written after the log had lost the record of the time `since`."""
    consumer: Any = AIOKafkaConsumer(**kafka.client(), auto_offset_reset="earliest", enable_auto_commit=False)
    await consumer.start()
    try:
        found = (await consumer.offsets_for_times({tp: since + 1}))[tp]
        if found is None:
            return
        consumer.assign([tp])
        consumer.seek(tp, found.offset)
        while await consumer.position(tp) < until:
            async with asyncio.timeout(ASK_S):
                polled = await poll(consumer, timeout_ms=POLL_MS)
            for record in polled.get(tp, ()):
                if record.offset < until and dict(record.headers).get("ce_type") != LOST_TYPE:
                    yield record
    finally:
        await consumer.stop()


async def _make_anew(kafka: KafkaSettings) -> None:
    """Delete and create the topics that are made from the tables, so that all readers begin them anew."""
    admin = AIOKafkaAdminClient(**kafka.client())
    await admin.start()
    try:
        there = {found["topic"]: found for found in await admin.describe_topics([topic.name for topic in DERIVED])}
        copies = max((len(one["replicas"]) for found in there.values() for one in found["partitions"]), default=1)
        await admin.delete_topics([name for name, found in there.items() if found["partitions"]])
        async with asyncio.timeout(ASK_S):
            while {topic.name for topic in DERIVED} & set(await admin.list_topics()):
                await asyncio.sleep(0.1)
    finally:
        await admin.close()
    await create_topics(kafka.bootstrap, copies, DERIVED, kafka.security)


async def _keep(connection: asyncpg.Connection, lost: Mapping[TopicPartition, int], marks: Marks) -> None:
    """Note the losses, and accept the log from here on."""
    async with connection.transaction():
        for tp, end in lost.items():
            await connection.execute(LOSS, tp.topic, tp.partition, end)
            await connection.execute(MARK, tp.topic, tp.partition, *marks[tp])
