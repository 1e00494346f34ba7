"""The log on the Kafka of the test run, and databases that start at its current end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, TopicPartition

from livefair.system.topics import create_topics
from schemas.topics import CHAT, FAIRS, PEOPLE
from services.fair.settings import Settings
from tests.conftest import RunningKafka
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.running import Edge, edge_to, settings
from tests.services.fair.site import site as site

PARTITIONS = [TopicPartition(topic.name, number) for topic in (FAIRS, PEOPLE) for number in range(topic.partitions)]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def log(kafka: RunningKafka) -> str:
    """The address of a broker with the fair's topics. Tests share them, so they start at the current ends."""
    await create_topics(kafka.bootstrap)
    return kafka.bootstrap


@pytest_asyncio.fixture(loop_scope="session")
async def edge(log: str) -> AsyncIterator[Edge]:
    async with edge_to(log) as edge:
        yield edge


CHATTING = [TopicPartition(CHAT.name, number) for number in range(CHAT.partitions)]


async def ends(bootstrap: str) -> dict[TopicPartition, int]:
    """The current end of each partition of the log and of the chat topic."""
    client: Any = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await client.start()
    try:
        await client.topics()
        return dict(await client.end_offsets([*PARTITIONS, *CHATTING]))
    finally:
        await client.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def fresh_database(log: str, database: str) -> str:
    """The DSN of a database in which everything already in the log counts as decided."""
    await begin(database, await ends(log))
    return database


async def begin(dsn: str, places: Mapping[TopicPartition, int]) -> None:
    """Mark everything before these positions as decided."""
    async with connection_to(dsn) as connection:
        for tp, end in places.items():
            table = "chat_consumed" if tp in CHATTING else "consumed"
            await connection.execute(f"INSERT INTO {table} VALUES ($1, $2, $3)", tp.topic, tp.partition, end)


@pytest.fixture
def fair_settings(log: str, fresh_database: str, tmp_path: Path) -> Settings:
    return settings(log, fresh_database, tmp_path)
