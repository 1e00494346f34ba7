"""Reads without `after=` see what was acknowledged before they were asked, as far as that takes no longer than a blink.

They ask the log where it ends and wait until that is decided, at most 300 ms: a page that writes and then reads finds
what it wrote; under a backlog, or with the broker away, it gets what is there.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from plumbing.eventlog.progress import Progress, TooManyWait
from plumbing.kafka.position import Position
from plumbing.kafka.publisher import partition_of
from plumbing.kafka.settings import KafkaSettings
from plumbing.telemetry.fatal import stop_process

WAIT_S = 0.3
STOP_S = 1.0
Ends = dict[TopicPartition, int]


class Freshness:
    """Waits for the end of the log. However many reads ask at once, one request is on its way and one waits.

    `topics` are those for which every read waits, with their numbers of partitions. For the topics `by_key` only a read
    waits that names a key, and for that key's partition alone.

    It asks on a connection of its own: on the consumer's, the question would stand behind a fetch that waits for news.
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
        self._client = AIOKafkaConsumer(bootstrap_servers=self._kafka.bootstrap, client_id=self._kafka.client_id)
        await self._client.start()
        await self._client.topics()  # learns the leaders of all topics, whom it will ask

    async def stop(self) -> None:
        """Ask nothing more. A request that is on its way is waited for: it could open a connection afterwards."""
        self._stopped = True
        asked = [one for one in (self._asking, self._next) if one is not None and not one.done()]
        if asked:
            await asyncio.wait(asked, timeout=STOP_S)
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        if self._client is not None:
            await self._client.stop()

    async def reached(self, key: tuple[str, bytes] | None = None) -> None:
        """Return once what the log holds now is decided, or the time is up.

        With `key`, a topic of `by_key` and a key in it, also what its partition holds.
        """
        awaited = self._always | {self._partition(*key)} if key else self._always
        with contextlib.suppress(TimeoutError, TooManyWait):
            async with asyncio.timeout(WAIT_S):
                ends = await self.ends()
                for tp, end in ends.items():
                    if tp in awaited:
                        await self._progress.reached(Position(tp.topic, tp.partition, end - 1), WAIT_S)

    async def ends(self) -> Ends:
        """Where each partition ends now, or nothing where the broker is away.

        The answer to a question that is asked from now on, shared by all callers that wait for it.
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
            return {}  # the broker is away: reads get what is there

    async def check_log(self) -> None:
        """Stop the process where the log ends before what the database has decided of it.

        It is another log then, or it has lost records. Do not call it with a broker that answers too low an end.
        """
        ends = await self.ends()
        for (topic, partition), decided in (await self._progress.read()).items():
            if (end := ends.get(TopicPartition(topic, partition), decided)) < decided:
                stop_process(
                    f"{topic}:{partition} ends at {end}, but the database has decided it up to {decided}: is this the "
                    "log that belongs to this database? (docs/operations.md)"
                )

    def _partition(self, topic: str, key: bytes) -> TopicPartition:
        return TopicPartition(topic, partition_of(key, self._by_key[topic]))


def _partitions(topics: Mapping[str, int]) -> Iterable[TopicPartition]:
    return (TopicPartition(topic, number) for topic, partitions in topics.items() for number in range(partitions))
