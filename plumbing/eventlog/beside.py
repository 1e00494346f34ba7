"""Sends a statement without waiting for its end: PostgreSQL executes it while this process continues to decide.

A connection runs one statement at a time, so the next one waits for the previous one. Knows no SQL.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any

import asyncpg


class Beside:
    """Sends statements without waiting for their end. Leaving the block waits for the last one, even after an error."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._underway: asyncio.Task[str] | None = None

    async def send(self, statement: str, *values: Any) -> None:
        """Start a statement after the previous one has ended. Raises the failure of that one."""
        await self._settled()
        self._underway = asyncio.create_task(self._connection.execute(statement, *values))
        await asyncio.sleep(0)  # let it be sent before the caller continues to decide

    async def __aenter__(self) -> Beside:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raises the failure of the last statement, unless the block itself failed."""
        if error is None:
            await self._settled()
        elif self._underway is not None:
            await asyncio.wait([self._underway])  # otherwise the connection could not even be rolled back

    async def _settled(self) -> None:
        if self._underway is not None:
            underway, self._underway = self._underway, None
            await underway
