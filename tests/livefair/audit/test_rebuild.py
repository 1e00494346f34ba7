"""A rebuild on real servers: the log gives the same rows, differences are named, the swap loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from livefair.audit.rebuild import check, rebuild
from livefair.audit.verify import audit
from livefair.failure import Failure
from livefair.servers.ports import free_port
from livefair.system.migrations import migrate
from plumbing.kafka.publisher import Receipt
from schemas.topics import FAIRS
from services.fair.chat import store as chat_store
from services.fair.wiring import Decider
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.cards.story import approached, hidden, shown, taken_up, turned_away
from tests.services.fair.chatting import Room
from tests.services.fair.running import Edge, decided, edge_to, running_fair, settings
from tests.services.fair.story import Teller, at, saved
from tests.services.fair.tables import contents, said


class Silent:
    """A progress display that shows nothing."""

    def __init__(self) -> None:
        self.expected = self.replayed = 0

    def expect(self, records: int) -> None:
        self.expected = records

    def moved(self, records: int) -> None:
        self.replayed += records


@pytest_asyncio.fixture(loop_scope="session")
async def edge(log: str) -> AsyncIterator[Edge]:
    async with edge_to(log) as edge:
        yield edge


async def a_fair_and_its_crowd(edge: Edge, students: int = 40) -> list[Receipt]:
    """Jobs, resumes, cards, submissions, outcomes, an unreadable record and one that cannot be stored."""
    teller = Teller()
    entries = [teller.scheduled(ends_at=at(10**9)), *teller.ready("a", "b")[1:]]
    entries += [saved(f"stu-{n}") for n in range(students)]
    entries += [teller.submitted(f"stu-{n}", name) for n in range(students) for name in ("a", "b")]
    entries += [teller.withdrawn(f"stu-{n}") for n in range(0, students, 3)]
    entries += [say(teller, f"stu-{n}") for n in range(1, 8) for say in (Teller.viewed, Teller.resume_read, shown)]
    entries += [approached(teller, f"stu-{n}", "b") for n in range(1, 8)]
    entries += [taken_up(teller, "stu-1", "b"), turned_away(teller, "stu-2", "b"), hidden(teller, "stu-3")]
    receipts = await edge.write(*entries, teller.submitted("stu-nul", message="a\0b"), teller.submitted("stu-last"))
    key = str(teller.fair).encode()
    return [*receipts, await edge.publisher.publish(FAIRS.name, key, b"{", teller.opened().headers)]


async def schemas(dsn: str) -> set[str]:
    async with connection_to(dsn) as connection:
        rows = await connection.fetch("SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information)'")
        return {row["nspname"] for row in rows}


async def test_the_log_gives_the_same_rows(log: str, edge: Edge, database: str, tmp_path: Path) -> None:
    """A check finds the live tables equal to a replay while they change, and leaves nothing behind."""
    told = Silent()
    async with running_fair(settings(log, database, tmp_path)) as fair:
        await decided(fair, await a_fair_and_its_crowd(edge))
        moving = asyncio.create_task(a_fair_and_its_crowd(edge, 200))
        done = await check(database, log, told)
        await decided(fair, await moving)
    assert (done.found.different, done.found.first) == (0, [])
    assert told.replayed == done.records >= 120
    assert done.found.rows["applications"] >= 81
    kept = ("cards", "approaches", "resume_reads", "responses")
    assert all(done.found.rows[table] > 0 for table in kept)
    assert await schemas(database) == {"public"}


async def test_a_difference_is_named(log: str, edge: Edge, database: str, tmp_path: Path) -> None:
    """A changed, a missing and an added row are each named by table, key and column."""
    async with running_fair(settings(log, database, tmp_path)) as fair:
        await decided(fair, await a_fair_and_its_crowd(edge))
    async with connection_to(database) as connection:
        await connection.execute("UPDATE jobs SET title = 'Another' WHERE title = 'Job b'")
        await connection.execute("DELETE FROM resumes WHERE person = 'stu-7'")
        await connection.execute("INSERT INTO applicants SELECT fair, 'nobody', 1 FROM applicants LIMIT 1")
    before = await contents(database)
    done = await check(database, log, Silent())
    lines = [str(difference) for difference in done.found.first]
    assert any("title is 'Another', the log says 'Job b'" in line for line in lines)
    assert "resumes person=stu-7: missing in the tables, the log has it" in lines
    assert any("student=nobody: in the tables, the log does not have it" in line for line in lines)
    assert done.found.different == len(lines)
    assert await contents(database) == before


async def test_the_swap_heals_under_way(log: str, edge: Edge, database: str, tmp_path: Path) -> None:
    """Damaged tables are replaced while a fair decides; it continues in the new ones and loses nothing."""
    async with running_fair(settings(log, database, tmp_path)) as fair:
        await decided(fair, await a_fair_and_its_crowd(edge))
        async with connection_to(database) as connection:
            await connection.execute("DELETE FROM applications WHERE place = 3")
        moving = asyncio.create_task(a_fair_and_its_crowd(edge, 300))
        done = await rebuild(database, log, Silent())
        await decided(fair, await moving)
        await decided(fair, await a_fair_and_its_crowd(edge))
        await _told(fair, database)
    assert done.found.different > 0
    assert await schemas(database) == {"public", done.kept_as}
    assert (await audit(database)).differences == []
    assert (await check(database, log, Silent())).found.different == 0
    assert await migrate(database) == []


async def test_what_is_said_in_passing_stays(log: str, edge: Edge, database: str, tmp_path: Path) -> None:
    """A check ignores room chat; a rebuild keeps it while it grows, and loses and repeats nothing."""
    room = Room()
    async with running_fair(settings(log, database, tmp_path)) as fair:
        await decided(fair, await a_fair_and_its_crowd(edge))
        await decided(fair, await edge.write(*(room.said(str(n)) for n in range(100)), room.counted(like=2)))
        assert (await check(database, log, Silent())).found.different == 0
        flood = (room.said(str(n)) if n % 10 else room.counted(like=1) for n in range(100, 4_100))
        moving = asyncio.create_task(edge.write(*flood))
        done = await rebuild(database, log, Silent())
        await decided(fair, await moving)
        assert (await check(database, log, Silent())).found.different == 0
    assert done.found.different == 0
    assert not done.found.rows.keys() & set(chat_store.TABLES)
    rows = await said(database)
    own = [row for row in rows["room_minutes"] if row["session"] == room.session]
    numbers = {kind: sum(row["number"] for row in own if row["kind"] == kind) for kind in ("comment", "reaction")}
    assert numbers == {"comment": 3_700, "reaction": 402}
    assert sum(row["session"] == room.session for row in rows["comments"]) == 3_700
    assert (await audit(database)).differences == []


async def _told(fair: Decider, dsn: str) -> None:
    """Wait until the relay has sent everything in the outbox."""
    async with asyncio.timeout(20), connection_to(dsn) as connection:
        while await connection.fetchval("SELECT count(*) FROM outbox"):
            await asyncio.sleep(0.05)


async def test_what_was_to_be_told_is_still_told(log: str, edge: Edge, database: str, tmp_path: Path) -> None:
    """The outbox keeps its rows and numbers; a replay adds nothing to it. With --drop no old tables are kept."""
    async with running_fair(settings(log, database, tmp_path)) as fair:
        await decided(fair, await a_fair_and_its_crowd(edge))
        await _told(fair, database)
    async with connection_to(database) as connection:
        number = await connection.fetchval("SELECT last_value FROM outbox_id_seq")
        await connection.execute("INSERT INTO outbox (topic, partition, records) VALUES ('t', 0, 'x'), ('t', 0, 'y')")
        waiting = await connection.fetch("SELECT * FROM outbox ORDER BY id")
    done = await rebuild(database, log, Silent(), drop=True)
    async with connection_to(database) as connection:
        assert await connection.fetch("SELECT * FROM outbox ORDER BY id") == waiting
        insert = "INSERT INTO outbox (topic, partition, records) VALUES ('t', 0, 'z') RETURNING id"
        assert await connection.fetchval(insert) == number + 3
    assert done.kept_as is None
    assert await schemas(database) == {"public"}


async def test_a_lost_log_changes_nothing(log: str, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the log ends before the decided offset, there is one line, and tables and schemas stay."""
    monkeypatch.setattr("plumbing.eventlog.replay.SILENCE_MS", 500)
    async with connection_to(database) as connection:
        await connection.execute("INSERT INTO consumed VALUES ('livefair.fairs', 0, 1000000)")
    with pytest.raises(Failure, match=r"livefair.fairs:0 up to 1000000 cannot be read"):
        await check(database, log, Silent())
    assert await schemas(database) == {"public"}


