"""Reads without `after=` see everything that was acknowledged before they started, unless that takes too long.

They query the end of the log and wait until it is decided, at most 300 ms: a page that writes and then reads finds its
own write; under a backlog, or if the broker is away, it gets the current state.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Iterable, Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from plumbing.eventlog.progress import NOBODY, Progress, TooManyWait
from plumbing.kafka.position import Position
from plumbing.kafka.publisher import partition_of
from plumbing.kafka.settings import KafkaSettings

WAIT_S = 0.3
STOP_S = 1.0
Ends = dict[TopicPartition, int]


class Freshness:
    """Waits for the end of the log. For any number of concurrent reads, one request is in flight and one waits.

    `topics` are those that every read waits for, with their numbers of partitions. Only a read with a key waits for the
    topics `by_key`, and only for that key's partition.

    It uses a connection of its own: on the consumer's, the request would queue behind a fetch that waits for records.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        progress: Progress,
        topics: Mapping[str, int],
        by_key: Mapping[str, int] | None = None,
    ) -> None:
        self._kafka = kafka
        self._progress = progress
        self._by_key = by_key or {}
        self._always = frozenset(_partitions(topics))
        self._asked = [*_partitions(topics), *_partitions(self._by_key)]
        self._client: AIOKafkaConsumer | None = None
        self._asking: asyncio.Task[Ends] | None = None
        self._next: asyncio.Task[Ends] | None = None
        self._stopped = False

    async def start(self) -> None:
        self._client = AIOKafkaConsumer(**self._kafka.client())
        await self._client.start()
        await self._client.topics()  # learns the leaders of all topics, which it will query

    async def stop(self) -> None:
        """Send no more requests, and wait for the one in flight: it could open a connection afterwards."""
        self._stopped = True
        asked = [one for one in (self._asking, self._next) if one is not None and not one.done()]
        if asked:
            await asyncio.wait(asked, timeout=STOP_S)
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        if self._client is not None:
            await self._client.stop()

    async def reached(self, key: tuple[str, bytes] | None = None, who: Mapping[str, str] = NOBODY) -> None:
        """Return when the current end of the log is decided, or the time is up, or if too many reads of `who` wait.

        With `key`, a topic of `by_key` and a key in it, wait for that key's partition too.
        """
        awaited = self._always | {self._partition(*key)} if key else self._always
        with contextlib.suppress(TimeoutError, TooManyWait):
            async with asyncio.timeout(WAIT_S):
                ends = await self.ends()
                for tp, end in ends.items():
                    if tp in awaited:
                        await self._progress.reached(Position(tp.topic, tp.partition, end - 1), WAIT_S, who)

    async def is_ahead(self, position: Position) -> bool:
        """Whether the log has no record at this position; False if the broker does not say in time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WAIT_S):
                ends = await self.ends()
                return position.offset >= ends.get(TopicPartition(position.topic, position.partition), math.inf)
        return False

    async def ends(self) -> Ends:
        """The current end of each partition, or nothing if the broker is away.

        The response to a request that starts after this call, shared by all callers that wait for it.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._ask(self._asking))
        return await asyncio.shield(self._next)

    async def _ask(self, before: asyncio.Task[Ends] | None) -> Ends:
        if before is not None:
            await asyncio.wait([before])
        self._asking, self._next = self._next, None
        if self._client is None or self._stopped:
            return {}
        try:
            return dict(await self._client.end_offsets(self._asked))
        except (KafkaError, ValueError):
            return {}  # the broker is away: reads get the current state

    def _partition(self, topic: str, key: bytes) -> TopicPartition:
        return TopicPartition(topic, partition_of(key, self._by_key[topic]))


def _partitions(topics: Mapping[str, int]) -> Iterable[TopicPartition]:
    return (TopicPartition(topic, number) for topic, partitions in topics.items() for number in range(partitions))
