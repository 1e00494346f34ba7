"""The weeks of the inbox on PostgreSQL: made once, also by two at a time, and dropped as a whole."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from plumbing.eventlog import weeks
from tests.plumbing.postgres.connections import connection_to

MONDAY = date(2026, 11, 30)
NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)
ROW = "INSERT INTO inbox VALUES (gen_random_uuid(), 'voter-1', 'applied', NULL, 'votes', 0, 0, $1)"
WAITS = "SELECT 1 FROM pg_locks WHERE pid = $1 AND NOT granted"
DAYS = {-8: False, -7: False, -6: True, 0: True, 0.5: True, 1: False}
"""How many days one record is later than another, and whether the other is then the same request."""


@pytest.mark.parametrize("days", DAYS)
def test_how_long_an_id_is_remembered(days: float) -> None:
    """Seven days, and a day ahead since brokers' clocks differ."""
    assert weeks.are_the_same(NOON + timedelta(days), NOON) is DAYS[days]


def test_weeks_begin_on_monday_in_utc() -> None:
    """Whatever the time zone of the time."""
    sunday = datetime(2026, 12, 6, 23, 59, tzinfo=UTC)
    assert weeks.week_of(sunday) == weeks.week_of(NOON) == MONDAY
    assert weeks.week_of(sunday.astimezone(UTC) + timedelta(minutes=1)) == MONDAY + weeks.WEEK
    assert weeks.week_of(datetime.fromisoformat("2026-12-07T01:00:00+08:00")) == MONDAY


def test_three_weeks_are_kept() -> None:
    """A record may come at the beginning of the newest week, a day early, and looks back seven days from there."""
    all_of_them = [MONDAY - number * weeks.WEEK for number in range(5)]
    assert weeks.forgotten(all_of_them) == all_of_them[3:]
    assert weeks.forgotten(all_of_them[:1]) == weeks.forgotten([]) == []


async def test_a_week_is_made_once(votes_database: str, connection: asyncpg.Connection) -> None:
    """By two transactions at the same time too; the second waits for the first, and readers for nobody."""
    async with connection_to(votes_database) as other, connection_to(votes_database) as reader:
        begun = connection.transaction()
        await begun.start()
        await weeks.make(connection, [MONDAY])
        assert await reader.fetchval("SELECT count(*) FROM inbox") == 0
        second = asyncio.create_task(_made(other))
        while not await reader.fetchval(WAITS, other.get_server_pid()):
            await asyncio.sleep(0)
        await begun.commit()
        await second
    assert await weeks.present(connection) == [MONDAY]
    await weeks.drop(connection, [MONDAY, MONDAY])
    assert await weeks.present(connection) == []
    assert await weeks.present(connection, "no_inbox") == []


async def _made(connection: asyncpg.Connection) -> None:
    """As the inbox does it: the week is looked for before."""
    async with connection.transaction():
        assert await connection.fetchval("SELECT to_regclass($1)", f"inbox_{MONDAY:%Y%m%d}") is None
        await weeks.make(connection, [MONDAY])


async def test_a_service_that_owns_nothing_makes_and_drops_them(connection: asyncpg.Connection) -> None:
    """The functions run with the owner's rights; the service may only read and write rows."""
    role = f"service_{connection.get_server_pid()}"
    await connection.execute(f"CREATE ROLE {role}; GRANT SELECT, INSERT ON inbox TO {role}; SET ROLE {role}")
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("CREATE TABLE something (id int)")
        await weeks.make(connection, [MONDAY])
        await connection.execute(ROW, NOON)
        await weeks.drop(connection, [MONDAY])
    finally:
        await connection.execute(f"RESET ROLE; REVOKE ALL ON inbox FROM {role}; DROP ROLE {role}")
