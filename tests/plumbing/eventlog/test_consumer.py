"""The consumer on a real PostgreSQL, given batches as the Kafka client gives them, the good and the wrong ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence

import pytest
import pytest_asyncio
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError

from plumbing.eventlog import consumer as consumers
from plumbing.eventlog.consumer import DECIDED, Consumer, Kept
from plumbing.eventlog.outbox import Record, unpack
from plumbing.eventlog.progress import Progress
from plumbing.postgres.pool import Pool
from schemas.topics import CHAT, DEAD_LETTERS, FAIRS
from services.fair.chat import store as chat_store
from tests.services.fair.chatting import Room
from tests.services.fair.story import Entry, Teller, batch, record
from tests.services.fair.tables import applied, connection_to, contents, filled, pool_of, said

TP = TopicPartition(FAIRS.name, 0)
OTHER = TopicPartition(FAIRS.name, 1)


class Client:
    """Stands for the Kafka client: remembers what it was told."""

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
    """A consumer with a client, and what it owns."""

    def __init__(self, pool: Pool, kept: Kept = DECIDED) -> None:
        self.progress, self.client, self.commits = Progress(pool), Client(), 0
        self.consumer = Consumer(pool, self.progress, self._committed, kept)
        self.consumer.consumer_of = lambda: self.client

    def _committed(self) -> None:
        self.commits += 1

    async def take(self, *records: ConsumerRecord) -> None:
        """Give it one poll's records and wait until they are dealt with."""
        await self.consumer.take(records)
        await self.consumer.settled()


class Stopped(Exception):
    """The process would have ended."""


