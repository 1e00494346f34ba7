"""A rebuild on real servers: the log gives the same rows, differences are named, the swap loses nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
import pytest_asyncio

from plumbing.eventlog import rebuild as rebuilds
from plumbing.eventlog.rebuild import Rebuild
from plumbing.eventlog.replay import ReplayFailed
from plumbing.kafka.publisher import Publisher
from tests.conftest import RunningKafka
from tests.plumbing.eventlog.polling import PARTITIONS, Polling, counts
from tests.plumbing.eventlog.test_votes_faults import votes
from tests.plumbing.kafka.conftest import MakeTopic
from tests.plumbing.postgres.connections import connection_to

SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information)'"


class Silent:
    """A progress display that only counts."""

    def __init__(self) -> None:
        self.expected = self.replayed = 0

    def expect(self, records: int) -> None:
        self.expected = records

    def moved(self, records: int) -> None:
        self.replayed += records


@pytest_asyncio.fixture(loop_scope="session")
async def polling(kafka: RunningKafka, votes_database: str, make_topic: MakeTopic, publisher: Publisher) -> Polling:
    topic, results = await make_topic(PARTITIONS), await make_topic(PARTITIONS)
    return Polling(kafka.bootstrap, votes_database, topic, results, publisher)


async def schemas(polling: Polling) -> set[str]:
    async with connection_to(polling.dsn) as connection:
        return {row["nspname"] for row in await connection.fetch(SCHEMAS)}


def rebuild_of(polling: Polling, shown: Silent | None = None) -> Rebuild:
    return Rebuild(polling.rebuildable(), polling.bootstrap, shown or Silent())


async def test_the_log_gives_the_same_rows(polling: Polling) -> None:
    """A check finds the live tables equal to a replay while they change, and leaves nothing behind."""
    log, shown = votes(1), Silent()
    async with polling.running("live"):
        voting = asyncio.create_task(polling.vote(log))
        await polling.decided(200)
        done = await rebuild_of(polling, shown).check()
        await voting
        await polling.decided()
        again = await rebuild_of(polling).check()
    assert (done.found.different, again.found.different) == (0, 0)
    assert shown.replayed == done.records >= 200
    assert again.records == len(log)
    assert again.found.rows["votes"] == sum(counts(log).values())
    assert await schemas(polling) == {"public"}


async def test_the_swap_heals_under_way(polling: Polling) -> None:
    """Damaged tables are replaced while votes are counted: the service continues in the new ones, exactly."""
    log, more = votes(2, polls=4), votes(3, polls=4, voters=500)
    async with polling.running("live"):
        await polling.vote(log)
        await polling.decided()
        async with connection_to(polling.dsn) as connection:
            await connection.execute("UPDATE tallies SET number = number + 1 WHERE poll = 'poll-0' AND choice = 'a'")
            await connection.execute("DELETE FROM votes WHERE poll = 'poll-1' AND voter = 'voter-7'")
        voting = asyncio.create_task(polling.vote(more))
        done = await rebuild_of(polling).replace()
        await voting
        await polling.decided()
        assert (await rebuild_of(polling).check()).found.different == 0
    named = [str(difference) for difference in done.found.first]
    assert any(line.startswith("tallies poll=poll-0, choice=a: number is") for line in named)
    assert "votes poll=poll-1, voter=voter-7: missing in the tables, the log has it" in named
    assert await polling.counted() == counts([*log, *more])
    assert await schemas(polling) == {"public", done.kept_as}


async def test_what_was_to_be_published_still_is(polling: Polling) -> None:
    """The outbox keeps its rows and numbers; with `drop` no old tables are kept."""
    await polling.vote(votes(4, polls=2, voters=20))
    async with polling.running("live"):
        await polling.decided()
    async with connection_to(polling.dsn) as connection:
        number = await connection.fetchval("SELECT last_value FROM outbox_id_seq")
        await connection.execute("INSERT INTO outbox (topic, partition, records) VALUES ('t', 0, 'x'), ('t', 0, 'y')")
        waiting = await connection.fetch("SELECT * FROM outbox ORDER BY id")
    done = await rebuild_of(polling).replace(drop=True)
    async with connection_to(polling.dsn) as connection:
        assert await connection.fetch("SELECT * FROM outbox ORDER BY id") == waiting
        insert = "INSERT INTO outbox (topic, partition, records) VALUES ('t', 0, 'z') RETURNING id"
        assert await connection.fetchval(insert) == number + 3
    assert (done.found.different, done.kept_as) == (0, None)
    assert await schemas(polling) == {"public"}


async def test_tables_that_are_held_stay(polling: Polling, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a session locks the live tables for too long, it says so, and nothing changes."""
    monkeypatch.setattr(rebuilds, "LOCK_TIMEOUT", "100ms")
    async with connection_to(polling.dsn) as connection, connection.transaction():
        await connection.execute("LOCK TABLE consumed IN ROW EXCLUSIVE MODE")
        with pytest.raises(ReplayFailed, match="cannot be had within 100ms"):
            await rebuild_of(polling).replace()
    assert await schemas(polling) == {"public"}


async def test_kept_tables_that_are_read_stay(polling: Polling, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is not made from this log is moved, but not while it is read; then nothing changes."""
    monkeypatch.setattr(rebuilds, "LOCK_TIMEOUT", "100ms")
    service = polling.rebuildable()

    async def create(schema: str) -> None:
        await service.create(schema)
        async with service.connect(schema) as connection:
            await connection.execute("CREATE TABLE notes (id int)")

    kept = replace(service, create=create, kept=("notes",))
    async with connection_to(polling.dsn) as connection:
        await connection.execute("CREATE TABLE notes (id int)")
        async with connection.transaction():
            await connection.execute("SELECT * FROM notes")
            with pytest.raises(ReplayFailed, match="somebody reads notes for longer than 100ms"):
                await Rebuild(kept, polling.bootstrap, Silent()).replace()
    assert await schemas(polling) == {"public"}
