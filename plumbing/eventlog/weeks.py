"""The weeks of the inbox: a table for each, made when its first record comes and dropped as a whole.

Knows how far back a decision looks for an event id. Only the log's time counts, so a replay makes and sees the same.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

import asyncpg

WEEK = timedelta(days=7)
REMEMBERED = timedelta(days=7)
"""A record whose event id came within this time before it has no effect."""
SKEW = timedelta(days=1)
"""How far the clocks of brokers may differ: a later record may have an earlier time."""

MAKE = "SELECT make_inbox_week($1)"
DROP = "SELECT drop_inbox_week($1)"
PRESENT = """
SELECT to_date(right(c.relname, 8), 'YYYYMMDD') AS week FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = to_regclass($1) ORDER BY week
"""


def week_of(time: datetime) -> date:
    """The Monday of its week, in UTC."""
    day = time.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def are_the_same(one: datetime, later: datetime) -> bool:
    """Whether two records with one event id, at these log times, are the same request: the second has no effect."""
    return later - REMEMBERED < one < later + SKEW


async def make(connection: asyncpg.Connection, weeks: Collection[date]) -> None:
    """Make the tables of these weeks, unless they are there. Waits for nobody who reads or writes the inbox."""
    for week in sorted(weeks):
        await connection.execute(MAKE, week)


async def present(connection: asyncpg.Connection, inbox: str = "inbox") -> list[date]:
    """The weeks that have a table, the first one first; none without a table `inbox`."""
    return [row["week"] for row in await connection.fetch(PRESENT, inbox)]


def forgotten(weeks: Collection[date]) -> list[date]:
    """Those of these weeks into which no record looks that is still to be decided.

    It is not older than the newest week, less the skew, if every partition of the log is decided to its end.
    """
    if not weeks:
        return []
    seen_from = max(weeks) - SKEW - REMEMBERED
    return [week for week in weeks if week + WEEK <= seen_from]


async def drop(connection: asyncpg.Connection, weeks: Collection[date]) -> None:
    """Drop the tables of these weeks. Waits for the batches that are being decided."""
    for week in weeks:
        await connection.execute(DROP, week)
