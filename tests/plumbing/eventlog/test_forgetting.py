"""Weeks are forgotten on real servers, for a log that goes back six weeks; a rebuild agrees before and after."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer, TopicPartition

from plumbing.eventlog import weeks
from plumbing.eventlog.forgetting import Forgetting
from plumbing.eventlog.freshness import Freshness
from plumbing.eventlog.progress import Progress, TooManyWait
from plumbing.kafka.position import Position
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.settings import KafkaSettings
from plumbing.postgres.pool import Pool
from tests.plumbing.eventlog.ballots import Ballot
from tests.plumbing.eventlog.polling import PARTITIONS, Polling
from tests.plumbing.eventlog.test_rebuild import rebuild_of
from tests.plumbing.kafka.conftest import MakeTopic
from tests.plumbing.postgres.connections import connection_to

KEEPS_TIMES = {"message.timestamp.type": "CreateTime"}
MONDAY = datetime(2026, 10, 19, tzinfo=UTC)
FIVE_WEEKS = [weeks.week_of(MONDAY) + number * weeks.WEEK for number in range(5)]
DAYS = (0, 3, 6.5, 8, 14, 15.5, 23, 30, 37)
"""On which days a person votes with the same event id."""
FRESH = (0, 8, 15.5, 23, 30, 37)
"""The days on which it counts as new: seven days after the last one that did, or later."""


@pytest_asyncio.fixture(loop_scope="session")
async def polling(
    kafka_settings: KafkaSettings, votes_database: str, make_topic: MakeTopic, publisher: Publisher
) -> Polling:
    topic, results = await make_topic(PARTITIONS, KEEPS_TIMES), await make_topic(PARTITIONS)
    return Polling(kafka_settings.bootstrap, votes_database, topic, results, publisher)


async def write_six_weeks(polling: Polling) -> None:
    """In each of two partitions or more: one id again and again, and others once."""
    producer = AIOKafkaProducer(bootstrap_servers=polling.bootstrap, acks="all")
    await producer.start()
    try:
        for number, days in enumerate(DAYS):
            for poll in range(6):
                for id in (UUID(int=poll + 1), UUID(int=1_000 + 10 * number + poll)):
                    one = Ballot(f"voter-{id.int}", poll=f"poll-{poll}", id=id)
                    time = MONDAY + timedelta(days)
                    await producer.send_and_wait(
                        polling.topic,
                        one.value,
                        one.key,
                        headers=one.headers,
                        timestamp_ms=int(time.timestamp() * 1000),
                    )
                    polling.appended += 1
    finally:
        await producer.stop()


@asynccontextmanager
async def forgetting(polling: Polling, pool: Pool, kafka: KafkaSettings) -> AsyncIterator[Forgetting]:
    progress = Progress(pool)
    freshness = Freshness(kafka, progress, {polling.topic: PARTITIONS})
    await freshness.start()
    try:
        yield Forgetting(pool, progress, freshness.ends, [polling.topic])
    finally:
        await progress.stop()
        await freshness.stop()


async def test_old_weeks_are_dropped_and_a_replay_agrees(
    polling: Polling, pool: Pool, kafka_settings: KafkaSettings, connection: asyncpg.Connection
) -> None:
    """The three newest weeks stay; what an id is decided to be does not change, and tables made anew are the same."""
    await write_six_weeks(polling)
    async with polling.running("live"):
        await polling.decided()
        found = await connection.fetch("SELECT at FROM inbox WHERE event_id = $1 ORDER BY at", UUID(int=1))
        assert [row["at"] for row in found] == [MONDAY + timedelta(days) for days in FRESH]
        assert (await rebuild_of(polling).check()).found.different == 0
        async with forgetting(polling, pool, kafka_settings) as duty:
            assert await duty.forget() == 3
            await duty.turn()
        newest = weeks.week_of(MONDAY + timedelta(DAYS[-1]))
        assert await weeks.present(connection) == [newest - 2 * weeks.WEEK, newest - weeks.WEEK, newest]
        assert (await rebuild_of(polling).check()).found.different == 0
        done = await rebuild_of(polling).replace()
    assert done.found.different == 0
    assert await weeks.present(connection) == [newest - 2 * weeks.WEEK, newest - weeks.WEEK, newest]


async def test_nothing_is_forgotten_while_something_is_to_be_decided(
    polling: Polling,
    pool: Pool,
    kafka_settings: KafkaSettings,
    connection: asyncpg.Connection,
) -> None:
    """A partition that lags behind may still look into an old week."""
    await weeks.make(connection, FIVE_WEEKS)
    await write_six_weeks(polling)
    async with forgetting(polling, pool, kafka_settings) as duty:
        assert await duty.forget() == 0
        ends = await duty._ends()
        assert sum(ends.values()) == polling.appended
        for tp, end in ends.items():
            duty._progress.advance(tp.topic, tp.partition, end)
        assert await duty.forget() == 2


@pytest.mark.parametrize("problem", ["broker", "reads", "lock"])
async def test_it_tries_again_later(
    votes_database: str, pool: Pool, connection: asyncpg.Connection, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the broker is away, too many reads wait, or somebody holds the inbox for long."""
    await weeks.make(connection, FIVE_WEEKS)
    progress = Progress(pool)
    progress.advance("votes", 0, 1)

    async def too_many(position: Position) -> bool:
        raise TooManyWait("reads")

    if problem == "reads":
        monkeypatch.setattr(progress, "reached", too_many)

    async def ends() -> dict[TopicPartition, int]:
        return {} if problem == "broker" else {TopicPartition("votes", 0): 1, TopicPartition("others", 0): 9}

    duty = Forgetting(pool, progress, ends, ["votes"])
    async with connection_to(votes_database) as other, other.transaction():
        if problem == "lock":
            await other.fetch("SELECT * FROM inbox")
        assert await duty.forget() == 0
    assert await weeks.present(connection) == FIVE_WEEKS
    if problem == "lock":
        assert await duty.forget() == 2
