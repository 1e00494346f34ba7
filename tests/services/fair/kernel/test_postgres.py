"""The port on PostgreSQL: selecting, writing at once, and writing in a pipeline."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import get_ident

import asyncpg

from services.fair.kernel.port import Select, Write
from services.fair.kernel.postgres import Postgres
from services.fair.kernel.tables import Table, columns
from tests.plumbing.postgres.connections import connection_to

FRUIT = Table("fruit", ("name",), columns("name text", "number int"))
WRITE_FRUIT, ADD_FRUIT = FRUIT.upsert(), FRUIT.add("number")
ALL = Select("all fruit", "SELECT * FROM fruit WHERE number >= $1 ORDER BY name", lambda row: tuple(row.values()))


@asynccontextmanager
async def orchard(dsn: str) -> AsyncIterator[tuple[Postgres, asyncpg.Connection]]:
    async with connection_to(dsn) as connection, connection.transaction():
        await connection.execute("CREATE TEMPORARY TABLE fruit (name text PRIMARY KEY, number int)")
        yield Postgres(connection), connection


async def test_rows_are_written_and_found(database: str) -> None:
    """Rows are accepted from a generator; without rows nothing is sent."""
    async with orchard(database) as (port, _):
        await port.write(Write(WRITE_FRUIT, ({"name": name, "number": 1} for name in ("pear", "apple"))))
        await port.write(Write(WRITE_FRUIT, []))
        await port.write(Write(ADD_FRUIT, [{"name": "pear", "number": 2}, {"name": "fig", "number": None}]))
        assert await port.select(ALL, 1) == [("apple", 1), ("pear", 3)]
        assert await port.select(ALL, 0) == [("apple", 1), ("fig", 0), ("pear", 3)]


async def test_a_pipeline_writes_in_order(database: str) -> None:
    """Everything is written when the block ends, in order."""
    async with orchard(database) as (port, _):
        async with port.pipeline() as pipeline:
            for number in (1, 2, 3):
                await pipeline.send(Write(WRITE_FRUIT, [{"name": "apple", "number": number}]))
            await pipeline.send(Write(WRITE_FRUIT, []))
        assert await port.select(ALL, 0) == [("apple", 3)]


async def test_patience_lasts_for_a_transaction(database: str) -> None:
    """The longer timeout ends with the transaction."""
    setting = "SHOW idle_in_transaction_session_timeout"
    async with connection_to(database) as connection:
        before = await connection.fetchval(setting)
        async with connection.transaction():
            await Postgres(connection).be_patient()
            assert await connection.fetchval(setting) == "1min" != before
        assert await connection.fetchval(setting) == before


async def test_a_long_function_runs_beside_the_loop(database: str) -> None:
    """The function runs in another thread."""
    async with orchard(database) as (port, _):
        assert await port.compute(get_ident) != get_ident()
        assert await port.compute(max, 1, 2) == 2
