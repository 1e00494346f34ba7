"""The pool on PostgreSQL: temporary errors are retried, and everything has a time limit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from plumbing.postgres import pool as pools
from plumbing.postgres.pool import Outlasted, Pool, can_be_retried, lies_in_the_data
from tests.conftest import RunningPostgres
from tests.plumbing.busy import compute


@pytest_asyncio.fixture(loop_scope="session")
async def pool(empty_database: str) -> AsyncIterator[Pool]:
    pool = Pool(empty_database, size_max=2, name="tested")
    await pool.start()
    await pool.read(lambda connection: connection.execute("CREATE TABLE notes (id int PRIMARY KEY, said jsonb)"))
    yield pool
    await pool.stop()


async def kill_backends(dsn: str) -> None:
    """End every other connection of the pool, as an administrator or a failover does."""
    connection = await asyncpg.connect(dsn, ssl=False)
    await connection.fetch("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tested'")
    await connection.close()


async def test_a_killed_connection_is_tried_again(pool: Pool, empty_database: str) -> None:
    """A transaction whose backend is killed is repeated, once and completely."""
    attempts = 0

    async def work(connection: asyncpg.Connection) -> int:
        nonlocal attempts
        attempts += 1
        await connection.execute("INSERT INTO notes VALUES ($1, 'null')", attempts)
        if attempts == 1:
            await kill_backends(empty_database)
        return int(await connection.fetchval("SELECT count(*) FROM notes"))

    assert await pool.transact(work) == 1
    assert attempts == 2


async def test_a_read_is_tried_a_second_time(pool: Pool, empty_database: str) -> None:
    """A read on a killed idle connection is retried; a read that fails twice raises."""
    await kill_backends(empty_database)
    assert await pool.read(lambda connection: connection.fetchval("SELECT 7")) == 7
    attempts = 0

    async def fails(connection: asyncpg.Connection) -> None:
        nonlocal attempts
        attempts += 1
        await connection.execute("DO $$ BEGIN RAISE 'full' USING ERRCODE = '53300'; END $$")

    with pytest.raises(asyncpg.TooManyConnectionsError):
        await pool.read(fails)
    assert attempts == 2


@pytest.mark.parametrize(
    "state",
    sorted(pools.PASSING_STATES | {"08006", "40001", "40P01", "53100", "53300", "55P03", "57014", "57P01", "57P05"}),
)
async def test_what_passes_is_tried_again(pool: Pool, state: str) -> None:
    """Each listed SQLSTATE rolls back and starts again."""
    attempts = 0

    async def work(connection: asyncpg.Connection) -> int:
        nonlocal attempts
        attempts += 1
        await connection.execute("INSERT INTO notes VALUES ($1, 'null')", attempts)
        if attempts == 1:
            await connection.execute(f"DO $$ BEGIN RAISE 'once' USING ERRCODE = '{state}'; END $$")
        return attempts

    assert await pool.transact(work) == 2
    assert await pool.read(lambda connection: connection.fetchval("SELECT array_agg(id) FROM notes")) == [2]


async def test_a_stale_plan_is_made_anew(pool: Pool) -> None:
    """A migration that changes a prepared query's result between transactions causes no error."""

    async def work(connection: asyncpg.Connection) -> list[asyncpg.Record]:
        rows: list[asyncpg.Record] = await connection.fetch("SELECT * FROM notes")
        return rows

    async def both() -> list[list[asyncpg.Record]]:
        return list(await asyncio.gather(pool.transact(work), pool.transact(work)))

    await both()
    await pool.read(lambda connection: connection.execute("ALTER TABLE notes ADD COLUMN more text"))
    await pool.read(lambda connection: connection.execute("INSERT INTO notes VALUES (1, '{}', 'm')"))
    for rows in await both():
        assert [tuple(row) for row in rows] == [(1, {}, "m")]


async def test_what_will_not_pass_is_raised(pool: Pool) -> None:
    """A constraint violation is not retried, and nothing is written."""
    attempts = 0

    async def work(connection: asyncpg.Connection) -> None:
        nonlocal attempts
        attempts += 1
        await connection.execute("INSERT INTO notes VALUES (1, 'null'), (1, 'null')")

    with pytest.raises(asyncpg.UniqueViolationError):
        await pool.transact(work)
    assert attempts == 1


async def test_one_may_give_up(pool: Pool) -> None:
    """A caller that need not wait any longer gets the error."""

    async def work(connection: asyncpg.Connection) -> None:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await pool.transact(work, give_up=lambda: True)