async def test_tables_that_are_held_stay(log: str, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a session locks the live tables for too long, the command says so, and nothing changes."""
    monkeypatch.setattr("plumbing.eventlog.rebuild.LOCK_TIMEOUT", "100ms")
    async with connection_to(database) as connection, connection.transaction():
        await connection.execute("LOCK TABLE consumed IN ROW EXCLUSIVE MODE")
        with pytest.raises(Failure, match="cannot be had within 100ms"):
            await rebuild(database, log, Silent())
    assert await schemas(database) == {"public"}


async def test_tables_of_another_version_are_refused(log: str, empty_database: str) -> None:
    """With missing tables, or those of another version, the command says what to run."""
    with pytest.raises(Failure, match="no tables of a fair"):
        await check(empty_database, log, Silent())
    await migrate(empty_database)
    async with connection_to(empty_database) as connection:
        await connection.execute("INSERT INTO schema_migrations VALUES ('20990101000000')")
    with pytest.raises(Failure, match="run `livefair migrate` first"):
        await check(empty_database, log, Silent())


async def test_no_broker_is_one_line(database: str) -> None:
    """If no broker answers, the command says so in one line."""
    async with connection_to(database) as connection:
        await connection.execute("INSERT INTO consumed VALUES ('livefair.fairs', 0, 1)")
    with pytest.raises(Failure, match="cannot read the log"):
        await check(database, f"127.0.0.1:{free_port()}", Silent())
