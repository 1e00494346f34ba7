"""Reads without a position wait a moment for the end of the log."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from plumbing.eventlog import freshness as freshnesses
from plumbing.eventlog import progress as progresses
from plumbing.eventlog.freshness import Freshness
from plumbing.eventlog.progress import Progress
from plumbing.kafka.position import Position
from plumbing.kafka.publisher import Publisher, Receipt
from plumbing.kafka.settings import KafkaSettings
from plumbing.limits import PERSON
from plumbing.postgres.pool import Pool
from tests.plumbing.kafka.conftest import MakeTopic

PARTITIONS = 3


@dataclass
class Stage:
    """Two topics: every read waits for the first, and only reads with a key for the second."""

    votes: str
    comments: str
    kafka: KafkaSettings
    publisher: Publisher
    progress: Progress

    def freshness(self) -> Freshness:
        return Freshness(self.kafka, self.progress, {self.votes: PARTITIONS}, {self.comments: PARTITIONS})

    async def append(self, topic: str, key: bytes = b"poll-1") -> Receipt:
        return await self.publisher.publish(topic, key, b"{}")

    def decide(self, receipt: Receipt) -> None:
        self.progress.advance(receipt.topic, receipt.partition, receipt.offset + 1)


@pytest_asyncio.fixture(loop_scope="session")
async def stage(
    make_topic: MakeTopic, kafka_settings: KafkaSettings, publisher: Publisher, pool: Pool
) -> AsyncIterator[Stage]:
    progress = Progress(pool)
    yield Stage(await make_topic(PARTITIONS), await make_topic(PARTITIONS), kafka_settings, publisher, progress)
    await progress.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def freshness(stage: Stage) -> AsyncIterator[Freshness]:
    freshness = stage.freshness()
    await freshness.start()
    yield freshness
    await freshness.stop()


async def test_it_waits_for_what_was_acknowledged(
    freshness: Freshness, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that is in the log when a read arrives is decided first; concurrent reads share the query."""
    monkeypatch.setattr(freshnesses, "WAIT_S", 20.0)
    await freshness.reached()
    receipt = await stage.append(stage.votes)
    reading = [asyncio.create_task(freshness.reached()) for _ in range(20)]
    await asyncio.sleep(0)
    question = freshness._next
    assert question is not None
    await question
    assert not any(one.done() for one in reading)
    stage.decide(receipt)
    await asyncio.wait_for(asyncio.gather(*reading), 10)


async def test_a_topic_is_waited_for_by_its_readers(
    freshness: Freshness, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only for the partition of the read's key; other reads do not wait for that topic."""
    monkeypatch.setattr(freshnesses, "WAIT_S", 20.0)
    receipt = await stage.append(stage.comments, b"poll-1")
    await asyncio.wait_for(freshness.reached(), 10)
    elsewhere = next(
        key
        for key in (b"poll-2", b"poll-3", b"poll-4", b"poll-5")
        if freshness._partition(stage.comments, key).partition != receipt.partition
    )
    await asyncio.wait_for(freshness.reached((stage.comments, elsewhere)), 10)
    reading = asyncio.create_task(freshness.reached((stage.comments, b"poll-1")))
    await asyncio.wait([reading], timeout=0.2)
    assert not reading.done()
    stage.decide(receipt)
    await asyncio.wait_for(reading, 10)


async def test_it_waits_no_longer_than_a_blink(freshness: Freshness, stage: Stage) -> None:
    """Under a backlog a read answers with what is decided."""
    await stage.append(stage.votes)
    started = time.monotonic()
    await freshness.reached()
    assert freshnesses.WAIT_S * 0.9 < time.monotonic() - started < 5


async def test_without_a_broker_it_does_not_wait(stage: Stage) -> None:
    """Before the start, or without a broker, reads answer with what is decided."""
    away = Freshness(KafkaSettings("127.0.0.1:1", "test"), stage.progress, {stage.votes: PARTITIONS})
    await asyncio.wait_for(away.reached(), 5)


async def test_a_question_on_its_way_outlives_no_stop(stage: Stage) -> None:
    """Every caller gets an answer, and a closed client is not used again."""
    freshness = stage.freshness()
    await freshness.start()
    asking = [asyncio.create_task(freshness.ends()) for _ in range(3)]
    await asyncio.sleep(0)
    await freshness.stop()
    assert all(one.done() for one in asking)
    assert await freshness.ends() == {}


async def test_one_that_never_started_stops(stage: Stage) -> None:
    """A service whose start failed stops all of its parts; a read of it finds no end of the log."""
    freshness = stage.freshness()
    assert await freshness.ends() == {}
    await freshness.stop()


async def test_a_record_that_the_log_does_not_have_is_ahead(freshness: Freshness, stage: Stage) -> None:
    """From the end of its partition on; of a partition that nobody asks about, and without a broker, nothing is."""
    receipt = await stage.append(stage.votes)
    following = Position(receipt.topic, receipt.partition, receipt.offset + 1)
    assert not await freshness.is_ahead(receipt.position)
    assert await freshness.is_ahead(following)
    assert not await freshness.is_ahead(Position("other", 0, 10**9))
    away = Freshness(KafkaSettings("127.0.0.1:1", "test"), stage.progress, {stage.votes: PARTITIONS})
    assert not await away.is_ahead(following)


async def test_those_who_may_not_wait_get_what_there_is(freshness: Freshness, stage: Stage) -> None:
    """At once, where too many reads of the same asker wait."""
    await stage.append(stage.votes)
    share, who = progresses.WAITING.share(PERSON), {PERSON: "ann"}
    waiting = [asyncio.create_task(stage.progress.reached(Position("x", 0, 0), 20, who)) for _ in range(share)]
    started = time.monotonic()
    await freshness.reached(who=who)
    assert time.monotonic() - started < freshnesses.WAIT_S
    for one in waiting:
        one.cancel()
