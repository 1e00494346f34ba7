"""Owns a command's connection to the fair's database: with time limits, JSON decoded, a failure told in one line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

from livefair.failure import Failure
from plumbing.postgres.pool import speak_json

CONNECT_TIMEOUT_S = 5.0


@asynccontextmanager
async def connected(dsn: str, schema: str | None = None) -> AsyncIterator[asyncpg.Connection]:
    """A connection of one's own; with `schema`, names without one are looked up there. Raises Failure.

    It has no time limit on commands, since a recount may take as long as it takes.
    """
    settings = {"application_name": "livefair", "jit": "off", "timezone": "UTC"}
    try:
        connection = await asyncpg.connect(dsn_of(dsn, schema), timeout=CONNECT_TIMEOUT_S, server_settings=settings)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:
        raise Failure(f"no PostgreSQL answers at the given DSN: {problem or type(problem).__name__}") from None
    try:
        await speak_json(connection)
        yield connection
    finally:
        await connection.close(timeout=CONNECT_TIMEOUT_S)


def dsn_of(dsn: str, schema: str | None) -> str:
    """The same database, in one of its schemas."""
    if schema is None:
        return dsn
    parts = urlsplit(dsn)
    return urlunsplit(parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), "search_path": schema})))
