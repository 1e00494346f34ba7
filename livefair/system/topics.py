"""Creates the topics of `schemas/topics.py`, and compares existing ones with it. Alters none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from livefair.failure import Failure
from plumbing.kafka.refusal import why_away
from plumbing.kafka.settings import PLAIN, KafkaSettings, Security
from schemas.topics import TOPICS, Topic

LEADERS_TIMEOUT_S = 30.0
POLL_S = 0.1


@dataclass(slots=True)
class Made:
    """The created topics, and where existing ones differ from their description: `name: what, wanted, found`."""

    created: list[str] = field(default_factory=list)
    existing: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


async def create_topics(
    bootstrap: str, replication: int = 1, topics: Sequence[Topic] = TOPICS, security: Security = PLAIN
) -> Made:
    """Create missing topics, and wait until each partition has a leader. Idempotent."""
    kafka = KafkaSettings(bootstrap, "livefair-topics", security=security)
    admin = AIOKafkaAdminClient(**kafka.client())
    try:
        await admin.start()
        made = Made()
        for topic in topics:
            (made.created if await _create(admin, topic, replication) else made.existing).append(topic.name)
        await _leaders(admin, topics)
        for topic in topics:
            made.differences += await _differences(admin, topic) if topic.name in made.existing else []
        return made
    except (KafkaError, OSError) as problem:
        why = await why_away(kafka) or repr(problem)
        raise Failure(f"cannot create topics at {bootstrap}: {why}: is the broker there?") from problem
    finally:
        await admin.close()


async def _create(admin: AIOKafkaAdminClient, topic: Topic, replication: int) -> bool:
    """Create one topic. Returns whether it was missing; another process may create it at the same time."""
    wanted = NewTopic(topic.name, topic.partitions, replication, topic_configs=topic.config)
    response = await admin.create_topics([wanted])
    code: int = response.topic_errors[0][1]
    if code and for_code(code) is not TopicAlreadyExistsError:
        raise Failure(f"the broker refuses topic {topic.name}: {for_code(code).__name__}")
    return code == 0


async def _leaders(admin: AIOKafkaAdminClient, topics: Sequence[Topic]) -> None:
    """Wait for leaders: a topic is acknowledged a moment before its partitions can be written to."""
    deadline = time.monotonic() + LEADERS_TIMEOUT_S
    while not all(_led(found) for found in await admin.describe_topics([topic.name for topic in topics])):
        if time.monotonic() > deadline:
            raise Failure(f"topics have no leader after {LEADERS_TIMEOUT_S:.0f} s: is a broker down?")
        await asyncio.sleep(POLL_S)


def _led(found: dict[str, Any]) -> bool:
    partitions: list[dict[str, int]] = found["partitions"]
    return bool(partitions) and all(each["leader"] >= 0 for each in partitions)


async def _differences(admin: AIOKafkaAdminClient, topic: Topic) -> list[str]:
    [found] = await admin.describe_topics([topic.name])
    partitions, config = len(found["partitions"]), await _config(admin, topic)
    pairs = [("partitions", str(topic.partitions), str(partitions))]
    pairs += [(name, wanted, config.get(name, "nothing")) for name, wanted in topic.config.items()]
    return [f"{topic.name}: {name} is {found}, not {wanted}" for name, wanted, found in pairs if wanted != found]


async def _config(admin: AIOKafkaAdminClient, topic: Topic) -> dict[str, str]:
    [response] = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name)])
    [(_, _, _, _, entries)] = response.resources
    return {entry[0]: entry[1] for entry in entries}
