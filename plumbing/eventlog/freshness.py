"""Reads without `after=` see what was acknowledged before they were asked, as far as that takes no longer than a blink.

They ask the log where it ends and wait until that is decided, at most 300 ms: a page that writes and then reads finds
what it wrote; under a backlog, or with the broker away, it gets what is there.
"""

from __future__ import annotations

import asyncio
import contextlib
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from plumbing.eventlog.progress import Progress, TooManyWait
from plumbing.kafka.position import Position
from plumbing.kafka.publisher import partition_of
from plumbing.kafka.settings import KafkaSettings
from schemas.topics import CHAT, FAIRS, PEOPLE

WAIT_S = 0.3
STOP_S = 1.0
TOPICS = (FAIRS, PEOPLE, CHAT)
PARTITIONS = [TopicPartition(topic.name, number) for topic in TOPICS for number in range(topic.partitions)]
Ends = dict[TopicPartition, int]


class Freshness:
    """Waits for the end of the log. However many reads ask at once, one question is on its way and one waits.

    It asks on a connection of its own: on the consumer's, the question would stand behind a fetch that waits for news.
    """

    def __init__(self, kafka: KafkaSettings, progress: Progress) -> None:
        self._kafka = kafka
        self._progress = progress
        self._client: AIOKafkaConsumer | None = None
        self._asking: asyncio.Task[Ends] | None = None
        self._next: asyncio.Task[Ends] | None = None
        self._stopped = False

    async def start(self) -> None:
        self._client = AIOKafkaConsumer(bootstrap_servers=self._kafka.bootstrap, client_id=self._kafka.client_id)
        await self._client.start()
        await self._client.topics()  # learns the leaders of all topics, whom it will ask

    async def stop(self) -> None:
        """Nothing more is asked. A question that is on its way is waited for: it could open a connection afterwards."""
        self._stopped = True
        asked = [one for one in (self._asking, self._next) if one is not None and not one.done()]
        if asked:
            await asyncio.wait(asked, timeout=STOP_S)
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        if self._client is not None:
            await self._client.stop()

    async def reached(self, room_of: UUID | None = None) -> None:
        """Return once what the log holds now is decided, or the time is up.

        Nobody waits for what is said in passing but who reads it: with `room_of`, for that in this session's room.
        """
        said = _place_of(room_of) if room_of is not None else None
        with contextlib.suppress(TimeoutError, TooManyWait):
            async with asyncio.timeout(WAIT_S):
                ends = await self.ends()
                for tp, end in ends.items():
                    if tp.topic != CHAT.name or tp == said:
                        await self._progress.reached(Position(tp.topic, tp.partition, end - 1), WAIT_S)

    async def ends(self) -> Ends:
        """Where each partition ends now, or nothing where the broker is away.

        The answer to a question that was not asked before now, shared by all who ask now.
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
            return dict(await self._client.end_offsets(PARTITIONS))
        except (KafkaError, ValueError):
            return {}  # the broker is away: reads get what is there


def _place_of(session: UUID) -> TopicPartition:
    return TopicPartition(CHAT.name, partition_of(str(session).encode(), CHAT.partitions))
