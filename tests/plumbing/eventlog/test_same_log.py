"""A real log beside the offsets of a database: the process stops where the log is another one, or lost records."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiokafka import TopicPartition

from plumbing.eventlog import same_log as same_logs
from plumbing.eventlog.same_log import SameLog, read_marks
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.settings import KafkaSettings
from plumbing.postgres.pool import Pool
from tests.plumbing.kafka.conftest import MakeTopic
from tests.plumbing.postgres.connections import connection_to


class Stopped(Exception):
    """Raised where the process would have ended."""


class Side:
    """A topic, the table of offsets, and what is told before the process stops."""

    def __init__(self, topic: str, pool: Pool, dsn: str, kafka: KafkaSettings, publisher: Publisher) -> None:
        self.topic, self.dsn, self.publisher = topic, dsn, publisher
        self.told: list[str] = []
        self.same = SameLog(kafka, pool, ("consumed",), self._tell)
        self.pool = pool

    async def _tell(self, why: str) -> None:
        self.told.append(why)

    async def append(self, number: int) -> list[int]:
        """Write records; returns their times in ms."""
        receipts = [await self.publisher.publish(self.topic, b"key", b"{}") for _ in range(number)]
        return [round(receipt.time.timestamp() * 1000) for receipt in receipts]

    async def decide(self, until: int) -> None:
        async with connection_to(self.dsn) as connection:
            await connection.execute(
                "INSERT INTO consumed VALUES ($1, 0, $2) ON CONFLICT (topic, partition) DO UPDATE SET next_offset = $2",
                self.topic,
                until,
            )

    async def forge(self, offset: int, time_ms: int) -> None:
        """The mark of a record of another log."""
        async with connection_to(self.dsn) as connection:
            await connection.execute("INSERT INTO log_marks VALUES ($1, 0, $2, $3)", self.topic, offset, time_ms)

    async def marks(self) -> dict[TopicPartition, tuple[int, int]]:
        return await self.pool.read(read_marks)


@pytest_asyncio.fixture(loop_scope="session")
async def side(
    make_topic: MakeTopic,
    kafka_settings: KafkaSettings,
    publisher: Publisher,
    pool: Pool,
    votes_database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Side]:
    def stop(why: str) -> None:
        raise Stopped(why)

    monkeypatch.setattr(same_logs, "stop_process", stop)
    side = Side(await make_topic(1), pool, votes_database, kafka_settings, publisher)
    yield side
    await side.same.stop()


async def test_the_mark_follows_what_is_decided(side: Side) -> None:
    """It is the last decided record, with the log's time; nothing is marked before something is decided."""
    times = await side.append(5)
    await side.same.turn()
    assert await side.marks() == {}
    for until in (2, 5):
        await side.decide(until)
        await side.same.turn()
        assert await side.marks() == {TopicPartition(side.topic, 0): (until - 1, times[until - 1])}
    assert side.told == []


async def test_a_log_that_lost_records_stops_the_process(side: Side) -> None:
    """It says which partition, and tells it before."""
    await side.append(3)
    await side.decide(4)
    with pytest.raises(Stopped, match=f"{side.topic}:0 ends at 3, .* decided it up to 4: is this the log that belongs"):
        await side.same.turn()
    assert side.told == [f"{side.topic}:0 ends at 3, but the database has decided it up to 4"]
    assert await side.marks() == {}


async def test_another_log_stops_the_process_though_it_is_longer(side: Side) -> None:
    """New records have made it longer, and some of them were even decided: the marked record is another one."""
    times = await side.append(9)
    await side.forge(3, times[3] - 60_000)
    await side.decide(8)
    for _ in range(2):  # also when it is started again
        with pytest.raises(Stopped, match=f"{side.topic}:0 has another record at 3"):
            await side.same.turn()
    assert (await side.marks())[TopicPartition(side.topic, 0)][0] == 3


async def test_a_log_that_is_being_continued_stops_the_process(side: Side) -> None:
    """Also where it is complete already: other partitions may not be, and records are still to be appended again."""
    times = await side.append(3)
    await side.forge(2, times[2])
    await side.decide(3)
    await side.same.turn()
    async with connection_to(side.dsn) as connection:
        await connection.execute("UPDATE log_marks SET closed = true")
    with pytest.raises(Stopped, match=f"{side.topic}:0 lost records and is being continued"):
        await side.same.turn()
