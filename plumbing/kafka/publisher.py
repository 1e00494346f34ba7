"""The micro-batcher: collects records for a partition while the previous batch is in flight, and sends them as one.

Owns one aiokafka producer. Knows nothing of events. All callers of a batch share one expiry, and no timer delays a
batch: a single record is sent at once, a thousand are sent together (`docs/decisions/0004-micro-batcher.md`).
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2
from aiokafka.structs import RecordMetadata

from plumbing.kafka.position import Position
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.sizes import BATCH_BYTES_MAX, Headers, Value, parts_of, size_of
from plumbing.limits import Limit
from plumbing.telemetry import metrics

REQUEST_BYTES_MAX = 4 * 1_048_576  # one record of a room may contain the items of a whole import
STUCK_S = 90.0  # a send that neither succeeds nor fails for this long has lost its producer (aiokafka #1017)
KEYS_REMEMBERED = 65_536
WAITING = Limit("records that wait for the broker", 64 * 1_048_576, "503", "bytes")
WAITING_BYTES_MAX = WAITING.most

log = structlog.get_logger(__name__)


class Unavailable(Exception):
    """The broker did not acknowledge in time. The record may still be written, so retry with the same key."""


class Overloaded(Unavailable):
    """The queue is full, so this record was not accepted. It was certainly not written."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A record's position and its log time."""

    topic: str
    partition: int
    offset: int
    time: datetime

    @property
    def position(self) -> Position:
        return Position(self.topic, self.partition, self.offset)


@dataclass(slots=True)
class _Batch:
    """Records of one partition that are sent together, each with the future that its caller awaits."""

    records: list[tuple[bytes, bytes | None, Headers]] = field(default_factory=list)
    waiters: list[asyncio.Future[Receipt]] = field(default_factory=list)
    settled: bool = False
    size: int = 0
    at: float = field(default_factory=time.time)
    expiry: asyncio.TimerHandle | None = None


@dataclass(slots=True)
class _Lane:
    """The waiting batches of one partition; the last one is still being filled."""

    topic: str
    partition: int
    waiting: deque[_Batch] = field(default_factory=deque)
    sender: asyncio.Task[None] | None = None


