"""Opens pools and connections to a test's database, and closes them afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from plumbing.postgres.pool import Pool, speak_json


@asynccontextmanager
async def pool_of(dsn: str) -> AsyncIterator[Pool]:
    pool = Pool(dsn, size_max=4)
    await pool.start()
    try:
        yield pool
    finally:
        await pool.stop()


@asynccontextmanager
async def connection_to(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn, ssl=False)
    try:
        await speak_json(connection)
        yield connection
    finally:
        await connection.close()
