"""Creating and comparing topics, on a real Apache Kafka."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from livefair.failure import Failure
from livefair.system.topics import Made, create_topics
from schemas.topics import COMPACTED, TOPICS, Topic
from tests.conftest import RunningKafka


@pytest.fixture
def topics() -> list[Topic]:
    """The project's topics under other names, since the shared Kafka may have them."""
    prefix = uuid.uuid4().hex
    return [dataclasses.replace(topic, name=f"{prefix}.{topic.name}") for topic in TOPICS]


async def _partitions(bootstrap: str, names: list[str]) -> dict[str, int]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    found = await admin.describe_topics(names)
    await admin.close()
    return {topic["topic"]: len(topic["partitions"]) for topic in found}


async def test_it_creates_what_is_missing(kafka: RunningKafka, topics: list[Topic]) -> None:
    """With its partitions and settings; the second run finds nothing to do."""
    names = [topic.name for topic in topics]
    assert await create_topics(kafka.bootstrap, topics=topics) == Made(created=names)
    assert await create_topics(kafka.bootstrap, topics=topics) == Made(existing=names)
    assert await _partitions(kafka.bootstrap, names) == {topic.name: topic.partitions for topic in topics}


async def test_it_names_what_differs(kafka: RunningKafka, topics: list[Topic]) -> None:
    """Other partitions or settings are reported, and the topic stays as it is."""
    await create_topics(kafka.bootstrap, topics=topics)
    first = topics[0]
    other = dataclasses.replace(first, partitions=3, policy=COMPACTED)
    made = await create_topics(kafka.bootstrap, topics=[other])
    assert f"{first.name}: partitions is 12, not 3" in made.differences
    assert f"{first.name}: cleanup.policy is delete, not compact" in made.differences
    assert await _partitions(kafka.bootstrap, [first.name]) == {first.name: 12}


async def test_many_at_once_are_one(kafka: RunningKafka, topics: list[Topic]) -> None:
    """Instances that create topics at the same time do not fail, and each topic is created once."""
    made = await asyncio.gather(*(create_topics(kafka.bootstrap, topics=topics) for _ in range(3)))
    assert sorted(name for each in made for name in each.created) == sorted(topic.name for topic in topics)


async def test_too_many_copies_are_refused(kafka: RunningKafka, topics: list[Topic]) -> None:
    """A replication factor that the cluster cannot provide is one line."""
    with pytest.raises(Failure, match=r"the broker refuses topic .*InvalidReplicationFactor"):
        await create_topics(kafka.bootstrap, replication=3, topics=topics)


async def test_no_broker_is_said() -> None:
    """Without a broker there is one line, not a traceback."""
    with pytest.raises(Failure, match=r"cannot create topics at 127\.0\.0\.1:1"):
        await create_topics("127.0.0.1:1")
