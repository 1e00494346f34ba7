"""Sessions, drops and lines on PostgreSQL: the same rows for every batching, and correct counters."""

from __future__ import annotations

import pytest

from livefair.audit.verify import audit
from plumbing.eventlog.outbox import unpack
from schemas import session as events
from schemas.topics import ROOMS
from services.fair.engine.sink import DECIDED
from services.fair.sessions import store
from tests.conftest import RunningPostgres
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.hosting import Host
from tests.services.fair.story import START, UNIT, Entry, batches, says
from tests.services.fair.tables import applied, contents, filled

STUDENTS = [f"stu-{number}" for number in range(12)]


def a_show(host: Host) -> list[Entry]:
    """Two sessions and four drops: full and extended ones, withdrawals of admitted and waiting ones, an end."""
    log = [*host.live("a", "b"), host.dropped(cap=3), *(host.through(one) for one in STUDENTS[:8])]
    log += [host.withdrawn(one) for one in ("stu-4", "stu-0", "stu-3", "stu-5")]
    log += [host.through("stu-0"), host.extended(5), host.withdrawn("stu-1"), host.through("stu-9")]
    log += [host.viewed("stu-2"), host.shortlisted("stu-2"), host.dropped(None, "e", cap=2)]
    log += [host.through(one, "e", "b") for one in STUDENTS[:4]]
    log += [host.planned("a", name="t", org=UNIT), host.started("t", UNIT), host.dropped("a", "f", 1, "t", UNIT)]
    log += [host.through("stu-10", "f"), host.through("stu-11", "f"), host.drop_closed()]
    log += [host.through("stu-9", "f"), host.submitted("stu-6"), host.of(events.JobPinned, job=host.job("b"))]
    counted = host.of(events.ViewersCounted, minute=START, viewers=3, peak=4).event
    log += [host.muted("stu-9"), host.muted("stu-7"), host.unmuted("stu-9"), host.muted("某人")]
    log += [says(counted, "livefair", "system"), host.ended(), host.withdrawn("stu-10")]
    return log


@pytest.mark.parametrize("end", [[], ["closed"]])
async def test_the_same_rows_however_the_log_is_cut(postgres: RunningPostgres, end: list[str]) -> None:
    """For batches of one, three and all records; the audit finds no difference."""
    host, found = Host(), []
    log = a_show(host) + [host.closed() for _ in end]
    for size in (1, 3, 1_000):
        dsn = await postgres.create()
        await filled(dsn, log, size)
        found.append(await contents(dsn))
        done = await audit(dsn)
        assert done.differences == []
        assert (done.rows["sessions"], done.rows["drops"]) == (2, 3)
        await postgres.drop(dsn)
    assert found[0] == found[1] == found[2]
    assert sorted(row["muted"] for row in found[0]["sessions"]) == [[], ["stu-7", "某人"]]
    assert {row["state"] for row in found[0]["drops"]} == ({"closed"} if end else {"closed", "open"})


async def test_minutes_add_up(database: str) -> None:
    """Several batches in one minute add to its numbers."""
    host = Host()
    await filled(database, a_show(host), 2)
    async with connection_to(database) as connection:
        row = await connection.fetchrow("SELECT * FROM session_minutes WHERE session = $1", host.session())
    assert row is not None
    assert (row["minute"], row["views"], row["shortlisted"], row["viewers"], row["viewers_peak"]) == (START, 1, 1, 3, 4)
    assert (row["submissions"], row["withdrawn"]) == (14, 5)


async def test_a_line_is_loaded_as_far_as_it_moves(database: str) -> None:
    """One waiting application per withdrawal of the batch is loaded; a later submission waits behind them."""
    host = Host()
    crowd = [host.through(f"stu-{number}") for number in range(50)]
    batch = [host.through("stu-late"), host.withdrawn("stu-0"), host.withdrawn("stu-1"), host.withdrawn("stu-2")]
    log = [*host.live("a"), host.dropped(cap=2), *crowd, *batch]
    await filled(database, log, len(log) - len(batch))
    async with connection_to(database) as connection:
        rows = await connection.fetch("SELECT student FROM applications WHERE admitted AND state = 'submitted'")
    assert {row["student"] for row in rows} == {"stu-3", "stu-4"}
    assert (await audit(database)).differences == []


async def test_the_database_waits_while_a_long_line_moves(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The records of a batch may move many rows together, so the idle timeout is raised for its transaction."""
    monkeypatch.setattr(store, "TURNED_AWAY_MAX", 0)
    host = Host()
    log = [*host.live("a"), host.dropped(cap=1), host.through("stu-1"), host.through("stu-2"), host.extended(2)]
    before, closing = batches(log, len(log) - 1)
    async with connection_to(database) as connection:
        assert await applied(connection, before) == [True]
        async with connection.transaction():
            assert await DECIDED.apply(connection, closing)
            assert await connection.fetchval("SHOW idle_in_transaction_session_timeout") == "1min"


@pytest.mark.parametrize("size", [1, 3, 1_000])
async def test_rooms_of_a_draft_open_with_its_publication(database: str, size: int) -> None:
    """All rooms open in one transaction, whichever batches planned the sessions, and none before."""
    host = Host()
    plans = [host.planned(name=name, org=UNIT) for name in "st"]
    await filled(database, [host.draft(), *plans, host.shown()], size)
    async with connection_to(database) as connection:
        rows = await connection.fetch("SELECT records FROM outbox ORDER BY id")
    told = [{one.key.decode() for one in unpack(row["records"]) if one.topic == ROOMS.name} for row in rows]
    sessions = {f"session:{host.session(name)}" for name in "st"}
    assert [rooms for rooms in told if rooms] == [{f"fair:{host.fair}", *sessions}]
