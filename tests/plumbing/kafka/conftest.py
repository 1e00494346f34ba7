"""Topics for single tests, on the Kafka of the test run."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from livefair.system.topics import create_topics
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.settings import KafkaSettings
from schemas.topics import TOPICS, Topic
from tests.conftest import RunningKafka

MakeTopic = Callable[..., Awaitable[str]]


@pytest.fixture
def make_topic(kafka: RunningKafka) -> MakeTopic:
    """Creates an empty topic with the given number of partitions and policy, and returns its name."""

    async def make(partitions: int = 1, policy: dict[str, str] | None = None) -> str:
        topic = Topic(f"test-{uuid.uuid4().hex}", "any", partitions, (), (), policy or {})
        await create_topics(kafka.bootstrap, topics=[topic])
        return topic.name

    return make


@pytest.fixture
def kafka_settings(kafka: RunningKafka) -> KafkaSettings:
    return KafkaSettings(kafka.bootstrap, "test", fetch_wait_ms=50)


@pytest_asyncio.fixture(loop_scope="session")
async def publisher(kafka_settings: KafkaSettings) -> AsyncIterator[Publisher]:
    publisher = Publisher(kafka_settings, deadline_s=20)
    await publisher.start()
    yield publisher
    await publisher.stop()


async def records_of(bootstrap: str, topic: str, count: int, partitions: int = 1) -> list[ConsumerRecord]:
    """The first `count` records of a topic."""
    consumer: Any = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    found: list[ConsumerRecord] = []
    try:
        consumer.assign([TopicPartition(topic, number) for number in range(partitions)])
        while len(found) < count:
            got = await consumer.getmany(timeout_ms=20_000)
            assert got, f"only {len(found)} of {count} records"
            found += [record for records in got.values() for record in records]
    finally:
        await consumer.stop()
    return found


async def make_again(bootstrap: str, name: str, partitions: int) -> None:
    """Delete a topic, and create an empty one of the same name."""
    topic = next((one for one in TOPICS if one.name == name), Topic(name, "any", partitions, (), ()))
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.delete_topics([name])
    finally:
        await admin.close()
    async with asyncio.timeout(20):
        while name not in (await create_topics(bootstrap, topics=[topic])).created:
            await asyncio.sleep(0.05)
