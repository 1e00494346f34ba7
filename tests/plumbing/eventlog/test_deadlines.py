"""The watcher of deadlines appends a record for each overdue row of its partitions, and decides nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace

import asyncpg
import pytest
import pytest_asyncio

from plumbing.eventlog import deadlines, duty
from plumbing.eventlog.deadlines import Deadlines, Overdue
from plumbing.eventlog.outbox import Record
from plumbing.kafka.publisher import Receipt, Unavailable
from plumbing.postgres.pool import Pool
from tests.plumbing.eventlog.conftest import Stopped

TABLE = "CREATE TABLE polls (id text PRIMARY KEY, partition int, deadline timestamptz, state text DEFAULT 'open')"
QUERY = """
SELECT id, deadline FROM polls WHERE state = 'open' AND deadline <= now() AND partition = ANY($1::int[])
ORDER BY deadline LIMIT $2
"""
OVERDUE = Overdue("votes", QUERY, lambda row: Record("votes", row["id"].encode(), b"over", [("why", b"deadline")]))


class Log:
    """Replaces the publisher."""

    def __init__(self) -> None:
        self.appended: list[Record] = []
        self.away = False
        self.any = asyncio.Event()

    async def publish(
        self, topic: str, key: bytes, value: bytes | None, headers: Sequence[tuple[str, bytes]] = ()
    ) -> Receipt:
        if self.away:
            raise Unavailable("it is away")
        self.appended.append(Record(topic, key, value, list(headers)))
        self.any.set()
        return Receipt(topic, 0, len(self.appended), datetime.now(UTC))


class Stage:
    """Watchers over a database, and a log that keeps what they append."""

    def __init__(self, connection: asyncpg.Connection, pool: Pool) -> None:
        self.connection, self.pool, self.log = connection, pool, Log()

    def watcher(self, *owned: tuple[str, int]) -> Deadlines:
        given = owned or (("votes", 0),)
        return Deadlines(self.pool, self.log, lambda: given, OVERDUE)  # type: ignore[arg-type]  # all of it that is used

    async def poll(self, name: str, partition: int = 0, over_since_s: float = 1.0) -> None:
        """A poll that is open after its deadline."""
        insert = "INSERT INTO polls VALUES ($1, $2, now() - $3 * interval '1 second')"
        await self.connection.execute(insert, name, partition, over_since_s)

    def keys(self) -> list[bytes]:
        return [one.key for one in self.log.appended]


@pytest_asyncio.fixture(loop_scope="session")
async def stage(connection: asyncpg.Connection, pool: Pool) -> AsyncIterator[Stage]:
    await connection.execute(TABLE)
    yield Stage(connection, pool)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The watchers' clock, which paces repeated records; advance it with `clock.now += seconds`."""
    told = SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(deadlines, "time", SimpleNamespace(monotonic=lambda: told.now))
    return told


async def test_a_record_is_appended_for_what_is_overdue(stage: Stage) -> None:
    """The service builds the record; a row before its deadline gets none."""
    await stage.poll("over")
    await stage.poll("not yet", over_since_s=-3_600)
    assert await stage.watcher().look() == 1
    assert stage.log.appended == [Record("votes", b"over", b"over", [("why", b"deadline")])]


async def test_only_our_own_rows_are_watched(stage: Stage) -> None:
    """Rows of other partitions and topics are left alone; without partitions nothing is appended."""
    await stage.poll("ours", 0)
    await stage.poll("theirs", 5)
    assert await stage.watcher(("votes", 0), ("comments", 5)).look() == 1
    assert await stage.watcher(("votes", 5)).look() == 1
    assert stage.keys() == [b"ours", b"theirs"]
    assert await stage.watcher(("comments", 0)).look() == 0


async def test_it_is_appended_again_less_and_less_often(stage: Stage, clock: SimpleNamespace) -> None:
    """While decisions lag behind: after 0.5, 1, 2 s and so on, finally once a minute."""
    await stage.poll("over")
    watcher, times = stage.watcher(), []
    for _ in range(2 * 200):
        if await watcher.look():
            times.append(clock.now - 1_000)
        clock.now += 0.5
    assert times == [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 63.5, 123.5, 183.5]


async def test_another_deadline_is_another_matter(stage: Stage, clock: SimpleNamespace) -> None:
    """A record about an earlier deadline does not delay it; decided ones are forgotten."""
    await stage.poll("over")
    watcher = stage.watcher()
    assert [await watcher.look(), await watcher.look()] == [1, 0]
    await stage.connection.execute("UPDATE polls SET deadline = deadline + interval '1 ms'")
    assert [await watcher.look(), await watcher.look()] == [1, 0]
    await stage.connection.execute("UPDATE polls SET state = 'closed'")
    assert await watcher.look() == 0
    assert watcher._appended == {}


async def test_a_page_at_a_time(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows of the first page are decided before the next look finds the others."""
    monkeypatch.setattr(deadlines, "ROWS_MAX", 2)
    for number in range(3):
        await stage.poll(str(number), over_since_s=10 - number)
    watcher = stage.watcher()
    assert await watcher.look() == 2
    await stage.connection.execute("UPDATE polls SET state = 'closed' WHERE id < '2'")
    assert await watcher.look() == 1
    assert sorted(stage.keys()) == [b"0", b"1", b"2"]


async def test_a_broker_that_is_away_is_waited_for(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unacknowledged record is appended at the next look, and the watcher continues."""
    monkeypatch.setattr(duty, "BACKOFF_S", 0.01)
    await stage.poll("over")
    stage.log.away = True
    watcher = stage.watcher()
    with pytest.raises(Unavailable):
        await watcher.look()
    watcher.start()
    stage.log.away = False
    await asyncio.wait_for(stage.log.any.wait(), 20)
    await asyncio.wait_for(watcher.stop(), 5)
    assert watcher._task is not None
    assert watcher._task.done()


async def test_what_will_not_pass_stops_the_process(stage: Stage, stopped: Stopped) -> None:
    """A permanent error ends the process with a message."""
    await stage.connection.execute("ALTER TABLE polls RENAME TO elsewhere")
    watcher = stage.watcher()
    watcher.start()
    assert "the deadlines cannot be watched" in await asyncio.wait_for(stopped, 20)
    await watcher.stop()
