"""How jobs are loaded and written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from services.fair.booths import store as booths
from services.fair.booths.rows import BoothRows
from services.fair.jobs import index_store
from services.fair.jobs.advertisement import Flag
from services.fair.jobs.job import Job
from services.fair.jobs.rows import JobRows
from services.fair.jobs.terms import Salary, Terms
from services.fair.kernel.entities import entity_of
from services.fair.kernel.port import Port, Row, Select, Write, by_key, columns_of
from services.fair.kernel.search import waits
from services.fair.kernel.state import State
from services.fair.kernel.tables import Table, columns


def job_of(row: Row) -> Job:
    majors, salary = row["majors"], row["salary"]
    majors = None if majors is None else tuple(majors)
    salary = None if salary is None else Salary(**salary)
    terms = entity_of(Terms, row, majors=majors, salary=salary)
    flags = msgspec.convert(row["flags"], tuple[Flag, ...])
    return entity_of(Job, row, terms=terms, ranking=tuple(row["ranking"]), flags=flags)


def _term(name: str) -> Callable[[Job], Any]:
    return lambda job: getattr(job.terms, name)


TERMS = {
    "title": "text",
    "headcount": "int",
    "region": "text",
    "industry": "text",
    "degree": "text",
    "majors": "text[]",
    "salary": "jsonb",
    "employment_type": "text",
    "description": "text",
    "code": "text",
}
JOBS = Table(
    "jobs",
    ("id",),
    columns(
        "id uuid",
        "fair uuid fixed",
        "org text fixed",
        "state text",
        "place bigint fixed",
        "submissions int",
        "standing int",
        "invitations int",
        "matches int",
        "ranking uuid[]",
        "flags jsonb",
        "created_at timestamptz fixed",
        *(f"{name} {type_}" for name, type_ in TERMS.items()),
        *(f"{name} {type_}" for name, type_ in index_store.COLUMNS.items()),
        **{name: getattr(index_store, name) for name in index_store.COLUMNS},
        **{name: _term(name) for name in TERMS},
    ),
)
JOB_COLUMNS = ", ".join(one.sql for one in JOBS.columns if one.name not in index_store.COLUMNS)
"""All columns but those by which a job is found, which no decision needs."""
JOBS_BY_KEY = by_key(JOBS, job_of, JOB_COLUMNS)
OPEN_JOBS_OF_BOOTHS = Select(
    "open jobs of booths",
    f"""
SELECT first.* FROM unnest($1::uuid[], $2::text[], $3::int[]) AS asked (fair, org, number)
CROSS JOIN LATERAL (
  SELECT {JOB_COLUMNS} FROM jobs WHERE fair = asked.fair AND org = asked.org AND state = 'open'
  ORDER BY place, id LIMIT asked.number
) AS first
""",
    job_of,
)
WRITE_JOBS = JOBS.upsert()
WRITE_NUMBERS = JOBS.update("state", "submissions", "standing", "invitations", "matches")
INDEX_JOBS = JOBS.update(*index_store.COLUMNS, only=waits("jobs"))
JOBS_TO_INDEX = Select("jobs to index", f"SELECT {JOB_COLUMNS} FROM jobs WHERE {waits('jobs')} LIMIT $1", job_of)
STATEMENTS = (WRITE_JOBS, WRITE_NUMBERS, INDEX_JOBS)


async def load(port: Port, state: State) -> None:
    """Load the jobs that the batch names or may change, unless they are loaded already; then the booths of some.

    Of a booth that may be refused only the first open jobs are loaded: a refusal closes no more.
    """
    rows = state.of(JobRows)
    missing = [job for job in rows.wanted if job not in rows.jobs]
    if missing:
        for job in await port.select(JOBS_BY_KEY, missing):
            rows.jobs[job.id] = job
    if rows.refusals:
        for job in await port.select(OPEN_JOBS_OF_BOOTHS, *columns_of(rows.open_wanted())):
            rows.jobs[job.id] = job
    named = (rows.jobs[job] for job in rows.with_booth if job in rows.jobs)
    state.of(BoothRows).wanted.update((job.fair, job.org) for job in named)
    await booths.load(port, state)


def writes(state: State) -> Iterator[Write]:
    rows = state.of(JobRows)
    yield Write(WRITE_JOBS, (rows.jobs[job] for job in rows.rewritten))
    numbers = rows.counted - rows.rewritten
    yield Write(
        WRITE_NUMBERS,
        ({name.name: getattr(rows.jobs[job], name.name) for name in WRITE_NUMBERS.columns} for job in numbers),
    )
