"""The relay: in order per partition, kept until acknowledged, sent when the broker is back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from plumbing.eventlog import duty as duties
from plumbing.eventlog import relay as relays
from plumbing.eventlog.outbox import Record, pack
from plumbing.eventlog.relay import Partition, Relay
from plumbing.kafka.publisher import Receipt, Unavailable
from plumbing.postgres.pool import Pool
from tests.plumbing.eventlog.conftest import Stopped
from tests.plumbing.postgres.connections import connection_to

OWNED: list[Partition] = [("t", 0), ("t", 1)]


class Broker:
    """Replaces the publisher: acknowledges when allowed, and records the order."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.away = False
        self.takes_at_most = 1_000
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()
        self.refused = asyncio.Event()

    async def publish(self, topic: str, key: bytes, value: bytes | None, headers: Sequence[object] = ()) -> Receipt:
        self.asked.set()
        if self.away or len(self.taken) >= self.takes_at_most:
            self.refused.set()
            raise Unavailable("it is away")
        await self.open.wait()
        self.taken.append(value or b"")
        return Receipt(topic, 0, len(self.taken), datetime.now(UTC))


class Stage:
    """A relay over a database, and a broker."""

    def __init__(self, dsn: str, pool: Pool) -> None:
        self.dsn, self.broker, self.owned = dsn, Broker(), list(OWNED)
        self.relay = Relay(pool, self.broker, lambda: self.owned)  # type: ignore[arg-type]  # all of it that is used

    async def wait_for(self, condition: Callable[[], bool], left: int = 0) -> None:
        """Wait until the condition holds and this number of rows is left."""
        async with asyncio.timeout(20):
            while not condition() or await self.left() != left:
                await asyncio.sleep(0.01)

    async def left(self) -> int:
        async with connection_to(self.dsn) as connection:
            return int(await connection.fetchval("SELECT count(*) FROM outbox"))

    async def add(self, partition: int, *values: bytes) -> None:
        """Add one row with these records."""
        blob = pack(Record("rooms", b"k", value) for value in values)
        async with connection_to(self.dsn) as connection:
            await connection.execute(
                "INSERT INTO outbox (topic, partition, records) VALUES ('t', $1, $2)", partition, blob
            )


@pytest_asyncio.fixture(loop_scope="session")
async def stage(votes_database: str, pool: Pool) -> AsyncIterator[Stage]:
    stage = Stage(votes_database, pool)
    yield stage
    await stage.relay.stop()


async def test_rows_go_in_order_and_then_away(stage: Stage) -> None:
    """In order per partition, for more rows than a page has."""
    for number in range(30):
        await stage.add(number % 2, f"{number}a".encode(), f"{number}b".encode())
    stage.relay.start()
    await stage.wait_for(lambda: len(stage.broker.taken) == 60)
    for partition in (0, 1):
        expected = [f"{number}{half}".encode() for number in range(partition, 30, 2) for half in "ab"]
        assert [value for value in stage.broker.taken if int(value[:-1]) % 2 == partition] == expected


async def test_a_poke_is_enough(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A poke sends new rows at once, without waiting for the next sweep."""
    monkeypatch.setattr(relays, "SWEEP_S", 1_000)
    stage.relay.start()
    for number in range(3):
        await stage.add(0, str(number).encode())
        stage.relay.poke()
        await stage.wait_for(lambda number=number: len(stage.broker.taken) == number + 1)  # type: ignore[misc]  # bound now


async def test_a_row_stays_until_it_is_acknowledged(stage: Stage) -> None:
    """After a stop in between, the next relay sends the row."""
    await stage.add(0, b"x")
    stage.broker.open.clear()
    stage.relay.start()
    await asyncio.wait_for(stage.broker.asked.wait(), 20)
    await stage.relay.stop()
    assert (stage.broker.taken, await stage.left()) == ([], 1)
    stage.broker.open.set()
    stage.relay.start()
    await stage.wait_for(lambda: stage.broker.taken == [b"x"])


async def test_a_broker_that_is_away_is_waited_for(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost, and the order is kept."""
    monkeypatch.setattr(duties, "BACKOFF_S", 0.01)
    stage.broker.away = True
    stage.relay.start()
    for number in range(5):
        await stage.add(0, str(number).encode())
    stage.relay.poke()
    await asyncio.wait_for(stage.broker.refused.wait(), 20)
    assert await stage.left() == 5
    stage.broker.away = False
    await stage.wait_for(lambda: len(stage.broker.taken) == 5)
    assert stage.broker.taken == [b"0", b"1", b"2", b"3", b"4"]


async def test_what_was_sent_before_a_failure_is_not_sent_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Acknowledged rows of a page are deleted, the others stay."""
    monkeypatch.setattr(duties, "BACKOFF_S", 0.01)
    stage.broker.takes_at_most = 2
    for number in range(5):
        await stage.add(0, str(number).encode())
    stage.relay.start()
    await stage.wait_for(stage.broker.refused.is_set, left=3)
    stage.broker.takes_at_most = 1_000
    await stage.wait_for(lambda: len(stage.broker.taken) == 5)
    assert stage.broker.taken == [b"0", b"1", b"2", b"3", b"4"]


async def test_rows_that_were_read_long_ago_are_read_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a pause of this process another one may have sent them, so it sends none of the page that it had read."""
    monkeypatch.setattr(relays, "STALE_S", -1.0)
    for number in range(3):
        await stage.add(0, str(number).encode())
    await stage.relay.turn()
    assert (stage.broker.taken, await stage.left()) == ([], 3)
    monkeypatch.undo()
    await stage.relay.turn()
    assert (stage.broker.taken, await stage.left()) == ([b"0", b"1", b"2"], 0)


async def test_only_our_own_are_sent(stage: Stage) -> None:
    """Rows of other partitions stay until the partitions are ours."""
    await stage.add(7, b"theirs")
    await stage.add(0, b"ours")
    stage.relay.start()
    await stage.wait_for(lambda: stage.broker.taken == [b"ours"], left=1)
    stage.owned.append(("t", 7))
    stage.relay.poke()
    await stage.wait_for(lambda: stage.broker.taken == [b"ours", b"theirs"])


async def test_a_blob_that_is_none_stops_the_process(stage: Stage, stopped: Stopped) -> None:
    """A row that cannot be sent ends the process with a message."""
    async with connection_to(stage.dsn) as connection:
        await connection.execute("INSERT INTO outbox (topic, partition, records) VALUES ('t', 0, 'nonsense')")
    stage.relay.start()
    assert "the relay cannot go on" in await asyncio.wait_for(stopped, 20)
    assert await stage.left() == 1


@pytest.mark.parametrize("ticks", range(6))
async def test_a_stop_is_never_lost(stage: Stage, ticks: int) -> None:
    """Also at the very moment of a poke."""
    stage.relay.start()
    await stage.add(0, b"x")
    stage.relay.poke()
    await stage.wait_for(lambda: stage.broker.taken == [b"x"])
    stage.relay.poke()
    for _ in range(ticks):
        await asyncio.sleep(0)
    await asyncio.wait_for(stage.relay.stop(), 5)
    assert stage.relay._task is not None
    assert stage.relay._task.done()
