"""A pipeline of statements that are sent without waiting for each result, on PostgreSQL."""

from __future__ import annotations

import asyncpg
import pytest

from plumbing.eventlog.beside import Beside


async def test_statements_are_done_in_order(empty_database: str) -> None:
    """They run in order, and leaving the block waits for the last."""
    connection = await asyncpg.connect(empty_database, ssl=False)
    await connection.execute("CREATE TEMPORARY TABLE said (word text, at int GENERATED ALWAYS AS IDENTITY)")
    async with Beside(connection) as beside:
        for word in "abc":
            await beside.send("INSERT INTO said (word) SELECT $1 FROM pg_sleep(0.02)", word)
    assert [row["word"] for row in await connection.fetch("SELECT word FROM said ORDER BY at")] == ["a", "b", "c"]
    await connection.close()


@pytest.mark.parametrize("more", [0, 1])
async def test_a_failure_is_raised_by_what_comes_next(empty_database: str, more: int) -> None:
    """From the next statement, or from the end of the block."""
    connection = await asyncpg.connect(empty_database, ssl=False)

    async def divide() -> None:
        async with Beside(connection) as beside:
            for _ in range(1 + more):
                await beside.send("SELECT 1 / 0")

    with pytest.raises(asyncpg.DivisionByZeroError):
        await divide()
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


async def test_a_block_that_fails_leaves_the_connection_free(empty_database: str) -> None:
    """Statements in flight are waited for, and the block's own exception is raised."""
    connection = await asyncpg.connect(empty_database, ssl=False)

    async def fail() -> None:
        async with connection.transaction(), Beside(connection) as beside:
            await beside.send("SELECT pg_sleep(0.05)")
            raise KeyError("undecidable")

    with pytest.raises(KeyError):
        await fail()
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()
