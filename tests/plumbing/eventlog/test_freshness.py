"""Reads without a position wait for the end of the log, for a blink."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from plumbing.eventlog import freshness as freshnesses
from plumbing.eventlog.freshness import Freshness
from plumbing.eventlog.progress import Progress
from plumbing.kafka.settings import KafkaSettings
from plumbing.postgres.pool import Pool
from schemas.topics import CHAT
from tests.services.fair.chatting import Room
from tests.services.fair.conftest import ends
from tests.services.fair.running import Edge
from tests.services.fair.story import Teller
from tests.services.fair.tables import pool_of


@pytest_asyncio.fixture(loop_scope="session")
async def pool(database: str) -> AsyncIterator[Pool]:
    async with pool_of(database) as pool:
        yield pool


@pytest_asyncio.fixture(loop_scope="session")
async def progress(pool: Pool, log: str) -> AsyncIterator[Progress]:
    """Everything is decided that is in the log now."""
    progress = Progress(pool)
    for tp, end in (await ends(log)).items():
        progress.advance(tp.topic, tp.partition, end)
    yield progress
    await progress.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def freshness(progress: Progress, log: str) -> AsyncIterator[Freshness]:
    freshness = Freshness(KafkaSettings(log, "test"), progress)
    await freshness.start()
    yield freshness
    await freshness.stop()


async def test_it_waits_for_what_was_acknowledged(
    freshness: Freshness, progress: Progress, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that is in the log when it is asked must be decided first; many who ask share the question."""
    monkeypatch.setattr(freshnesses, "WAIT_S", 20.0)
    await freshness.reached()
    [receipt] = await edge.write(Teller().scheduled())
    reading = [asyncio.create_task(freshness.reached()) for _ in range(20)]
    await asyncio.sleep(0)
    question = freshness._next
    assert question is not None
    await question
    assert not any(one.done() for one in reading)
    progress.advance(receipt.topic, receipt.partition, receipt.offset + 1)
    await asyncio.wait_for(asyncio.gather(*reading), 10)


async def test_who_reads_a_room_waits_for_what_was_said(
    freshness: Freshness, progress: Progress, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only for that room's own partition; other reads pass by whatever is said."""
    monkeypatch.setattr(freshnesses, "WAIT_S", 20.0)
    room = Room()
    [receipt] = await edge.write(room.said())
    for tp, end in (await freshness.ends()).items():
        if (tp.topic, tp.partition) != (CHAT.name, receipt.partition):
            progress.advance(tp.topic, tp.partition, end)
    await asyncio.wait_for(freshness.reached(), 10)
    reading = asyncio.create_task(freshness.reached(room.session))
    await asyncio.wait([reading], timeout=0.2)
    assert not reading.done()
    progress.advance(receipt.topic, receipt.partition, receipt.offset + 1)
    await asyncio.wait_for(reading, 10)


async def test_it_waits_no_longer_than_a_blink(freshness: Freshness, edge: Edge) -> None:
    """Under a backlog a read gets what is there."""
    await edge.write(Teller().scheduled())
    started = time.monotonic()
    await freshness.reached()
    assert freshnesses.WAIT_S * 0.9 < time.monotonic() - started < 5


async def test_without_a_broker_it_does_not_wait(progress: Progress) -> None:
    """Not started, or the broker away: reads get what is there."""
    await asyncio.wait_for(Freshness(KafkaSettings("127.0.0.1:1", "test"), progress).reached(), 5)


async def test_a_question_on_its_way_outlives_no_stop(progress: Progress, log: str) -> None:
    """Whoever asked has an answer, and nobody asks a client that is closed."""
    freshness = Freshness(KafkaSettings(log, "test"), progress)
    await freshness.start()
    asking = [asyncio.create_task(freshness.ends()) for _ in range(3)]
    await asyncio.sleep(0)
    await freshness.stop()
    assert all(one.done() for one in asking)
    assert await freshness.ends() == {}
