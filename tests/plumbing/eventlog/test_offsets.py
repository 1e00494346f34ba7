"""The fence: only one of several writers of a batch succeeds."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import asyncpg
from aiokafka import TopicPartition

from plumbing.eventlog.offsets import Offsets
from tests.plumbing.eventlog.ballots import Ballot, batch
from tests.plumbing.postgres.connections import connection_to

TP, OTHER = TopicPartition("votes", 0), TopicPartition("votes", 1)
OFFSETS = Offsets()
BATCH = batch([Ballot("1"), Ballot("2")])


async def test_a_partition_begins_at_the_beginning(connection: asyncpg.Connection) -> None:
    """An existing row is not reset; the answer has only the requested partitions."""
    assert await OFFSETS.read(connection, [TP]) == {}
    await OFFSETS.create(connection, [TP])
    assert await OFFSETS.advance(connection, BATCH)
    await OFFSETS.create(connection, [TP, OTHER])
    assert await OFFSETS.read(connection, [TP, OTHER]) == {TP: 2, OTHER: 0}
    assert await OFFSETS.read(connection, [OTHER]) == {OTHER: 0}


async def test_only_the_next_batch_moves_it(connection: asyncpg.Connection) -> None:
    """Repeated, earlier and later batches fail, and so does a partition without a row."""
    assert not await OFFSETS.advance(connection, BATCH)
    await OFFSETS.create(connection, [TP])
    assert await OFFSETS.advance(connection, BATCH)
    for wrong in (BATCH, replace(BATCH, first=1), replace(BATCH, first=3), replace(BATCH, first=2, partition=1)):
        assert not await OFFSETS.advance(connection, wrong)
    assert await OFFSETS.read(connection, [TP]) == {TP: 2}
    assert await OFFSETS.advance(connection, replace(BATCH, first=2, following=9))


async def test_two_at_once(votes_database: str, connection: asyncpg.Connection) -> None:
    """The second waits for the first transaction, and succeeds only after its rollback."""
    await OFFSETS.create(connection, [TP])
    async with connection_to(votes_database) as another:
        for commits in (False, True):
            transaction = connection.transaction()
            await transaction.start()
            assert await OFFSETS.advance(connection, BATCH)
            waiting = asyncio.create_task(_advanced_and_undone(another))
            await asyncio.wait([waiting], timeout=0.2)
            assert not waiting.done()
            await (transaction.commit() if commits else transaction.rollback())
            assert await waiting is not commits


async def _advanced_and_undone(connection: asyncpg.Connection) -> bool:
    transaction = connection.transaction()
    await transaction.start()
    moved = await OFFSETS.advance(connection, BATCH)
    await transaction.rollback()
    return moved


async def test_each_consumer_has_a_table(connection: asyncpg.Connection) -> None:
    """Consumers with different tables do not affect each other."""
    await connection.execute("CREATE TABLE more_consumed (LIKE consumed INCLUDING ALL)")
    more = Offsets("more_consumed")
    for one in (OFFSETS, more):
        await one.create(connection, [TP])
    assert await more.advance(connection, BATCH)
    assert (await OFFSETS.read(connection, [TP]), await more.read(connection, [TP])) == ({TP: 0}, {TP: 2})
