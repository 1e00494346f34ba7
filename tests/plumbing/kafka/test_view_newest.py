"""A view that starts with recent records: on Apache Kafka, and on the demo's broker, which cannot find them."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord
from aiokafka.errors import KafkaTimeoutError, UnsupportedVersionError

from livefair.servers.child import Child
from livefair.servers.mesh import MeshServer
from livefair.servers.ports import free_port
from livefair.system.topics import create_topics
from plumbing.kafka.raw import raw_broker
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.view import View
from schemas.topics import Topic
from tests.conftest import RunningKafka

HOUR_S = 3_600
AGES_H = (72, 30, 25, 23, 2, 0)
NEW = [b"23", b"2", b"0"]


@pytest.fixture(params=["apache", "demo"])
async def broker(request: pytest.FixtureRequest, kafka: RunningKafka, tmp_path: Path) -> AsyncIterator[tuple[str, str]]:
    """The name of the broker, and its bootstrap address."""
    if request.param == "apache":
        yield request.param, kafka.bootstrap
        return
    server = MeshServer(free_port(), tmp_path / "mesh.log")
    child = Child(server)
    await child.start()
    yield request.param, server.bootstrap
    await child.stop()


async def topic_with(bootstrap: str, *ages_h: int) -> str:
    """Three partitions: records of these ages in the first, an old one in the second, none in the third.

    The topic has producer timestamps, since the broker's cannot be set back.
    """
    topic = Topic(f"test-{uuid.uuid4().hex}", "any", 3, (), (), {"message.timestamp.type": "CreateTime"})
    await create_topics(bootstrap, topics=[topic])
    now_ms = int(time.time() * 1000)
    async with AIOKafkaProducer(bootstrap_servers=bootstrap) as producer:
        for partition, ages in ((0, ages_h), (1, (90,))):
            for age in ages:
                at_ms = now_ms - age * HOUR_S * 1000
                await producer.send_and_wait(topic.name, str(age).encode(), partition=partition, timestamp_ms=at_ms)
    return topic.name


class Newest:
    """A view of the last day, and the records that it read."""

    def __init__(self, bootstrap: str, topic: str) -> None:
        self._broker = raw_broker(KafkaSettings(bootstrap, "test"))
        self._view = View(self._broker, topic, self._apply, fetch_wait_ms=20, newest_s=24 * HOUR_S)
        self.read: list[bytes | None] = []

    @contextlib.asynccontextmanager
    async def started(self) -> AsyncIterator[None]:
        await self._broker.start()
        await self._view.start()
        try:
            yield
        finally:
            await self._view.stop()
            await self._broker.stop()

    async def until(self, *, count: int = 0) -> None:
        """It is caught up, and has read this number of records."""
        async with asyncio.timeout(20):
            while not self._view.caught_up or len(self.read) < count:
                await asyncio.sleep(0.01)

    async def _apply(self, records: Sequence[ConsumerRecord]) -> None:
        self.read += [record.value for record in records]


async def test_it_begins_a_day_back_where_the_broker_can_say(broker: tuple[str, str]) -> None:
    """No newer record is missed; the demo's broker returns the beginning, and everything is read."""
    kind, bootstrap = broker
    topic = await topic_with(bootstrap, *AGES_H)
    newest = Newest(bootstrap, topic)
    async with newest.started():
        await newest.until()
        read = list(newest.read)
        async with AIOKafkaProducer(bootstrap_servers=bootstrap) as producer:
            for partition in range(3):
                await producer.send_and_wait(topic, b"later", partition=partition)
        await newest.until(count=len(read) + 3)
    assert newest.read[len(read) :] == [b"later"] * 3
    if kind == "apache":
        assert read == NEW
    else:
        assert sorted(read, key=lambda value: -int(value or 0)) == [b"90", *(str(age).encode() for age in AGES_H)]


async def test_where_the_broker_does_not_know_the_question_all_is_read(
    kafka: RunningKafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading from too early misses nothing."""

    async def unknown(consumer: AIOKafkaConsumer, timestamps: dict[Any, int]) -> None:
        raise UnsupportedVersionError

    monkeypatch.setattr(AIOKafkaConsumer, "offsets_for_times", unknown)
    newest = Newest(kafka.bootstrap, await topic_with(kafka.bootstrap, *AGES_H))
    async with newest.started():
        await newest.until(count=len(AGES_H) + 1)


async def test_a_broker_that_does_not_answer_is_asked_again(
    kafka: RunningKafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is read before the start offset is known."""
    asked, answers = 0, AIOKafkaConsumer.offsets_for_times

    async def at_first_not(consumer: AIOKafkaConsumer, timestamps: dict[Any, int]) -> Any:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise KafkaTimeoutError
        return await answers(consumer, timestamps)

    monkeypatch.setattr(AIOKafkaConsumer, "offsets_for_times", at_first_not)
    newest = Newest(kafka.bootstrap, await topic_with(kafka.bootstrap, *AGES_H))
    async with newest.started():
        await newest.until()
    assert (asked, newest.read) == (2, NEW)
