"""The sink: all of a batch in one transaction, or nothing."""

from __future__ import annotations

import asyncpg
import pytest

from plumbing.eventlog.batch import Batch
from plumbing.eventlog.reading import BadRecord
from plumbing.telemetry import metrics
from tests.plumbing.eventlog.ballots import SINK, Ballot, applied, batch, contents, outbox, tallies

THREE = [Ballot("1"), Ballot("2"), Ballot("3", "no")]


async def test_a_batch_has_all_its_effects(connection: asyncpg.Connection) -> None:
    """Rows, inbox, offset and outbox, in the order of decision."""
    assert await applied(connection, batch(THREE)) == [True]
    rows = await contents(connection)
    assert [len(rows[table]) for table in ("votes", "tallies", "inbox")] == [3, 2, 3]
    assert rows["consumed"] == [{"topic": "votes", "partition": 0, "next_offset": 3}]
    assert [one.value for one in await outbox(connection)] == [b'{"1":"yes"}', b'{"2":"yes"}', b'{"3":"no"}']


async def test_a_batch_that_was_overtaken_writes_nothing(connection: asyncpg.Connection) -> None:
    """A batch at another offset than the expected one writes nothing and reports it."""
    assert await applied(connection, batch(THREE)) == [True]
    before = await contents(connection), await outbox(connection)
    wrong = batch(THREE), batch([Ballot("4")], 1), batch([Ballot("5")], 7)
    assert await applied(connection, *wrong) == [False, False, False]
    assert (await contents(connection), await outbox(connection)) == before


async def test_a_rollback_leaves_nothing(connection: asyncpg.Connection) -> None:
    """If the caller's transaction fails, even the offset is unchanged."""
    await applied(connection, batch(THREE))
    before = await contents(connection)
    transaction = connection.transaction()
    await transaction.start()
    assert await SINK.apply(connection, batch([Ballot("4")], 3))
    await transaction.rollback()
    assert await contents(connection) == before


async def test_what_postgres_refuses_fails_as_a_whole(connection: asyncpg.Connection) -> None:
    """One record that a column refuses, and nothing of its batch is written."""
    with pytest.raises(asyncpg.DataError):
        await applied(connection, batch([Ballot("1"), Ballot("2", "a\0b")]))
    assert await tallies(connection) == {}
    assert await outbox(connection) == []


async def test_bad_records_are_told_and_counted(connection: asyncpg.Connection) -> None:
    """As the service publishes them, before decided ones; a too large one without its value."""
    before = metrics.DEAD_LETTERS.labels("votes")._value.get()
    huge = BadRecord("votes", 0, 1, "too large", b"key", b"x" * 4_190_000)
    small = BadRecord("votes", 0, 2, "no vote", b"key", b"{")
    good = batch(THREE[:1])
    assert await applied(connection, Batch("votes", 0, 0, 3, good.received, [huge, small])) == [True]
    first, second, third = await outbox(connection)
    assert (first.value, second.value, third.value) == (None, b"{", b'{"1":"yes"}')
    assert b"not copied" in dict(first.headers)["reason"]
    assert metrics.DEAD_LETTERS.labels("votes")._value.get() == before + 2


async def test_a_batch_without_a_good_record_moves_on(connection: asyncpg.Connection) -> None:
    """Even an empty batch moves the offset."""
    assert await applied(connection, Batch("votes", 3, 0, 10, [])) == [True]
    assert await connection.fetchval("SELECT next_offset FROM consumed WHERE partition = 3") == 10
