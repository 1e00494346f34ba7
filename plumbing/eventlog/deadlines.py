"""The deadline watcher: appends a record to the log for every row whose deadline has passed and that is undecided.

It decides nothing. Each instance watches the rows of the partitions that it owns; two watchers do no harm, since the
log time decides and a second record must change nothing. It remembers what it appended only so that a log whose
decisions lag behind does not fill up; a new watcher appends the record again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from plumbing.eventlog.duty import Duty
from plumbing.eventlog.outbox import Record
from plumbing.kafka.publisher import Publisher
from plumbing.postgres.pool import Pool

EVERY_S = 0.5
AGAIN_S_MAX = 60.0
ROWS_MAX = 1_000
Awaited = tuple[Any, datetime]
"""What awaits a decision: its id and its deadline."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """What a service gives the watcher.

    `query` finds rows by the partitions of `topic` in which they are decided ($1 int[]), and at most $2 of a kind. Each
    row has an `id` and a `deadline`, together unique, and the columns from which `record_of` makes the record. That
    record needs a new event id each time: if the log time was behind and one record was refused, the next is decided
    anew.
    """

    topic: str
    query: str
    record_of: Callable[[asyncpg.Record], Record]


class Deadlines(Duty):
    """Checks every half second. `owned()` names the partitions of the log that this instance owns."""

    def __init__(
        self, pool: Pool, publisher: Publisher, owned: Callable[[], Iterable[tuple[str, int]]], overdue: Overdue
    ) -> None:
        super().__init__("deadlines_wait", "the deadlines cannot be watched", EVERY_S)
        self._pool = pool
        self._publisher = publisher
        self._owned = owned
        self._overdue = overdue
        self._appended: dict[Awaited, tuple[float, float]] = {}
        """When to append it again if it is still undecided, and the current delay."""

    async def turn(self) -> None:
        await self.look()

    async def look(self) -> int:
        """Append a record for each overdue row; returns their number. Rows beyond one page wait for the next check."""
        partitions = [partition for topic, partition in self._owned() if topic == self._overdue.topic]
        rows = await self._pool.read(lambda connection: self._rows(connection, partitions)) if partitions else []
        due = self._due({(row["id"], row["deadline"]): row for row in rows})
        for failure in await asyncio.gather(*map(self._append, due), return_exceptions=True):
            if isinstance(failure, BaseException):
                raise failure
        return len(due)

    async def _rows(self, connection: asyncpg.Connection, partitions: list[int]) -> list[asyncpg.Record]:
        rows: list[asyncpg.Record] = await connection.fetch(self._overdue.query, partitions, ROWS_MAX)
        return rows

    def _due(self, overdue: dict[Awaited, asyncpg.Record]) -> list[asyncpg.Record]:
        """Rows that were not appended yet, or whose delay is over. The delay doubles each time."""
        now, before = time.monotonic(), self._appended
        never = (now, EVERY_S / 2)
        self._appended = {one: before.get(one, never) for one in overdue}
        return [row for one, row in overdue.items() if self._appended[one][0] <= now]

    async def _append(self, row: asyncpg.Record) -> None:
        record = self._overdue.record_of(row)
        await self._publisher.publish(record.topic, record.key, record.value, record.headers)
        awaited = (row["id"], row["deadline"])
        _, waited = self._appended[awaited]
        wait = min(2 * waited, AGAIN_S_MAX)
        self._appended[awaited] = (time.monotonic() + wait, wait)
