"""Makes the search columns of rows that were written before the present rules, a few at a time.

The terms of a text are made in Python, so no migration can make them: a row without the present version's term waits
for this. A decision that changes the row meanwhile makes them itself; what was read before it is then not written.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import asyncpg
import structlog

from plumbing.eventlog.duty import Duty
from plumbing.postgres.pool import Pool
from services.fair.kernel.noun import Indexed

EVERY_S = 60.0
ROWS_MAX = 10  # of one statement: decisions wait for their texts, of which each may take 15 ms
ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(hashtext('livefair:reindexing'))"
log = structlog.get_logger(__name__)


class Reindexing(Duty):
    """Every instance may do it; one at a time does."""

    def __init__(self, pool: Pool, indexed: Sequence[Indexed]) -> None:
        super().__init__("reindexing_waits", "old rows cannot be indexed", EVERY_S)
        self._pool, self._indexed = pool, indexed

    async def turn(self) -> None:
        await self.index()

    async def index(self) -> int:
        """Index all rows that wait; returns their number."""
        done = 0
        for indexed in self._indexed:
            while number := await self._pool.read(partial(_some, indexed)):
                done += number
        if done:
            log.info("rows_indexed", rows=done)
        return done


async def _some(indexed: Indexed, connection: asyncpg.Connection) -> int:
    async with connection.transaction():
        if not await connection.fetchval(ONE_AT_A_TIME):
            return 0
        rows = [indexed.waiting.read(row) for row in await connection.fetch(indexed.waiting.sql, ROWS_MAX)]
        if rows:
            await connection.execute(indexed.statement.sql, indexed.statement.json_of(rows))
        return len(rows)