class Publisher:
    """Publishes records with `acks=all` and returns a receipt for each.

    `deadline_s` bounds how long a caller waits; `waiting_max` is the number of records that may wait for the broker,
    which is also bounded by 64 MiB.
    """

    def __init__(self, settings: KafkaSettings, *, deadline_s: float = 1.8, waiting_max: int = 20_000) -> None:
        self._settings = settings
        self._deadline_s = deadline_s
        self._waiting_max = waiting_max
        self._waiting = 0
        self._waiting_bytes = 0
        self._lanes: dict[tuple[str, int], _Lane] = {}
        self._counts: dict[str, int] = {}
        self._producer: AIOKafkaProducer | None = None
        self._renewing = asyncio.Lock()

    async def start(self) -> None:
        """Connect. Raises KafkaError if no broker responds."""
        self._producer = await self._connected()

    async def stop(self) -> None:
        """Send the waiting records as long as the deadline allows, then disconnect."""
        senders = [lane.sender for lane in self._lanes.values() if lane.sender is not None]
        if senders:
            await asyncio.wait(senders, timeout=self._deadline_s)
        if self._producer is not None:
            producer, self._producer = self._producer, None
            await _closed(producer, self._deadline_s)

    async def publish(self, topic: str, key: bytes, value: bytes | None, headers: Headers = ()) -> Receipt:
        """Write one record and wait for the acknowledgement. Raises Overloaded and Unavailable."""
        (receipt,) = await self._enqueued(topic, key, [(value, headers)])
        return await receipt

    async def publish_in_order(self, topic: str, key: bytes, records: Sequence[Value]) -> list[Receipt]:
        """Write records of one key. Raises Overloaded and Unavailable; then nothing behind a missing one is written.

        No part is sent before the part ahead of it is acknowledged, and each part is one batch, which is written whole.
        """
        receipts = list[Receipt]()
        for part in parts_of(key, records):
            receipts += await asyncio.gather(*await self._enqueued(topic, key, part))
        return receipts

    async def _enqueued(self, topic: str, key: bytes, records: Sequence[Value]) -> list[asyncio.Future[Receipt]]:
        """Put these records into one batch."""
        if self._producer is None:
            raise Unavailable("the publisher is not started")
        if self._waiting >= self._waiting_max or self._waiting_bytes >= WAITING_BYTES_MAX:
            metrics.PUBLISH_REFUSED.inc()
            raise Overloaded("too many records wait for the broker")
        lane = self._lane(topic, await self._partition(topic, key))
        size = sum(size_of(key, value, headers) for value, headers in records)
        batch = self._open_batch(lane, size)
        receipts: list[asyncio.Future[Receipt]] = [asyncio.get_running_loop().create_future() for _ in records]
        batch.records += [(key, value, headers) for value, headers in records]
        batch.waiters += receipts
        self._count(len(records), size)
        if lane.sender is None:
            lane.sender = asyncio.create_task(self._send_lane(lane))
        return receipts

    async def partitions(self, topic: str) -> int:
        """The number of partitions of the topic. Raises Unavailable if the broker does not respond in time."""
        if topic not in self._counts:
            assert self._producer is not None
            try:
                known = await asyncio.wait_for(self._producer.partitions_for(topic), self._deadline_s)
            except (KafkaError, TimeoutError) as error:
                raise Unavailable(f"the broker does not tell the partitions of {topic}") from error
            self._counts[topic] = len(known)
        return self._counts[topic]

    async def _partition(self, topic: str, key: bytes) -> int:
        return partition_of(key, self._counts.get(topic) or await self.partitions(topic))

    def _lane(self, topic: str, partition: int) -> _Lane:
        lane = self._lanes.get((topic, partition))
        if lane is None:
            lane = self._lanes[topic, partition] = _Lane(topic, partition)
        return lane

    def _open_batch(self, lane: _Lane, size: int) -> _Batch:
        """The batch that is being filled, or a new one if there is none, or it is full or expired while it waited."""
        if not lane.waiting or lane.waiting[-1].settled or lane.waiting[-1].size + size > BATCH_BYTES_MAX:
            batch = _Batch()
            batch.expiry = asyncio.get_running_loop().call_later(self._deadline_s, _expire, batch)
            lane.waiting.append(batch)
        batch = lane.waiting[-1]
        batch.size += size
        return batch

    async def _send_lane(self, lane: _Lane) -> None:
        """Send batches until none waits. A batch that expired while it waited is dropped."""
        try:
            while lane.waiting:
                await asyncio.sleep(0)  # callers that are ready to publish join this batch
                batch = lane.waiting.popleft()
                if not batch.settled:
                    await self._send(lane, batch)
                self._count(-len(batch.records), -batch.size)
        finally:
            lane.sender = None

    def _count(self, records: int, size: int) -> None:
        self._waiting += records
        self._waiting_bytes += size

    async def _send(self, lane: _Lane, batch: _Batch) -> None:
        started = time.perf_counter()
        producer = self._producer
        try:
            metadata = await asyncio.wait_for(self._transmit(lane, batch), STUCK_S)
        except Exception as error:  # any failure of the client: fail the callers and replace the producer
            log.warning("publish_failed", topic=lane.topic, partition=lane.partition, error=repr(error))
            _fail(batch, f"the broker did not take the record: {type(error).__name__}")
            await self._renew(producer)
            return
        metrics.PUBLISHED.labels(lane.topic).inc(len(batch.records))
        metrics.PUBLISH_SECONDS.observe(time.perf_counter() - started)
        _acknowledge(batch, lane, metadata)

    async def _transmit(self, lane: _Lane, batch: _Batch) -> RecordMetadata:
        if self._producer is None:
            raise Unavailable("the publisher is stopped")
        builder = self._producer.create_batch()
        at = int(batch.at * 1000)
        for key, value, headers in batch.records:
            if builder.append(timestamp=at, key=key, value=value, headers=list(headers)) is None:
                raise ValueError("a record does not fit into its batch")
        return await (await self._producer.send_batch(builder, lane.topic, partition=lane.partition))

    async def _renew(self, broken: AIOKafkaProducer | None) -> None:
        """Replace a failed producer, once for all lanes that saw it fail."""
        async with self._renewing:
            if self._producer is not broken or broken is None:
                return
            try:
                renewed = await self._connected()
            except Exception as error:  # any error while the broker is away: the next batch tries again
                log.warning("producer_not_renewed", error=repr(error))
                await asyncio.sleep(0.2)
                return
            if self._producer is broken:
                self._producer = renewed
                await _closed(broken, 1.0)
            else:  # stopped meanwhile
                await _closed(renewed, 1.0)

    async def _connected(self) -> AIOKafkaProducer:
        producer = AIOKafkaProducer(
            **self._settings.client(),
            acks="all",
            enable_idempotence=self._settings.idempotence,
            max_batch_size=REQUEST_BYTES_MAX,
            max_request_size=REQUEST_BYTES_MAX,
            request_timeout_ms=30_000,
        )
        try:
            await producer.start()
        except BaseException:
            await producer.stop()
            raise
        return producer


def partition_of(key: bytes, partitions: int) -> int:
    """Kafka's default partition of a key: murmur2 modulo the number of partitions."""
    return _hash(key) % partitions


@lru_cache(KEYS_REMEMBERED)
def _hash(key: bytes) -> int:
    """Cached: in Python it takes as long as a query, and the same few fairs come again and again."""
    return int(murmur2(key) & 0x7FFFFFFF)


def _expire(batch: _Batch) -> None:
    _fail(batch, "the broker did not acknowledge in time")


def _fail(batch: _Batch, why: str) -> None:
    for _, waiter in _waiters(batch):
        waiter.set_exception(Unavailable(why))


def _acknowledge(batch: _Batch, lane: _Lane, metadata: RecordMetadata) -> None:
    """Give each caller its receipt. The demo's broker reports no time: then the local clock is used."""
    told = metadata.timestamp and metadata.timestamp > 0
    at = datetime.fromtimestamp(metadata.timestamp / 1000 if told else int(batch.at * 1000) / 1000, UTC)
    for place, waiter in _waiters(batch):
        waiter.set_result(Receipt(lane.topic, lane.partition, metadata.offset + place, at))


def _waiters(batch: _Batch) -> Iterator[tuple[int, asyncio.Future[Receipt]]]:
    """The callers that still wait, with the index of their record. An expired batch has failed its callers already."""
    if batch.expiry is not None:
        batch.expiry.cancel()
    if not batch.settled:
        batch.settled = True
        yield from ((place, waiter) for place, waiter in enumerate(batch.waiters) if not waiter.done())


async def _closed(producer: AIOKafkaProducer, within_s: float) -> None:
    """Stop a producer, which flushes its open batches first, within a time limit."""
    try:
        await asyncio.wait_for(producer.stop(), within_s)
    except Exception as error:  # it is discarded either way
        log.warning("producer_not_closed", error=repr(error))
