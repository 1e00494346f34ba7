"""Owns making the fair's tables anew from the log, beside the live ones: to compare them, or to replace them.

The fair runs on meanwhile. Deletes nothing but what it made itself, and the replaced tables where it is told to. What
is said in passing in sessions is kept from a log of its own: its tables are neither compared nor made anew, and stay.
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

from livefair.database import connected
from livefair.failure import Failure
from livefair.migrations import migrate
from plumbing.eventlog.comparison import Comparison, compare
from plumbing.eventlog.replay import Ends, Replay
from services.fair.chat import store as chat_store

ROUNDS_MAX = 10
CLOSE_RECORDS = 2_000  # so near, the live tables may wait for the rest
LOCK_TIMEOUT = "30s"

CONSUMED = 'SELECT topic, partition, next_offset FROM "{live}".consumed'
VERSIONS = 'SELECT version FROM "{schema}".schema_migrations ORDER BY version'
# Batches take `consumed` first and `outbox` last, so in this order nobody waits for us who holds what we want.
LOCK = 'LOCK TABLE "{live}".consumed, "{live}".chat_consumed, "{live}".outbox IN EXCLUSIVE MODE'
TAKE_OUTBOX = 'INSERT INTO outbox OVERRIDING SYSTEM VALUE SELECT * FROM "{live}".outbox'
TAKE_OUTBOX_NUMBERS = """
SELECT setval(pg_get_serial_sequence('outbox', 'id'), last_value, is_called) FROM "{live}".outbox_id_seq
"""


class Told(Protocol):
    """Who is shown how far it is."""

    def expect(self, records: int) -> None:
        """So many are to be replayed in all."""

    def moved(self, records: int) -> None:
        """So many more were."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was replayed, what was found, and where the replaced tables are, if they were replaced and kept."""

    ends: Ends
    found: Comparison
    kept_as: str | None = None

    @property
    def records(self) -> int:
        return sum(self.ends.values())


async def check(dsn: str, bootstrap: str, told: Told) -> Rebuilt:
    """Compare the live tables with the log. Changes nothing, and leaves nothing."""
    async with beside(dsn) as schema, connected(dsn, schema) as connection:
        live, replay = await _live(dsn, connection, schema), Replay(bootstrap, told.moved)
        await _come_close(connection, replay, live, told)
        # One snapshot: the live tables stand still for us at these offsets, and what we write in it we see.
        async with connection.transaction(isolation="repeatable_read"):
            ends = await _ends(connection, live)
            await replay.up_to(ends, connection)
            return Rebuilt(ends, await compare(connection, live, schema))


async def rebuild(dsn: str, bootstrap: str, told: Told, *, drop: bool = False) -> Rebuilt:
    """Put tables that are made from the log in the live ones' place, which are kept unless `drop`."""
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
    """A schema with empty tables of the newest version. It is gone afterwards, unless it has become the live one."""
    schema = f"rebuild_{uuid4().hex[:12]}"
    try:
        await migrate(dsn, schema)
        yield schema
    finally:
        async with connected(dsn) as connection:
            await connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


async def _live(dsn: str, connection: asyncpg.Connection, schema: str) -> str:
    """The schema of the live tables. Raises Failure where they are of another version than this program."""
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
    """Replay what is decided until little is left, while the live tables move on."""
    for _ in range(ROUNDS_MAX):
        ends = await _ends(connection, live)
        told.expect(sum(ends.values()))
        if replay.missing(ends) <= CLOSE_RECORDS:
            return
        await replay.up_to(ends, connection)


async def _locked(connection: asyncpg.Connection, live: str) -> Ends:
    """Let no batch be decided until this transaction ends; those in hand end first."""
    await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    try:
        await connection.execute(LOCK.format(live=live))
    except asyncpg.LockNotAvailableError:
        raise Failure(f"the live tables cannot be had within {LOCK_TIMEOUT}: who holds them? Nothing changed") from None
    return await _ends(connection, live)


async def _take_room_life(connection: asyncpg.Connection, live: str, schema: str) -> None:
    """What is said in passing goes over as it is. Nobody writes it now: `_locked` holds `chat_consumed`."""
    try:
        for table in chat_store.TABLES:
            await connection.execute(f'DROP TABLE "{schema}"."{table}"')
            await connection.execute(f'ALTER TABLE "{live}"."{table}" SET SCHEMA "{schema}"')
    except asyncpg.LockNotAvailableError:
        raise Failure(f"somebody reads the comments for longer than {LOCK_TIMEOUT}: nothing changed") from None


async def _ends(connection: asyncpg.Connection, live: str) -> Ends:
    rows = await connection.fetch(CONSUMED.format(live=live))
    return {TopicPartition(row["topic"], row["partition"]): row["next_offset"] for row in rows}
