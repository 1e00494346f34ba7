"""The package's tables: as a migration creates them, and how differences are reported."""

from __future__ import annotations

import re
from pathlib import Path

import asyncpg
import pytest

from plumbing.eventlog.tables import DDL, TablesDiffer, check_tables

GUIDE = Path(__file__).parents[3] / "docs" / "eventlog.md"
DIFFERENT = {
    "DROP TABLE outbox": "there is no table outbox",
    "ALTER TABLE inbox DROP COLUMN reason": "inbox.reason is missing, not text",
    "ALTER TABLE consumed ALTER next_offset TYPE int": "consumed.next_offset is integer, not bigint",
    "ALTER TABLE inbox DROP CONSTRAINT inbox_pkey": r"the primary key of inbox is \[\], not \['event_id', 'at'\]",
    "ALTER TABLE consumed DROP CONSTRAINT consumed_pkey, ADD PRIMARY KEY (partition, topic)": (
        r"the primary key of consumed is \['partition', 'topic'\], not \['topic', 'partition'\]"
    ),
}


async def test_what_is_printed_is_what_is_checked(connection: asyncpg.Connection) -> None:
    """Further tables and columns of a service are ignored."""
    await check_tables(connection)
    await connection.execute("ALTER TABLE inbox ADD COLUMN state text")
    await check_tables(connection)


@pytest.mark.parametrize("change", DIFFERENT)
async def test_a_difference_is_named(connection: asyncpg.Connection, change: str) -> None:
    """A missing or different table, column or key."""
    await connection.execute(change)
    with pytest.raises(TablesDiffer, match=DIFFERENT[change]):
        await check_tables(connection)


async def test_each_service_has_what_it_needs(connection: asyncpg.Connection) -> None:
    """Several tables of offsets, or no inbox; everything missing is named at once."""
    await connection.execute("DROP TABLE inbox")
    await check_tables(connection, inbox=False)
    with pytest.raises(TablesDiffer, match="there is no table more_consumed; there is no table inbox"):
        await check_tables(connection, ("consumed", "more_consumed"))


def test_the_guide_shows_them() -> None:
    """The statements in docs/eventlog.md equal the printed ones."""
    (shown,) = re.findall(r"```sql\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert shown == DDL
