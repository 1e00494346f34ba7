"""Rebuilds a service's tables from the log, beside the live ones: to compare them, or to replace them.

The service keeps running. It deletes only what it created itself, and with `drop` the replaced tables.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import uuid4

import asyncpg
from aiokafka import TopicPartition

from plumbing.eventlog import weeks
from plumbing.eventlog.comparison import Comparison, compare
from plumbing.eventlog.replay import Ends, Replay, ReplayFailed
from plumbing.eventlog.sink import Sink
from plumbing.kafka.settings import PLAIN, Security

ROUNDS_MAX = 10
CLOSE_RECORDS = 2_000  # with at most this many left to replay, the live tables may be locked for the rest
LOCK_TIMEOUT = "30s"

CONSUMED = 'SELECT topic, partition, next_offset FROM "{live}"."{table}"'
LOCK = "LOCK TABLE {tables} IN EXCLUSIVE MODE"
TAKE_OUTBOX = 'INSERT INTO outbox OVERRIDING SYSTEM VALUE SELECT * FROM "{live}".outbox'
TAKE_OUTBOX_NUMBERS = """
SELECT setval(pg_get_serial_sequence('outbox', 'id'), last_value, is_called) FROM "{live}".outbox_id_seq
"""


class Shown(Protocol):
    """Receives the progress of a rebuild, for instance for a progress bar."""

    def expect(self, records: int) -> None:
        """The total number of records to replay."""

    def moved(self, records: int) -> None:
        """This many more records were replayed."""


@dataclass(frozen=True, slots=True)
class Rebuildable:
    """What a rebuild needs to know about a service.

    `connect(schema)` opens a new connection whose names resolve in that schema, or as in the service if it is None.
    `create(schema)` creates that schema with empty tables of the newest version. `kept` names tables that are not made
    from this log: they are not compared, and are moved unchanged. Those of them that are tables of offsets are also in
    `kept_offsets`, since locking these stops every writer of the others. `not_compared` names further tables that may
    differ.
    """

    sink: Sink[Any, Any]
    connect: Callable[[str | None], AbstractAsyncContextManager[asyncpg.Connection]]
    create: Callable[[str], Awaitable[object]]
    kept: tuple[str, ...] = ()
    kept_offsets: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was replayed, what was found, and where the replaced tables are if they were kept."""

    ends: Ends
    found: Comparison
    kept_as: str | None = None

    @property
    def records(self) -> int:
        return sum(self.ends.values())


@asynccontextmanager
async def beside(service: Rebuildable) -> AsyncIterator[str]:
    """A schema with the service's empty tables. It is dropped afterwards, unless it has become the live one."""
    schema = f"rebuild_{uuid4().hex[:12]}"
    try:
        await service.create(schema)
        yield schema
    finally:
        async with service.connect(None) as connection:
            await connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


class Rebuild:
    """Replays `service`'s log at `bootstrap`. Each method may be called once, and raises ReplayFailed."""

    def __init__(self, service: Rebuildable, bootstrap: str, shown: Shown, security: Security = PLAIN) -> None:
        self._service = service
        self._shown = shown
        self._replay = Replay(bootstrap, service.sink, shown.moved, security)

    async def check(self) -> Rebuilt:
        """Compare the live tables with the log. Changes nothing, and leaves nothing behind."""
        async with beside(self._service) as schema, self._service.connect(schema) as connection:
            live = await self._live()
            await self._come_close(connection, live)
            # One snapshot: the live tables stay at these offsets in it, and our own writes are visible.
            async with connection.transaction(isolation="repeatable_read"):
                ends = await self._ends(connection, live)
                await self._replay.up_to(ends, connection)
                return Rebuilt(ends, await self._compared(connection, live, schema))

    async def replace(self, *, drop: bool = False) -> Rebuilt:
        """Replace the live tables with tables made from the log. The old ones are kept unless `drop`."""
        kept_as = f"replaced_{datetime.now(UTC):%Y%m%d_%H%M%S}"
        async with beside(self._service) as schema, self._service.connect(schema) as connection:
            live = await self._live()
            await self._come_close(connection, live)
            async with connection.transaction():
                ends = await self._locked(connection, live)
                await self._replay.up_to(ends, connection)
                found = await self._compared(connection, live, schema)
                await connection.execute(TAKE_OUTBOX.format(live=live))
                await connection.execute(TAKE_OUTBOX_NUMBERS.format(live=live))
                await self._take_kept(connection, live, schema)
                await connection.execute(f'ALTER SCHEMA "{live}" RENAME TO "{kept_as}"')
                await connection.execute(f'ALTER SCHEMA "{schema}" RENAME TO "{live}"')
            if drop:
                await connection.execute(f'DROP SCHEMA "{kept_as}" CASCADE')
            return Rebuilt(ends, found, None if drop else kept_as)

    async def _live(self) -> str:
        async with self._service.connect(None) as plain:
            live: str = await plain.fetchval("SELECT current_schema()")
        return live

    async def _come_close(self, connection: asyncpg.Connection, live: str) -> None:
        """Replay decided records until few are left, while the live tables move on."""
        for _ in range(ROUNDS_MAX):
            ends = await self._ends(connection, live)
            self._shown.expect(sum(ends.values()))
            if self._replay.missing(ends) <= CLOSE_RECORDS:
                return
            await self._replay.up_to(ends, connection)

    async def _locked(self, connection: asyncpg.Connection, live: str) -> Ends:
        """Block new batches until this transaction ends; batches in progress finish first.

        Batches lock the offsets first and the outbox last. Locking in the same order cannot deadlock with them.
        """
        tables = (self._service.sink.offsets.table, *self._service.kept_offsets, "outbox")
        await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        try:
            await connection.execute(LOCK.format(tables=", ".join(f'"{live}"."{table}"' for table in tables)))
        except asyncpg.LockNotAvailableError:
            raise ReplayFailed(
                f"the live tables cannot be had within {LOCK_TIMEOUT}: who holds them? Nothing changed"
            ) from None
        return await self._ends(connection, live)

    async def _take_kept(self, connection: asyncpg.Connection, live: str, schema: str) -> None:
        """Move the tables that are not made from this log. Nobody writes to them now: their offsets are locked."""
        try:
            for table in self._service.kept:
                await connection.execute(f'DROP TABLE "{schema}"."{table}"')
                await connection.execute(f'ALTER TABLE "{live}"."{table}" SET SCHEMA "{schema}"')
        except asyncpg.LockNotAvailableError:
            kept = ", ".join(self._service.kept)
            raise ReplayFailed(f"somebody reads {kept} for longer than {LOCK_TIMEOUT}: nothing changed") from None

    async def _compared(self, connection: asyncpg.Connection, live: str, schema: str) -> Comparison:
        await self._forget(connection, live)
        without = {"outbox", *self._service.kept, *self._service.not_compared}
        return await compare(connection, live, schema, without)

    async def _forget(self, connection: asyncpg.Connection, live: str) -> None:
        """Drop the weeks of the inbox that the live tables have forgotten: the replay needed them, one by one."""
        kept = await weeks.present(connection, f'"{live}".inbox')
        gone = weeks.forgotten(await weeks.present(connection))
        await weeks.drop(connection, [week for week in gone if week not in kept])

    async def _ends(self, connection: asyncpg.Connection, live: str) -> Ends:
        rows = await connection.fetch(CONSUMED.format(live=live, table=self._service.sink.offsets.table))
        return {TopicPartition(row["topic"], row["partition"]): row["next_offset"] for row in rows}
