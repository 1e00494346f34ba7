"""Owns which of the fair's tables are rebuilt from its log, and that they are of this program's version.

Chat is kept from a log of its own: its tables are neither compared nor made anew, and stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager

import asyncpg

from livefair.failure import Failure
from livefair.system.database import connected
from livefair.system.migrations import migrate
from livefair.system.security import kafka_security
from plumbing.eventlog.rebuild import Rebuild, Rebuildable, Rebuilt, Shown
from plumbing.eventlog.replay import ReplayFailed
from plumbing.text import warn_of_other_unicode
from services.fair.chat import store as chat_store
from services.fair.engine.sink import DECIDED

LOSSES = "SELECT topic, partition, next_offset FROM log_losses ORDER BY found_at DESC LIMIT 1"
VERSIONS = 'SELECT version FROM "{schema}".schema_migrations ORDER BY version'


async def check(dsn: str, bootstrap: str, shown: Shown) -> Rebuilt:
    """Compare the live tables with the log. Changes nothing, and leaves nothing. Raises Failure."""
    await _has_all(dsn)
    with in_one_line():
        return await Rebuild(tables_of(dsn), bootstrap, shown, kafka_security()).check()


async def rebuild(dsn: str, bootstrap: str, shown: Shown, *, drop: bool = False) -> Rebuilt:
    """Replace the live tables by tables made from the log. The old ones are kept unless `drop`. Raises Failure."""
    await _has_all(dsn)
    with in_one_line():
        return await Rebuild(tables_of(dsn), bootstrap, shown, kafka_security()).replace(drop=drop)


async def _has_all(dsn: str) -> None:
    """Raises Failure where the log lost records: these tables have more than it."""
    async with connected(dsn) as connection:
        try:
            lost = await connection.fetchrow(LOSSES)
        except asyncpg.UndefinedTableError:
            return  # older tables: the comparison of versions says so
    if lost is not None:
        place = f"{lost['topic']}:{lost['partition']}"
        raise Failure(f"{place} lost records before {lost['next_offset']:,}: nothing can be rebuilt from this log")


@contextmanager
def in_one_line() -> Iterator[None]:
    """A replay that fails is a command's failure. Names other Unicode tables, by which rows may differ."""
    warn_of_other_unicode()
    try:
        yield
    except ReplayFailed as problem:
        raise Failure(str(problem)) from problem


def tables_of(dsn: str) -> Rebuildable:
    """The fair's tables in this database."""

    def connect(schema: str | None) -> AbstractAsyncContextManager[asyncpg.Connection]:
        return connected(dsn, schema)

    async def create(schema: str) -> None:
        await migrate(dsn, schema)
        await _same_version(dsn, schema)

    offsets = (chat_store.KEPT.offsets.table,)
    kept = (*chat_store.TABLES, "log_marks", "log_losses")
    return Rebuildable(DECIDED, connect, create, kept, offsets, not_compared=("schema_migrations",))


async def _same_version(dsn: str, schema: str) -> None:
    """Raises Failure where the live tables are of another version than this program."""
    async with connected(dsn) as connection:
        live = await connection.fetchval("SELECT current_schema()")
        try:
            theirs = await connection.fetch(VERSIONS.format(schema=live))
        except asyncpg.UndefinedTableError:
            raise Failure("this database has no tables of a fair: is it the right one?") from None
        if theirs != await connection.fetch(VERSIONS.format(schema=schema)):
            raise Failure("the tables are of another version than this program: run `livefair migrate` first")
