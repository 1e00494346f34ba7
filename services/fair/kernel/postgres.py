"""The port to PostgreSQL: one connection, within the transaction of a batch."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from plumbing.eventlog.beside import Beside
from services.fair.kernel.port import Pipeline, Read, Result, Select, Write

IDLE_MS = 60_000
BE_PATIENT = f"SET LOCAL idle_in_transaction_session_timeout = {IDLE_MS}"
"""For a record that changes very many rows: raises the idle timeout of the transaction."""


class _Sending:
    """A pipeline to PostgreSQL (`kernel.port.Pipeline`)."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside

    async def send(self, write: Write) -> None:
        text = write.statement.json_of(write.rows)
        if text != "[]":
            await self._beside.send(write.statement.sql, text)


class Postgres:
    """Runs a batch's queries and writes (`kernel.port.Port`)."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def select(self, query: Select[Read], *arguments: Any) -> Sequence[Read]:
        return [query.read(row) for row in await self._connection.fetch(query.sql, *arguments)]

    async def write(self, write: Write) -> None:
        text = write.statement.json_of(write.rows)
        if text != "[]":
            await self._connection.execute(write.statement.sql, text)

    @asynccontextmanager
    async def pipeline(self) -> AsyncIterator[Pipeline]:
        async with Beside(self._connection) as beside:
            yield _Sending(beside)

    async def be_patient(self) -> None:
        await self._connection.execute(BE_PATIENT)

    async def compute(self, function: Callable[..., Result], *arguments: Any) -> Result:
        return await asyncio.to_thread(function, *arguments)
