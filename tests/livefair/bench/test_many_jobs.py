"""The rows with which the benchmark of the search fills a fair."""

from __future__ import annotations

from livefair.bench.many_jobs import filled
from services.fair.jobs.store import JOB_COLUMNS, WRITE_JOBS, job_of
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair import tables
from tests.services.fair.story import Teller

t = Teller()
LOADED = 40
ROWS = "SELECT to_jsonb(j) FROM jobs j WHERE fair = $1 ORDER BY place"
INDEXES = "SELECT indexdef FROM pg_indexes ORDER BY indexname"


async def test_a_loaded_row_is_the_row_that_fair_writes(database: str) -> None:
    """Column for column, also those by which a job is found; no index is lost."""
    await tables.filled(database, t.ready())
    async with connection_to(database) as connection:
        indexes = await connection.fetch(INDEXES)
        [fair] = await filled(database, t.fair, 1, LOADED)
        loaded = await connection.fetch(ROWS, fair)
        jobs = [job_of(row) for row in await connection.fetch(f"SELECT {JOB_COLUMNS} FROM jobs WHERE fair = $1", fair)]
        await connection.execute("DELETE FROM jobs")
        await connection.execute(WRITE_JOBS.sql, WRITE_JOBS.json_of(jobs))
        assert len(loaded) == LOADED
        assert await connection.fetch(ROWS, fair) == loaded
        assert await connection.fetch(INDEXES) == indexes
