"""Rebuilds fair's tables from the log, beside the live ones: to compare them, or to replace them.

Fair keeps running meanwhile. Deletes only what it has made itself, and the replaced tables on request. The tables of
chat derive from another topic: they are neither compared nor rebuilt, and are taken over as they are.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import uuid4

import asyncpg
from aiokafka import TopicPartition

from livefair.audit.comparison import Comparison, compare
from livefair.audit.replay import Ends, Replay
from livefair.failure import Failure
from livefair.system.database import connected
from livefair.system.migrations import migrate
from services.fair.chat import store as chat_store

ROUNDS_MAX = 10
CLOSE_RECORDS = 2_000  # so few records left: the live tables may wait for the rest
LOCK_TIMEOUT = "30s"

CONSUMED = 'SELECT topic, partition, next_offset FROM "{live}".consumed'
VERSIONS = 'SELECT version FROM "{schema}".schema_migrations ORDER BY version'
# Batches lock `consumed` first and `outbox` last. The same order here avoids deadlocks.
LOCK = 'LOCK TABLE "{live}".consumed, "{live}".chat_consumed, "{live}".outbox IN EXCLUSIVE MODE'
TAKE_OUTBOX = 'INSERT INTO outbox OVERRIDING SYSTEM VALUE SELECT * FROM "{live}".outbox'
TAKE_OUTBOX_NUMBERS = """
SELECT setval(pg_get_serial_sequence('outbox', 'id'), last_value, is_called) FROM "{live}".outbox_id_seq
"""


class Told(Protocol):
    """Shows the progress."""

    def expect(self, records: int) -> None:
        """The number of records to be replayed in all."""

    def moved(self, records: int) -> None:
        """The number of further records that were replayed."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was replayed, what differs, and the schema of the replaced tables, if they were replaced and kept."""

    ends: Ends
    found: Comparison
    kept_as: str | None = None

    @property
    def records(self) -> int:
        return sum(self.ends.values())


async def check(dsn: str, bootstrap: str, told: Told) -> Rebuilt:
    """Compare the live tables with the log. Changes nothing, and leaves nothing behind."""
    async with beside(dsn) as schema, connected(dsn, schema) as connection:
        live, replay = await _live(dsn, connection, schema), Replay(bootstrap, told.moved)
        await _come_close(connection, replay, live, told)
        # One snapshot: it sees the live tables at these offsets, and what it writes itself.
        async with connection.transaction(isolation="repeatable_read"):
            ends = await _ends(connection, live)
            await replay.up_to(ends, connection)
            return Rebuilt(ends, await compare(connection, live, schema))


async def rebuild(dsn: str, bootstrap: str, told: Told, *, drop: bool = False) -> Rebuilt:
    """Replace the live tables by ones that are rebuilt from the log. The old ones are kept unless `drop`."""
    kept_as = f"replaced_{datetime.now(UTC):%Y%m%d_%H%M%S}"
    async with beside(dsn) as schema, connected(dsn, schema) as connection:
        live, replay = await _live(dsn, connection, schema), Replay(bootstrap, told.moved)
        await _come_close(connection, replay, live, told)
        async with connection.transaction():
            ends = await _locked(connection, live)
            await replay.up_to(ends, connection)
            found = await compare(connection, live, schema)
            await connection.execute(TAKE_OUTBOX.format(live=live))
            await connection.execute(TAKE_OUTBOX_NUMBERS.format(live=live))
            await _take_room_life(connection, live, schema)
            await connection.execute(f'ALTER SCHEMA "{live}" RENAME TO "{kept_as}"')
            await connection.execute(f'ALTER SCHEMA "{schema}" RENAME TO "{live}"')
        if drop:
            await connection.execute(f'DROP SCHEMA "{kept_as}" CASCADE')
        return Rebuilt(ends, found, None if drop else kept_as)


@asynccontextmanager
async def beside(dsn: str) -> AsyncIterator[str]:
    """A schema with empty tables of the newest version, dropped afterwards unless it has become the live one."""
    schema = f"rebuild_{uuid4().hex[:12]}"
    try:
        await migrate(dsn, schema)
        yield schema
    finally:
        async with connected(dsn) as connection:
            await connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


async def _live(dsn: str, connection: asyncpg.Connection, schema: str) -> str:
    """The schema of the live tables. Raises Failure where its version is not that of this program."""
    async with connected(dsn) as plain:
        live: str = await plain.fetchval("SELECT current_schema()")
    try:
        theirs = await connection.fetch(VERSIONS.format(schema=live))
    except asyncpg.UndefinedTableError:
        raise Failure("this database has no tables of a fair: is it the right one?") from None
    if theirs != await connection.fetch(VERSIONS.format(schema=schema)):
        raise Failure("the tables are of another version than this program: run `livefair migrate` first")
    return live


async def _come_close(connection: asyncpg.Connection, replay: Replay, live: str, told: Told) -> None:
    """Replay until few records are left, while the live tables move on."""
    for _ in range(ROUNDS_MAX):
        ends = await _ends(connection, live)
        told.expect(sum(ends.values()))
        if replay.missing(ends) <= CLOSE_RECORDS:
            return
        await replay.up_to(ends, connection)


async def _locked(connection: asyncpg.Connection, live: str) -> Ends:
    """Lock out batches until this transaction ends; waits for running ones."""
    await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    try:
        await connection.execute(LOCK.format(live=live))
    except asyncpg.LockNotAvailableError:
        raise Failure(f"the live tables cannot be had within {LOCK_TIMEOUT}: who holds them? Nothing changed") from None
    return await _ends(connection, live)


async def _take_room_life(connection: asyncpg.Connection, live: str, schema: str) -> None:
    """Take over the tables of chat as they are. Nothing writes them now: `_locked` holds `chat_consumed`."""
    try:
        for table in chat_store.TABLES:
            await connection.execute(f'DROP TABLE "{schema}"."{table}"')
            await connection.execute(f'ALTER TABLE "{live}"."{table}" SET SCHEMA "{schema}"')
    except asyncpg.LockNotAvailableError:
        raise Failure(f"somebody reads the comments for longer than {LOCK_TIMEOUT}: nothing changed") from None


async def _ends(connection: asyncpg.Connection, live: str) -> Ends:
    rows = await connection.fetch(CONSUMED.format(live=live))
    return {TopicPartition(row["topic"], row["partition"]): row["next_offset"] for row in rows}
