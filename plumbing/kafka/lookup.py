"""Looks up single records of a log: whether it has them, and their log time. Knows no database and no event."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from plumbing.kafka.headers import poll
from plumbing.kafka.publisher import Unavailable
from plumbing.kafka.settings import KafkaSettings

ASK_S = 10.0
POLL_MS = 200

Marks = dict[TopicPartition, tuple[int, int]]
"""The offset and the log time in ms of one record of each partition."""


class Lookup:
    """A client of its own, without a group. Every method but `stop` raises Unavailable. One call at a time."""

    def __init__(self, kafka: KafkaSettings) -> None:
        self._kafka = kafka
        self._client: Any = None

    async def why_shorter(self, decided: Mapping[TopicPartition, int]) -> str | None:
        """Which partition ends before one of these offsets; None for none."""
        if not decided:
            return None
        async with self._asking() as client:
            known = await client.topics()
            for tp in decided:
                if tp.topic not in known:
                    return f"{tp.topic} does not exist, but the database has decided {tp.partition} up to {decided[tp]}"
            ends = await client.end_offsets(list(decided))
        for tp, offset in decided.items():
            if ends[tp] < offset:
                place = f"{tp.topic}:{tp.partition}"
                return f"{place} ends at {ends[tp]}, but the database has decided it up to {offset}"
        return None

    async def why_another(self, marks: Marks) -> str | None:
        """Which of these records the log does not have, or with another time; None if it has all of them, or has
        deleted them since. A clock that was set back makes the quick question fail, so such a record is read.
        """
        if not marks:
            return None
        async with self._asking() as client:
            found = await client.offsets_for_times({tp: ms for tp, (_, ms) in marks.items()})
        doubtful = {tp: offset for tp, (offset, ms) in marks.items() if not found[tp] or found[tp].timestamp != ms}
        for tp, time in (await self.times(doubtful)).items():
            if time[1] != marks[tp][1]:
                return f"{tp.topic}:{tp.partition} has another record at {marks[tp][0]} than the database has decided"
        return None

    async def times(self, places: Mapping[TopicPartition, int]) -> Marks:
        """The records at these offsets, without those that the log has deleted."""
        found: Marks = {}
        if not places:
            return found
        async with self._asking() as client:
            begin = await client.beginning_offsets(list(places))
            left = {tp: offset for tp, offset in places.items() if offset >= begin[tp]}
            client.assign(list(left))
            try:
                for tp, offset in left.items():
                    client.seek(tp, offset)
                while left:
                    for tp, records in (await poll(client, timeout_ms=POLL_MS, max_records=len(left) * 100)).items():
                        if tp in left:
                            client.pause(tp)
                            found[tp] = left.pop(tp), records[0].timestamp
            finally:
                client.unsubscribe()
        return found

    async def stop(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            with suppress(KafkaError, TimeoutError):
                await asyncio.wait_for(client.stop(), 1.0)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[Any]:
        """The connected client, which is replaced after a failure."""
        try:
            async with asyncio.timeout(ASK_S):
                if self._client is None:
                    self._client = AIOKafkaConsumer(**self._kafka.client(), auto_offset_reset="earliest")
                    await self._client.start()
                yield self._client
        except (KafkaError, TimeoutError, ValueError, AssertionError) as error:
            await self.stop()
            raise Unavailable(f"the broker does not say what the log has: {error!r}") from error