async def test_work_that_outlasts_its_time_is_given_up(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After as many tries as are given; work that is fast enough the third time is done."""
    monkeypatch.setattr(pools, "ABANDONED_MS", 200)
    pool = Pool(empty_database, name="slow")
    await pool.start()
    attempts = 0

    async def work(connection: asyncpg.Connection) -> int:
        nonlocal attempts
        attempts += 1
        if attempts != 6:
            compute(0.3)
        return int(await connection.fetchval("SELECT 7"))

    try:
        with pytest.raises(Outlasted, match="3 times"):
            await pool.transact(work, tries=3)
        assert attempts == 3
        assert await pool.transact(work, tries=4) == 7
    finally:
        await pool.stop()
    assert lies_in_the_data(Outlasted())
    assert not can_be_retried(Outlasted())


async def test_waiting_has_a_limit(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """If all connections are in use a read fails in time, and works later."""
    monkeypatch.setattr(pools, "ACQUIRE_TIMEOUT_S", 0.05)
    taken, go_on = asyncio.Semaphore(0), asyncio.Event()

    async def hold(connection: asyncpg.Connection) -> None:
        taken.release()
        await go_on.wait()

    holding = [asyncio.create_task(pool.read(hold)) for _ in range(2)]
    for _ in holding:
        await asyncio.wait_for(taken.acquire(), 10)
    with pytest.raises(TimeoutError):
        await pool.read(lambda connection: connection.fetchval("SELECT 1"))
    go_on.set()
    await asyncio.gather(*holding)
    assert await pool.read(lambda connection: connection.fetchval("SELECT 1")) == 1


async def test_a_stop_does_not_wait_for_ever(pool: Pool, empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is still in use is cut off, and its work fails."""
    monkeypatch.setattr(pools, "CLOSE_TIMEOUT_S", 0.05)
    busy = asyncio.Event()

    async def hold(connection: asyncpg.Connection) -> None:
        busy.set()
        await connection.execute("SELECT pg_sleep(60)")

    holding = asyncio.create_task(pool.transact(hold, give_up=lambda: True))
    await asyncio.wait_for(busy.wait(), 10)
    await asyncio.wait_for(pool.stop(), 10)
    with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError)):
        await asyncio.wait_for(holding, 10)


async def test_json_is_a_value(pool: Pool) -> None:
    """A value that is written is read back as a value; a text is taken as JSON."""
    written = {"名称": ["x", 1.5, None, True]}
    await pool.read(lambda connection: connection.execute("INSERT INTO notes VALUES (1, $1), (2, '[1]')", written))
    rows = await pool.read(lambda connection: connection.fetch("SELECT said FROM notes ORDER BY id"))
    assert [row["said"] for row in rows] == [written, [1]]


async def test_the_connection_says_whose_it_is(pool: Pool) -> None:
    """Name, time zone and planner settings are set."""
    settings = ("application_name", "timezone", "jit")
    query = f"SELECT {', '.join(f'current_setting({name!r})' for name in settings)}"
    row = await pool.read(lambda connection: connection.fetchrow(query))
    assert tuple(row) == ("tested", "UTC", "off")


async def test_a_database_that_goes_and_comes_back(own_postgres: RunningPostgres) -> None:
    """A waiting transaction waits for the server, and is done once when it is back."""
    pool = Pool(own_postgres.dsn)
    await pool.start()
    await pool.read(lambda connection: connection.execute("CREATE TABLE notes (id serial)"))
    await own_postgres.kill()
    failed = asyncio.Event()

    async def work(connection: asyncpg.Connection) -> int:
        return int(await connection.fetchval("INSERT INTO notes DEFAULT VALUES RETURNING 1"))

    def give_up() -> bool:
        failed.set()
        return False

    waiting = asyncio.create_task(pool.transact(work, give_up=give_up))
    await asyncio.wait_for(failed.wait(), 20)
    await own_postgres.restart()
    assert await asyncio.wait_for(waiting, 30) == 1
    assert await pool.read(lambda connection: connection.fetchval("SELECT count(*) FROM notes")) == 1
    await pool.stop()


async def test_no_database_is_said_at_the_start() -> None:
    """If nothing listens there the start fails, and a stop does no harm."""
    pool = Pool("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(OSError, match="1"):
        await pool.start()
    await pool.stop()


def test_only_what_passes_is_tried_again() -> None:
    """Connection errors, timeouts and the listed states; not a programming error."""
    assert can_be_retried(TimeoutError())
    assert can_be_retried(asyncpg.InterfaceError("connection is closed"))
    assert can_be_retried(asyncpg.DeadlockDetectedError())
    assert not can_be_retried(asyncpg.UndefinedTableError())
    assert not can_be_retried(asyncpg.DataError("invalid input for query argument"))
    assert not can_be_retried(ValueError())


def test_what_lies_in_the_data_is_told_apart() -> None:
    """A bad value, a constraint, or a bug with one record; not a missing table, nor a temporary error."""
    assert lies_in_the_data(asyncpg.CharacterNotInRepertoireError())
    assert lies_in_the_data(asyncpg.UniqueViolationError())
    assert lies_in_the_data(asyncpg.DataError("invalid input for query argument"))
    assert lies_in_the_data(KeyError("state"))
    assert not lies_in_the_data(asyncpg.UndefinedTableError())
    assert not lies_in_the_data(asyncpg.QueryCanceledError())
    assert not lies_in_the_data(TimeoutError())
