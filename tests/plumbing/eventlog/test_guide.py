"""The example of docs/eventlog.md runs as it stands there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest_asyncio

from livefair.system.topics import create_topics
from plumbing.eventlog.tables import DDL
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.settings import KafkaSettings
from schemas.envelope import Envelope
from schemas.topics import Topic
from tests.plumbing.kafka.conftest import records_of
from tests.plumbing.postgres.connections import connection_to

GUIDE = Path(__file__).parents[3] / "docs" / "eventlog.md"
TOPICS = [Topic(name, "post", 1, (), ()) for name in ("posts", "likes.counts", "likes.dead-letters")]
TABLES = f"{DDL} CREATE TABLE likes (post text PRIMARY KEY, number int NOT NULL);"
WITHIN_S = 30.0


@pytest_asyncio.fixture(loop_scope="session")
async def likes(kafka_settings: KafkaSettings, empty_database: str) -> AsyncIterator[Any]:
    """The service of the guide, running."""
    await create_topics(kafka_settings.bootstrap, topics=TOPICS)
    async with connection_to(empty_database) as connection:
        await connection.execute(TABLES)
    names: dict[str, Any] = {}
    exec("\n".join(re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)), names)
    service = names["Likes"](kafka_settings, empty_database)
    await service.start()
    yield service
    await service.stop()


async def test_the_example_counts(
    likes: Any, kafka_settings: KafkaSettings, publisher: Publisher, empty_database: str
) -> None:
    """Likes are counted once, an invalid one becomes a dead letter, and the counts are published."""

    def envelope() -> Envelope:
        return Envelope(uuid4(), "PostLiked", "/test", datetime.now(UTC), "somebody", "reader")

    twice = envelope()
    sent = [(envelope(), b'{"post":"a"}'), (twice, b'{"post":"a"}'), (twice, b'{"post":"a"}'), (envelope(), b"{")]
    publishing = (publisher.publish("posts", b"a", value, by.to_headers()) for by, value in sent)
    *_, last = await asyncio.gather(*publishing)
    assert await likes.progress.reached(last.position, WITHIN_S)
    async with connection_to(empty_database) as connection:
        assert await _rows(connection, "SELECT post, number FROM likes") == [("a", 2)]
        assert await _rows(connection, "SELECT outcome, count(*) FROM inbox GROUP BY outcome") == [("applied", 2)]
    counts = await records_of(kafka_settings.bootstrap, "likes.counts", 1)
    [letter] = await records_of(kafka_settings.bootstrap, "likes.dead-letters", 1)
    assert counts[0].key == b"a"
    assert letter.value == b"{"


async def _rows(connection: asyncpg.Connection, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await connection.fetch(query)]
