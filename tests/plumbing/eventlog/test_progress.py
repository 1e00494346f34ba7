"""Waiting until a record is decided, here or by another instance."""

from __future__ import annotations

import asyncio
import time

import pytest

from plumbing.eventlog import progress as progresses
from plumbing.eventlog.progress import Progress, TooManyWait
from plumbing.kafka.position import Position
from plumbing.limits import ADDRESS, ALL, PERSON, Limit
from plumbing.postgres.pool import Pool
from tests.plumbing.postgres.connections import connection_to, pool_of

PLACE = Position("votes", 3, 41)


async def test_what_is_decided_is_reached(votes_database: str) -> None:
    """At once, for this record and all before it."""
    async with pool_of(votes_database) as pool:
        progress = Progress(pool)
        progress.advance("votes", 3, 42)
        assert await progress.reached(PLACE, 0)
        assert await progress.reached(Position("votes", 3, 0), 0)
        assert not await progress.reached(Position("votes", 3, 42), 0)
        assert not await progress.reached(Position("votes", 4, 0), 0)
        await progress.stop()


async def test_our_own_commit_wakes_the_waiters(votes_database: str) -> None:
    """All waiters for this position or an earlier one, and no others."""
    async with pool_of(votes_database) as pool:
        progress = Progress(pool)
        waiting = [asyncio.create_task(progress.reached(PLACE, 10)) for _ in range(50)]
        more = asyncio.create_task(progress.reached(Position("votes", 3, 42), 10))
        await asyncio.sleep(0)
        progress.advance("votes", 3, 41)
        progress.advance("votes", 3, 42)
        assert all(await asyncio.gather(*waiting))
        assert not more.done()
        progress.advance("votes", 3, 43)
        assert await more
        await progress.stop()


async def test_anothers_commit_is_seen(votes_database: str) -> None:
    """While somebody waits, each table of offsets is polled for other instances' commits."""
    async with pool_of(votes_database) as pool, connection_to(votes_database) as connection:
        await connection.execute("CREATE TABLE more_consumed (LIKE consumed INCLUDING ALL)")
        progress = Progress(pool, ("consumed", "more_consumed"))
        waiting = asyncio.create_task(progress.reached(PLACE, 20))
        await asyncio.sleep(0)
        await connection.execute("INSERT INTO consumed VALUES ('votes', 3, 42)")
        assert await waiting
        assert progress.next_of("votes", 3) == 42
        await connection.execute("INSERT INTO more_consumed VALUES ('comments', 5, 8)")
        assert await progress.reached(Position("comments", 5, 7), 20)
        await progress.stop()


async def test_time_is_bounded(votes_database: str) -> None:
    """If it is not decided in time, the answer says so, even without a database."""
    async with pool_of(votes_database) as pool:
        progress = Progress(pool)
        started = time.monotonic()
        assert not await progress.reached(PLACE, 0.1)
        assert time.monotonic() - started < 2
        await progress.stop()
    away = Pool("postgresql://nobody@127.0.0.1:1/nothing")
    progress = Progress(away)
    away._pool = pool._pool  # closed: every read fails
    assert not await progress.reached(PLACE, 0.1)
    await progress.stop()


async def test_the_number_of_waiters_is_bounded(votes_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A waiter beyond the bound is refused at once, until others are done."""
    monkeypatch.setattr(progresses, "WAITING", Limit("places", 2))
    async with pool_of(votes_database) as pool:
        progress = Progress(pool)
        waiting = [asyncio.create_task(progress.reached(PLACE, 20)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyWait):
            await progress.reached(PLACE, 20)
        progress.advance("votes", 3, 42)
        assert all(await asyncio.gather(*waiting))
        assert not await progress.reached(Position("votes", 9, 9), 0.01)
        await progress.stop()


async def test_only_the_waiters_of_a_partition_that_moved_are_woken(votes_database: str) -> None:
    """Others cost nothing: their tasks do not run."""
    async with pool_of(votes_database) as pool:
        progress = Progress(pool)
        waiting = [asyncio.create_task(progress.reached(Position("votes", 4, number), 20)) for number in range(100)]
        await asyncio.sleep(0)
        waiters = progress._waiters["votes", 4]
        for following in range(1, 1_000):
            progress.advance("votes", 3, following)
        assert not any(waiter.done() for waiter in waiters)
        progress.advance("votes", 4, 50)
        assert sum(waiter.done() for waiter in waiters) == 50
        progress.advance("votes", 4, 100)
        assert all(await asyncio.gather(*waiting))
        assert progress._waiters == {}
        await progress.stop()


async def test_a_stranger_takes_no_place_from_others(votes_database: str) -> None:
    """Each asker has a share; reads of a record that the log does not have wait in places of their own."""
    stranger, ann = {ADDRESS: "192.0.2.1"}, {PERSON: "ann"}
    async with pool_of(votes_database) as pool:
        progress = Progress(pool)
        ahead = progresses.AHEAD.share(ADDRESS)
        waiting = [
            asyncio.create_task(progress.reached(PLACE, 20, stranger, ahead=number < ahead))
            for number in range(ahead + progresses.WAITING.share(ADDRESS))
        ]
        await asyncio.sleep(0)
        for far in (True, False):
            with pytest.raises(TooManyWait) as full:
                await progress.reached(PLACE, 20, stranger, ahead=far)
            assert full.value.bound == ADDRESS
        waiting.append(asyncio.create_task(progress.reached(PLACE, 20, ann)))
        await asyncio.sleep(0)
        progress.advance("votes", 3, 42)
        assert all(await asyncio.gather(*waiting))
        await progress.stop()


async def test_without_limits_only_the_bound_counts(votes_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in benchmarks, where one address sends everything."""
    monkeypatch.setattr(progresses, "AHEAD", Limit("places", 2, shares={PERSON: 0}))
    async with pool_of(votes_database) as pool:
        progress = Progress(pool, limited=False)
        waiting = [asyncio.create_task(progress.reached(PLACE, 20, {PERSON: "ann"}, ahead=True)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyWait, match=ALL):
            await progress.reached(PLACE, 20, ahead=True)
        progress.advance("votes", 3, 42)
        assert all(await asyncio.gather(*waiting))
        await progress.stop()


async def test_the_tables_are_read_less_often_for_a_record_that_is_not_there(
    votes_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read of a record in the log makes it often again, at once."""
    monkeypatch.setattr(progresses, "POLL_AHEAD_S", 1_000.0)
    async with pool_of(votes_database) as pool, connection_to(votes_database) as connection:
        progress = Progress(pool)
        ahead = asyncio.create_task(progress.reached(Position("votes", 3, 10**9), 20, ahead=True))
        async with asyncio.timeout(10):
            while not progress._hurry._waiters:
                await asyncio.sleep(0.01)
        await connection.execute("INSERT INTO consumed VALUES ('votes', 3, 42)")
        assert await progress.reached(PLACE, 10)
        ahead.cancel()
        await progress.stop()
