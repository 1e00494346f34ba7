"""A command's connection to fair's database: with timeouts, JSON decoded, failures in one line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

from livefair.failure import Failure
from plumbing.postgres.pool import speak_json
from plumbing.postgres.refusal import why_refused

CONNECT_TIMEOUT_S = 5.0


@asynccontextmanager
async def connected(dsn: str, schema: str | None = None) -> AsyncIterator[asyncpg.Connection]:
    """A new connection. With `schema`, unqualified names are looked up there. Raises Failure.

    Commands have no timeout, since a recount may take long.
    """
    settings = {"application_name": "livefair", "jit": "off", "timezone": "UTC"}
    try:
        connection = await asyncpg.connect(dsn_of(dsn, schema), timeout=CONNECT_TIMEOUT_S, server_settings=settings)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:
        raise Failure(
            f"no PostgreSQL answers at the given DSN: {why_refused(problem) or problem or type(problem).__name__}"
        ) from None
    try:
        await speak_json(connection)
        yield connection
    finally:
        await connection.close(timeout=CONNECT_TIMEOUT_S)


def dsn_of(dsn: str, schema: str | None) -> str:
    """The DSN of the same database with one of its schemas."""
    if schema is None:
        return dsn
    parts = urlsplit(dsn)
    return urlunsplit(parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), "search_path": schema})))
