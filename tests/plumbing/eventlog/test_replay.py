"""A log is read up to given offsets, and decided again by the service's sink."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer, TopicPartition

from plumbing.eventlog import replay as replays
from plumbing.eventlog.replay import Replay, ReplayFailed
from plumbing.kafka.publisher import Publisher
from tests.conftest import RunningKafka
from tests.plumbing.eventlog.ballots import SINK, Ballot, tallies
from tests.plumbing.kafka.conftest import MakeTopic


async def append(publisher: Publisher, topic: str, *ballots: Ballot) -> None:
    await asyncio.gather(*(publisher.publish(topic, one.key, one.value, one.headers) for one in ballots))


async def test_it_goes_exactly_so_far(
    kafka: RunningKafka, publisher: Publisher, make_topic: MakeTopic, connection: asyncpg.Connection
) -> None:
    """Up to exactly these ends, in steps; a row that PostgreSQL refuses is skipped, and nothing is sent."""
    tp = TopicPartition(await make_topic(), 0)
    await append(publisher, tp.topic, Ballot("1"), Ballot("2", "a\0b"), Ballot("3"), Ballot("4"), Ballot("5"))
    await publisher.publish(tp.topic, b"poll-1", b"{")
    moved: list[int] = []
    replay = Replay(kafka.bootstrap, SINK, moved.append)
    await replay.up_to({tp: 3}, connection)
    assert await tallies(connection) == {"yes": 2}
    assert replay.missing({tp: 6}) == 3
    await replay.up_to({tp: 4}, connection)
    assert await tallies(connection) == {"yes": 3}
    await replay.up_to({tp: 6}, connection)
    assert await tallies(connection) == {"yes": 4}
    assert await connection.fetchval("SELECT count(*) FROM outbox") == 0
    assert (sum(moved), replay.missing({tp: 6})) == (6, 0)


async def test_a_stranger_in_the_tables_is_noticed(
    kafka: RunningKafka, publisher: Publisher, make_topic: MakeTopic, connection: asyncpg.Connection
) -> None:
    """The tables being filled have one writer; if another moves the offset, the replay stops."""
    tp = TopicPartition(await make_topic(), 0)
    await append(publisher, tp.topic, Ballot("1"))
    await connection.execute("INSERT INTO consumed VALUES ($1, 0, 999)", tp.topic)
    with pytest.raises(ReplayFailed, match="somebody else writes"):
        await Replay(kafka.bootstrap, SINK, lambda _: None).up_to({tp: 1}, connection)


async def test_a_lost_log_is_one_line(
    kafka: RunningKafka, make_topic: MakeTopic, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the log ends too early, or no broker answers, the failure is one line."""
    monkeypatch.setattr(replays, "SILENCE_MS", 300)
    tp = TopicPartition(await make_topic(), 0)
    with pytest.raises(ReplayFailed, match=f"{tp.topic}:0 up to 5 cannot be read"):
        await Replay(kafka.bootstrap, SINK, lambda _: None).up_to({tp: 5}, connection)
    with pytest.raises(ReplayFailed, match="cannot read the log at"):
        await Replay("127.0.0.1:1", SINK, lambda _: None).up_to({tp: 5}, connection)


async def test_a_hole_in_the_log_is_one_line(
    kafka: RunningKafka, make_topic: MakeTopic, connection: asyncpg.Connection
) -> None:
    """Each transaction ends with a marker, which takes an offset and cannot be read. The log has none of its own, so an
    offset that is missing is a lost record, whether before the end that is wanted or just there."""
    tp = TopicPartition(await make_topic(), 0)
    producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, transactional_id=tp.topic)
    await producer.start()
    for number in ("1", "2"):
        async with producer.transaction():
            one = Ballot(number)
            await producer.send_and_wait(tp.topic, one.value, one.key, headers=one.headers)
    await producer.stop()
    replay = Replay(kafka.bootstrap, SINK, lambda _: None)
    await replay.up_to({tp: 1}, connection)
    with pytest.raises(ReplayFailed, match=f"{tp.topic}:0 up to 2 is wanted, 2 comes next"):
        await replay.up_to({tp: 2}, connection)
    with pytest.raises(ReplayFailed, match=f"{tp.topic}:0 goes on at 2"):
        await replay.up_to({tp: 3}, connection)
    assert await tallies(connection) == {"yes": 1}


async def test_tables_that_take_nothing_are_one_line(
    kafka: RunningKafka, publisher: Publisher, make_topic: MakeTopic, connection: asyncpg.Connection
) -> None:
    """If every row is refused, the tables are at fault, and no record is skipped."""
    tp = TopicPartition(await make_topic(), 0)
    await append(publisher, tp.topic, Ballot("1"), Ballot("2"))

    async def refuse(*_: object) -> list[object]:
        raise asyncpg.UndefinedTableError("there is no such table")

    sink = replace(SINK, write=refuse)  # type: ignore[arg-type]  # it never answers
    with pytest.raises(ReplayFailed, match="the tables cannot be written"):
        await Replay(kafka.bootstrap, sink, lambda _: None).up_to({tp: 2}, connection)
