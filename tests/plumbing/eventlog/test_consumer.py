"""The consumer on PostgreSQL, with good and wrong batches as the Kafka client delivers them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import asyncpg
import pytest
import pytest_asyncio
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError

from plumbing.eventlog import consumer as consumers
from plumbing.eventlog.batch import Batch
from plumbing.eventlog.consumer import Consumer
from plumbing.eventlog.outbox import Record
from plumbing.eventlog.progress import Progress
from plumbing.eventlog.sink import Sink
from plumbing.postgres import pool as pools
from plumbing.postgres.pool import Pool
from tests.plumbing.busy import compute
from tests.plumbing.eventlog.ballots import (
    SINK,
    TOPIC,
    Ballot,
    applied,
    batch,
    contents,
    outbox,
    record,
    records,
    tallies,
)
from tests.plumbing.eventlog.votes import Sender, Vote

TP = TopicPartition(TOPIC, 0)
OTHER = TopicPartition(TOPIC, 1)
FIVE = [Ballot(f"voter-{number}") for number in range(5)]


class Client:
    """Replaces the Kafka client: records its calls."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []
        self.commits: list[dict[TopicPartition, int]] = []
        self.fails = False

    def pause(self, *partitions: TopicPartition) -> None:
        self.told.append(("pause", *partitions))

    def resume(self, *partitions: TopicPartition) -> None:
        self.told.append(("resume", *partitions))

    def seek(self, tp: TopicPartition, offset: int) -> None:
        self.told.append(("seek", tp, offset))

    async def commit(self, offsets: dict[TopicPartition, int]) -> None:
        if self.fails:
            raise CommitFailedError
        self.commits.append(offsets)


class Member:
    """A consumer with its client and its partitions."""

    def __init__(self, pool: Pool, sink: Sink[Sender, Vote] = SINK) -> None:
        self.progress, self.client, self.commits = Progress(pool), Client(), 0
        self.consumer = Consumer(pool, self.progress, self._committed, sink)
        self.consumer.consumer_of = lambda: self.client

    def _committed(self) -> None:
        self.commits += 1

    async def take(self, *records: ConsumerRecord) -> None:
        """Deliver one poll's records and wait until they are handled."""
        await self.consumer.take(records)
        await self.consumer.settled()


class Stopped(Exception):
    """Raised where the process would have ended."""