@pytest.fixture(autouse=True)
def stops(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(why: str, **facts: object) -> None:
        raise Stopped(why)

    monkeypatch.setattr(consumers, "stop_process", stop)


@pytest_asyncio.fixture(loop_scope="session")
async def member(database: str) -> AsyncIterator[Member]:
    """A member that owns partition 0, from the beginning on."""
    async with pool_of(database) as pool:
        member = Member(pool)
        await member.consumer.on_partitions_assigned([TP])
        yield member


def records(entries: Iterable[Entry], first: int = 0, tp: TopicPartition = TP) -> list[ConsumerRecord]:
    return [record(entry, offset, tp.partition) for offset, entry in enumerate(entries, first)]


async def dead_letters(dsn: str) -> list[tuple[int, str]]:
    """Offset and reason of what was put aside."""
    async with connection_to(dsn) as connection:
        rows = await connection.fetch("SELECT records FROM outbox ORDER BY id")
    letters = [one for row in rows for one in unpack(row["records"]) if one.topic == DEAD_LETTERS.name]
    return [(int(_header(one, "dlq_offset")), _header(one, "dlq_reason")) for one in letters]


def _header(record: Record, name: str) -> str:
    return dict(record.headers)[name].decode()


async def test_an_assignment_goes_on_where_postgres_says(database: str) -> None:
    """Paused, sought and resumed, in this order; partitions without a row begin at the beginning."""
    await filled(database, Teller().ready())
    async with pool_of(database) as pool:
        member = Member(pool)
        await member.consumer.on_partitions_assigned([TP, OTHER])
        assert member.client.told[0] == ("pause", TP, OTHER)
        assert set(member.client.told[1:3]) == {("seek", TP, 5), ("seek", OTHER, 0)}
        assert member.client.told[3] == ("resume", TP, OTHER)
        assert sorted(member.consumer.owned()) == [(FAIRS.name, 0), (FAIRS.name, 1)]
        assert member.progress.next_of(FAIRS.name, 0) == 5


async def test_what_is_read_is_decided(member: Member, database: str) -> None:
    """Batch after batch, of two partitions in one poll; each commit is told to the relay and to waiting reads."""
    one, other = Teller(), Teller()
    await member.consumer.on_partitions_assigned([OTHER])
    await member.take(*records(one.ready()), *records(other.ready(), tp=OTHER))
    await member.take(*records([one.submitted()], 5))
    assert (member.progress.next_of(FAIRS.name, 0), member.progress.next_of(FAIRS.name, 1)) == (6, 5)
    assert member.commits == 3
    rows = await contents(database)
    assert (len(rows["fairs"]), len(rows["applications"])) == (2, 1)


async def test_the_next_batch_is_read_while_one_is_stored(member: Member) -> None:
    """`take` returns before its batch is stored, and begins with waiting for the one before."""
    entries = Teller().ready()
    await member.consumer.take(tuple(records(entries[:2])))
    assert member.consumer.busy
    await member.consumer.take(tuple(records(entries[2:], 2)))
    assert member.progress.next_of(FAIRS.name, 0) >= 2
    await member.consumer.settled()
    assert (member.progress.next_of(FAIRS.name, 0), member.consumer.busy) == (5, False)


async def test_what_comes_again_is_passed_over(member: Member, database: str) -> None:
    """A batch that overlaps what is decided is cut; one that is decided as a whole is dropped."""
    teller = Teller()
    log = records([*teller.ready(), teller.submitted(), teller.submitted("stu-2")])
    await member.take(*log[:6])
    await member.take(*log[:6])
    await member.take(*log[3:])
    assert member.progress.next_of(FAIRS.name, 0) == 7
    assert len((await contents(database))["applications"]) == 2


async def test_a_batch_that_begins_too_late_is_read_again(member: Member, database: str) -> None:
    """It goes back to where it is; where the log itself has a hole, the process stops in the end."""
    log = records(Teller().ready())
    await member.take(*log[2:])
    assert member.client.told[-1] == ("seek", TP, 0)
    assert (await contents(database))["fairs"] == []
    await member.take(*log[:2])
    for _ in range(consumers.GAPS_MAX):
        await member.take(*log[3:])
    with pytest.raises(Stopped, match="goes on at 3, but only what is before 2 is decided"):
        await member.take(*log[3:])


async def test_a_zombie_writes_nothing(member: Member, database: str) -> None:
    """Another member has decided the batch meanwhile: it is dropped whole, and reading goes on where the other is."""
    teller = Teller()
    entries = [*teller.ready(), teller.submitted(), teller.submitted("stu-2")]
    async with connection_to(database) as connection:
        await applied(connection, batch(entries[:6]))
    before = await contents(database)
    await member.take(*records(entries[:4]))
    assert await contents(database) == before
    assert member.client.told[-1] == ("seek", TP, 6)
    assert member.progress.next_of(FAIRS.name, 0) == 6
    await member.take(*records(entries, 0))
    assert len((await contents(database))["applications"]) == 2


async def test_a_revoked_partition_is_left_alone(member: Member, database: str) -> None:
    """What still comes of it is its new owner's to decide."""
    await member.consumer.on_partitions_revoked([TP, OTHER])
    await member.take(*records(Teller().ready()))
    assert list(member.consumer.owned()) == []
    assert (await contents(database))["fairs"] == []


async def test_bad_records_are_put_aside_alone(member: Member, database: str) -> None:
    """Those that cannot be read, and those that Postgres refuses, among good ones: each alone, in their order."""
    teller = Teller()
    good = [teller.submitted(f"stu-{n}") for n in range(30)]
    log = records([*teller.ready(), *good])
    bad = {8: "the value is null", 20: "it cannot be stored", 21: "it cannot be stored", 33: "Invalid JSON"}
    for offset, reason in bad.items():
        entry = teller.submitted(f"bad-{offset}", message="a\0b")
        values: dict[str, bytes | None] = {"the value is null": None, "Invalid JSON": b"{"}
        log[offset] = record(entry, offset, value=values.get(reason, entry.value))
    await member.take(*log)
    assert member.progress.next_of(FAIRS.name, 0) == 35
    applications = (await contents(database))["applications"]
    assert {row["student"] for row in applications} == {f"stu-{n}" for n in range(30)} - {
        "stu-3",
        "stu-15",
        "stu-16",
        "stu-28",
    }
    assert sorted(row["place"] for row in applications) == list(range(1, 27))
    letters = dict(await dead_letters(database))
    assert letters.keys() == bad.keys()
    assert all(reason in letters[offset] for offset, reason in bad.items())


async def test_a_reader_that_is_too_old_stops(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many unreadable records in a row are no bad records but a bad deploy; a good one between them starts anew."""
    monkeypatch.setattr(consumers, "BAD_IN_A_ROW_MAX", 10)
    entry = Teller().scheduled()
    bad: Sequence[ConsumerRecord] = [record(entry, offset, value=b"{") for offset in range(40)]
    await member.take(*bad[:8])
    await member.take(record(entry, 8))
    await member.take(*bad[9:17])
    with pytest.raises(Stopped, match="too old"):
        await member.take(*bad[17:20])


async def test_what_decides_nothing_stops_nothing(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is said in passing, unreadable records are put aside, however many come in a row."""
    monkeypatch.setattr(consumers, "BAD_IN_A_ROW_MAX", 10)
    tp, room = TopicPartition(CHAT.name, 0), Room()
    async with pool_of(database) as pool:
        member = Member(pool, chat_store.KEPT)
        await member.consumer.on_partitions_assigned([tp])
        await member.take(*(record(room.said(), offset, value=b"{") for offset in range(30)), record(room.said(), 30))
        assert member.progress.next_of(CHAT.name, 0) == 31
    assert len(await dead_letters(database)) == 30
    assert len((await said(database))["comments"]) == 1


async def test_kafka_is_told_now_and_then(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """For lag meters alone: at once, once more after a burst, and where it fails nothing does."""
    monkeypatch.setattr(consumers, "COMMIT_EVERY_S", 0.2)
    entries = Teller().ready()
    member.client.fails = True
    await member.take(*records(entries[:1]))
    assert member.consumer._telling is not None
    await member.consumer._telling
    member.client.fails = False
    for offset, entry in enumerate(entries[1:], 1):
        await member.take(*records([entry], offset))
    await member.consumer._telling
    assert member.client.commits[-1] == {TP: 5}


async def test_a_client_that_was_stopped_is_told_nothing(member: Member) -> None:
    """The last batch may be stored after it, and fails nothing."""
    member.consumer.consumer_of = lambda: None
    await member.take(*records(Teller().ready()))
    await member.consumer._commit({TP: 5})
    assert member.client.commits == []


async def test_a_failure_that_is_no_records_fault_stops(member: Member, database: str) -> None:
    """Where nothing can be stored at all the process ends: nothing is acknowledged away."""
    async with connection_to(database) as connection:
        await connection.execute("ALTER TABLE outbox RENAME TO elsewhere")
    with pytest.raises(Stopped, match="neither be decided nor put aside"):
        await member.take(*records([Teller().scheduled()]))
