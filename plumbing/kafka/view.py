"""A view of a topic: every instance reads it without a group, from the beginning or from the newest records on.

The caller stores the records; the view reports when it has reached the end of the log, and when the topic was deleted
and made again: then it reads the new one from its beginning.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError, UnsupportedVersionError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from plumbing.kafka.incarnation import Incarnation, incarnations
from plumbing.kafka.raw import Records, keep_raw, poll_promptly, raw_parser
from plumbing.kafka.watchdog import watch
from plumbing.telemetry import metrics
from plumbing.telemetry.fatal import stop_process

BATCH_RECORDS_MAX = 5_000
CATCH_UP_CHECK_S = 0.02
RENEWAL_CHECK_S = 2.0

Renewed = Callable[[Incarnation], Awaitable[None]]
Apply = Callable[[Sequence[ConsumerRecord]], Awaitable[None]]
log = structlog.get_logger(__name__)


class View:
    """Calls `apply` with every record of `topic`, in order within each partition, batch by batch.

    `apply` must not raise: it must skip what it cannot read. If it raises anyway, the process stops, since a view with
    a gap would answer incorrectly forever. With `newest_s`, the view reads only the records of the last `newest_s`
    seconds of log time and later ones; it reads all records if the broker cannot look up the offset of a time.

    `renewed` is called before the first record of a topic that was deleted and made again while the view was reading. A
    few of its records may have come before, and come again.
    """

    def __init__(
        self,
        broker: KafkaBroker,
        topic: str,
        apply: Apply,
        *,
        fetch_wait_ms: int = 500,
        newest_s: float | None = None,
        renewed: Renewed | None = None,
    ) -> None:
        self.topic = topic
        self.caught_up = False
        self._newest_s = newest_s
        self._apply = apply
        self._renewed = renewed
        self._read: Incarnation | None = None
        self._found: Incarnation | None = None
        self._applying = False
        self._watcher: asyncio.Task[None] | None = None
        self._subscriber = broker.subscriber(
            topic,
            batch=True,
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="earliest",
            max_records=BATCH_RECORDS_MAX,
            fetch_max_wait_ms=fetch_wait_ms,
            max_partition_fetch_bytes=8 * 1_048_576,
            parser=raw_parser,
            decoder=keep_raw,
            title=f"{topic}:view",
        )
        self._subscriber(self._take)
        poll_promptly(self._subscriber, self._begin, self._begin_again)

    async def start(self) -> None:
        """Start to monitor the progress; call it after the broker was started."""
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher

    async def _begin(self, consumer: Any) -> None:
        """Seek to the first of the newest records in each partition; with the demo's broker, to the beginning."""
        self._read = await self._incarnation(consumer)
        if self._newest_s is None:
            return
        partitions = sorted(consumer.assignment())
        ends = await consumer.end_offsets(partitions)  # asked first: records that are appended meanwhile are read
        since_ms = int((time.time() - self._newest_s) * 1000)
        try:
            found = await consumer.offsets_for_times(dict.fromkeys(partitions, since_ms))
        except UnsupportedVersionError:
            return
        for tp in partitions:
            consumer.seek(tp, found[tp].offset if found[tp] else ends[tp])

    async def _begin_again(self, consumer: Any) -> None:
        """Seek to the beginning of a topic that was made again. Offsets of the old one mean nothing in it."""
        found, self._found = self._found, None
        if found is None or found == self._read:
            return
        if not consumer.assignment():  # the client saw that the topic was away, and would ask again in five minutes
            await consumer._client.force_metadata_update()
        if not consumer.assignment():
            return
        log.error("topic_made_again", topic=self.topic, partitions=found.partitions)
        if self._renewed is not None:
            await self._renewed(found)
        await consumer.seek_to_beginning()
        self._read = found

    async def _incarnation(self, consumer: Any) -> Incarnation | None:
        return (await incarnations(consumer._client, [self.topic])).get(self.topic)

    async def _take(self, records: Records) -> None:
        self._applying = True
        try:
            await self._apply(records)
        except Exception as error:
            log.exception("view_failed", topic=self.topic)
            stop_process(f"the view of {self.topic} cannot take a record: {error!r}")
        self._applying = False
        metrics.CONSUMED.labels(self.topic).inc(len(records))

    async def _watch(self) -> None:
        """Detect when the end is reached, keep the lag metric up to date, and stop a reader that hangs."""
        async with asyncio.TaskGroup() as watching:
            watching.create_task(self._catch_up())
            watching.create_task(self._notice())
            watching.create_task(watch(lambda: self._consumer, self.topic, busy=lambda: self._applying))

    async def _catch_up(self) -> None:
        while not self.caught_up:
            await asyncio.sleep(CATCH_UP_CHECK_S)
            try:
                self.caught_up = await self._reached(await self._ends())
            except (KafkaError, TimeoutError, ValueError, AssertionError) as error:
                log.info("view_waits", topic=self.topic, error=repr(error))  # the broker is away and may come back
        log.info("view_caught_up", topic=self.topic)

    async def _notice(self) -> None:
        """Ask again and again which topic it is."""
        while True:
            await asyncio.sleep(RENEWAL_CHECK_S)
            try:
                async with asyncio.timeout(10):
                    self._found = await self._incarnation(self._consumer) if self._read is not None else None
            except (KafkaError, TimeoutError, AttributeError) as error:
                log.info("view_waits", topic=self.topic, error=repr(error))

    async def _ends(self) -> dict[TopicPartition, int]:
        """The current end of each partition; waits for the assignment at the start."""
        while not (partitions := self._partitions()):
            await asyncio.sleep(CATCH_UP_CHECK_S)
        async with asyncio.timeout(10):
            ends: dict[TopicPartition, int] = await self._consumer.end_offsets(partitions)
        return ends

    async def _positions(self) -> dict[TopicPartition, int]:
        return {tp: await self._consumer.position(tp) for tp in self._partitions()}

    async def _reached(self, ends: dict[TopicPartition, int]) -> bool:
        """Whether all records before `ends` were applied. A position, unlike the last record, also passes gaps.

        Checks the high watermark of a fetch as well: the demo's broker reports too low an end.
        """
        positions = await self._positions()
        watermarks = {tp: self._consumer.highwater(tp) for tp in ends}
        if self._applying or None in watermarks.values():
            return False
        return all(positions.get(tp, 0) >= max(end, watermarks[tp]) for tp, end in ends.items())

    def _partitions(self) -> list[TopicPartition]:
        consumer = self._subscriber.consumer
        return sorted(consumer.assignment()) if consumer is not None else []

    @property
    def _consumer(self) -> Any:
        return self._subscriber.consumer