@pytest.fixture(autouse=True)
def stops(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(why: str, **facts: object) -> None:
        raise Stopped(why)

    monkeypatch.setattr(consumers, "stop_process", stop)


@pytest_asyncio.fixture(loop_scope="session")
async def member(pool: Pool) -> AsyncIterator[Member]:
    """A consumer that owns partition 0, from the beginning on."""
    member = Member(pool)
    await member.consumer.on_partitions_assigned([TP])
    yield member


async def dead_letters(connection: asyncpg.Connection) -> list[tuple[bytes | None, str]]:
    """Value and reason of each dead letter."""
    letters = [one for one in await outbox(connection) if one.key == b"dead letters"]
    return [(one.value, dict(one.headers)["reason"].decode()) for one in letters]


async def test_an_assignment_goes_on_where_postgres_says(pool: Pool, connection: asyncpg.Connection) -> None:
    """Paused, sought and resumed, in this order; a partition without a row starts at its beginning."""
    await applied(connection, batch(FIVE))
    member = Member(pool)
    await member.consumer.on_partitions_assigned([TP, OTHER])
    assert member.client.told[0] == ("pause", TP, OTHER)
    assert set(member.client.told[1:3]) == {("seek", TP, 5), ("seek", OTHER, 0)}
    assert member.client.told[3] == ("resume", TP, OTHER)
    assert sorted(member.consumer.owned()) == [(TOPIC, 0), (TOPIC, 1)]
    assert member.progress.next_of(TOPIC, 0) == 5


async def test_what_is_read_is_decided(member: Member, connection: asyncpg.Connection) -> None:
    """Batch by batch, two partitions in one poll; each commit wakes the relay and waiting reads."""
    await member.consumer.on_partitions_assigned([OTHER])
    others = [Ballot(f"voter-{number}", "no", "poll-2") for number in range(3)]
    await member.take(*records(FIVE), *records(others, partition=1))
    await member.take(*records([Ballot("late")], 5))
    assert (member.progress.next_of(TOPIC, 0), member.progress.next_of(TOPIC, 1)) == (6, 3)
    assert member.commits == 3
    assert await tallies(connection) == {"yes": 6, "no": 3}


async def test_the_next_batch_is_read_while_one_is_stored(member: Member) -> None:
    """`take` returns before its batch is stored, and first waits for the one before."""
    await member.consumer.take(tuple(records(FIVE[:2])))
    assert member.consumer.busy
    await member.consumer.take(tuple(records(FIVE[2:], 2)))
    assert member.progress.next_of(TOPIC, 0) >= 2
    await member.consumer.settled()
    assert (member.progress.next_of(TOPIC, 0), member.consumer.busy) == (5, False)


async def test_what_comes_again_is_passed_over(member: Member, connection: asyncpg.Connection) -> None:
    """A batch that overlaps decided records is cut; one that is fully decided is dropped."""
    log = records([*FIVE, Ballot("one more"), Ballot("and one")])
    await member.take(*log[:6])
    await member.take(*log[:6])
    await member.take(*log[3:])
    assert member.progress.next_of(TOPIC, 0) == 7
    assert await tallies(connection) == {"yes": 7}
    assert {row["outcome"] for row in await connection.fetch("SELECT outcome FROM inbox")} == {"applied"}


async def test_a_batch_that_begins_too_late_is_read_again(member: Member, connection: asyncpg.Connection) -> None:
    """The consumer seeks back to the gap; if the log itself has a gap, the process ends."""
    log = records(FIVE)
    await member.take(*log[2:])
    assert member.client.told[-1] == ("seek", TP, 0)
    assert await tallies(connection) == {}
    await member.take(*log[:2])
    for _ in range(consumers.GAPS_MAX):
        await member.take(*log[3:])
    with pytest.raises(Stopped, match="goes on at 3, but only what is before 2 is decided"):
        await member.take(*log[3:])


async def test_a_zombie_writes_nothing(member: Member, connection: asyncpg.Connection) -> None:
    """If another member decided the batch, it is dropped, and reading continues where the other is."""
    ballots = [*FIVE, Ballot("one more"), Ballot("and one")]
    await applied(connection, batch(ballots[:6]))
    before = await contents(connection)
    await member.take(*records(ballots[:4]))
    assert await contents(connection) == before
    assert member.client.told[-1] == ("seek", TP, 6)
    assert member.progress.next_of(TOPIC, 0) == 6
    await member.take(*records(ballots))
    assert await tallies(connection) == {"yes": 7}


async def test_a_revoked_partition_is_left_alone(member: Member, connection: asyncpg.Connection) -> None:
    """Its remaining records are left to the new owner."""
    await member.consumer.on_partitions_revoked([TP, OTHER])
    await member.take(*records(FIVE))
    assert list(member.consumer.owned()) == []
    assert await tallies(connection) == {}


async def test_bad_records_are_put_aside_alone(member: Member, connection: asyncpg.Connection) -> None:
    """Unreadable records and those that PostgreSQL refuses become dead letters, in order; good ones are stored."""
    log = records(Ballot(f"voter-{number}") for number in range(35))
    bad = {8: "the value is null", 20: "it cannot be stored", 21: "it cannot be stored", 33: "JSON is malformed"}
    log[8] = record(Ballot("bad"), 8, value=None)
    for offset in (20, 21):
        log[offset] = record(Ballot("bad", f"{offset}\0"), offset)
    log[33] = record(Ballot("bad"), 33, value=b"{:")
    await member.take(*log)
    assert member.progress.next_of(TOPIC, 0) == 35
    voters = {row["voter"] for row in await connection.fetch("SELECT voter FROM votes")}
    assert voters == {f"voter-{number}" for number in range(35) if number not in bad}
    letters = await dead_letters(connection)
    assert [value for value, _ in letters] == [log[offset].value for offset in bad]
    assert all(reason in told for reason, (_, told) in zip(bad.values(), letters, strict=True))


async def test_a_slow_decision_is_put_aside(
    votes_database: str, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One record that always outlasts its time becomes a dead letter, and the others of its batch are stored."""
    monkeypatch.setattr(pools, "ABANDONED_MS", 200)

    async def write(connection: asyncpg.Connection, batch: Batch[Sender, Vote]) -> Sequence[Record]:
        if any(one.envelope.actor == "voter-3" for one in batch.received):
            compute(0.3)
        return await SINK.write(connection, batch)

    pool = Pool(votes_database)
    await pool.start()
    try:
        member = Member(pool, replace(SINK, write=write))
        await member.consumer.on_partitions_assigned([TP])
        await member.take(*records(FIVE))
    finally:
        await pool.stop()
    assert member.progress.next_of(TOPIC, 0) == 5
    voters = {row["voter"] for row in await connection.fetch("SELECT voter FROM votes")}
    assert voters == {f"voter-{number}" for number in (0, 1, 2, 4)}
    [(_, told)] = await dead_letters(connection)
    assert "longer than 0.2 s, 3 times" in told


async def test_a_reader_that_is_too_old_stops(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many unreadable records in a row mean an outdated deploy; a good one resets the count."""
    monkeypatch.setattr(consumers, "BAD_IN_A_ROW_MAX", 10)
    bad = [record(FIVE[0], offset, value=b"{") for offset in range(40)]
    for some in (bad[:8], [record(FIVE[0], 8)], bad[9:17]):
        await member.take(*some)
    with pytest.raises(Stopped, match="too old"):
        await member.take(*bad[17:20])


async def test_records_that_the_database_refuses_count_too(
    member: Member, monkeypatch: pytest.MonkeyPatch, connection: asyncpg.Connection
) -> None:
    """They are readable, but very many of them in a row come from a program that does not fit its tables."""
    monkeypatch.setattr(consumers, "BAD_IN_A_ROW_MAX", 10)
    refused = [record(Ballot(f"voter-{offset}\0"), offset) for offset in range(40)]
    for some in (refused[:8], [record(FIVE[0], 8)], refused[9:17]):
        await member.take(*some)
    with pytest.raises(Stopped, match="put aside"):
        await member.take(*refused[17:20])
    assert len(await dead_letters(connection)) == 18


async def test_a_partition_too_many_stops(pool: Pool) -> None:
    """The records of a key would be in another partition than before, and be decided in another order."""
    consumer = Consumer(pool, Progress(pool), lambda: None, SINK, {TOPIC: 1})
    consumer.consumer_of = Client
    await consumer.on_partitions_assigned([TP])
    with pytest.raises(Stopped, match="more than 1 partitions"):
        await consumer.on_partitions_assigned([OTHER])


async def test_a_sink_may_go_on_whatever_comes(
    pool: Pool, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `stops_where_bad=False` any number of unreadable records become dead letters."""
    monkeypatch.setattr(consumers, "BAD_IN_A_ROW_MAX", 10)
    member = Member(pool, replace(SINK, stops_where_bad=False))
    await member.consumer.on_partitions_assigned([TP])
    await member.take(*(record(FIVE[0], offset, value=b"{") for offset in range(30)), record(FIVE[0], 30))
    assert member.progress.next_of(TOPIC, 0) == 31
    assert len(await dead_letters(connection)) == 30
    assert await tallies(connection) == {"yes": 1}


async def test_kafka_is_told_now_and_then(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """For lag metrics only: at once, and once more after a burst; a failed commit has no effect."""
    monkeypatch.setattr(consumers, "COMMIT_EVERY_S", 0.2)
    member.client.fails = True
    await member.take(*records(FIVE[:1]))
    assert member.consumer._committing is not None
    await member.consumer._committing
    member.client.fails = False
    for offset, ballot in enumerate(FIVE[1:], 1):
        await member.take(*records([ballot], offset))
    await member.consumer._committing
    assert member.client.commits[-1] == {TP: 5}


async def test_a_client_that_was_stopped_is_told_nothing(member: Member) -> None:
    """If the last batch is stored after the client stopped, nothing is committed and nothing fails."""
    member.consumer.consumer_of = lambda: None
    await member.take(*records(FIVE))
    await member.consumer._commit({TP: 5})
    assert member.client.commits == []


async def test_a_failure_that_is_no_records_fault_stops(member: Member, connection: asyncpg.Connection) -> None:
    """If nothing can be stored at all, the process ends, and no record becomes a dead letter."""
    await connection.execute("ALTER TABLE outbox RENAME TO elsewhere")
    with pytest.raises(Stopped, match="neither be decided nor put aside"):
        await member.take(*records(FIVE))
