"""The figures of a fair's report, read with set-based queries in one snapshot, so that they agree with each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from services.fair.fairs import queries as fair_queries
from services.fair.kernel.regions import TEXTS_MAX, shown_each
from services.fair.kernel.zones import planned
from services.fair.report import queries
from services.fair.sessions import queries as session_queries

FUNNEL = (
    *("applications", "viewed", "shortlisted", "invited", "accepted", "hired"),
    *("refused", "withdrawn", "declined", "expired"),
)
"""`applications` counts all but withdrawn ones. `viewed`, `shortlisted`, `invited`: ever; `viewed` by any first step of
the enterprise. `accepted` includes hired applicants. The others are states."""
RESPONSE = ("answered", "median_s", "p90_s")
GROUPS = {"enterprise": 0b0111, "industry": 0b1011, "region": 0b1101, "degree": 0b1110}
TOTAL = 0b1111
UNFILLED_JOBS_MAX = 10_000
MINUTES_MAX = 10_000  # of sessions, the newest
Rows = Sequence[Mapping[str, Any]]


async def figures(connection: asyncpg.Connection, fair: UUID) -> dict[str, Any] | None:
    """The report's figures in the form of `answers.Report`; None if the fair does not exist."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        row = await connection.fetchrow(fair_queries.FAIR, fair)
        if row is None:
            return None
        texts = [text for (text,) in await connection.fetch(queries.REGIONS, fair, TEXTS_MAX)]
        regions = shown_each(texts)
        funnel = await connection.fetch(queries.FUNNEL, fair, list(regions), list(regions.values()))
        headcounts = await connection.fetch(queries.HEADCOUNTS, fair)
        sessions = await connection.fetch(session_queries.FIGURES, fair)
        ids = [session["id"] for session in sessions]
        minutes = await connection.fetch(session_queries.MINUTES, ids, MINUTES_MAX)
        jobs = await connection.fetch(queries.UNFILLED_JOBS, fair, UNFILLED_JOBS_MAX)
    names = {one["org"]: one["enterprise"] for one in headcounts}
    groups = {name: list(_group(funnel, name, bits, names)) for name, bits in GROUPS.items()}
    return {
        "fair": {**{name: row[name] for name in ("id", "title", "host", "state")}, **planned(row)},
        "as_of": row["as_of"],
        "decided": row["decided"],
        "counters": row["counters"],
        "total": _numbers(next(one for one in funnel if one["grouped"] == TOTAL)),
        **{f"by_{name}": rows for name, rows in groups.items()},
        "sessions": [dict(session) for session in sessions],
        "session_minutes": [dict(minute) for minute in minutes],
        "unfilled": _unfilled(headcounts, jobs),
    }


def _group(funnel: Rows, name: str, bits: int, names: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    """The rows of one grouping; `value` is None if none was given."""
    for row in funnel:
        if row["grouped"] != bits:
            continue
        if name == "enterprise":
            yield {"org": row["org"], "enterprise": names.get(row["org"]), **_numbers(row)}
        else:
            yield {"value": row[name], **_numbers(row)}


def _numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in (*FUNNEL, *RESPONSE)}


def _unfilled(headcounts: Rows, jobs: Rows) -> dict[str, Any]:
    """Openings that no match has filled yet, of open and closed jobs."""
    found = jobs[0]["found"] if jobs else 0
    total = {name: sum(row[name] for row in headcounts) for name in ("headcount", "matches", "unfilled")}
    return {
        **total,
        "by_enterprise": [dict(row) for row in headcounts],
        "jobs": [{name: value for name, value in row.items() if name != "found"} for row in jobs],
        "jobs_left_out": found - len(jobs),
    }
