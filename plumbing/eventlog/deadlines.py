"""The watcher: appends a record to the log for every invitation and every approach whose time to answer is over.

It decides nothing. Each instance watches the fairs of the partitions that it owns; two watchers do no harm, since the
decision falls by the log's time and a second record changes nothing. What it has said it remembers only so that a log
whose decisions are behind is not filled with it; a new watcher says it anew.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg

from plumbing.eventlog.duty import Duty
from plumbing.kafka.publisher import Publisher
from plumbing.postgres.pool import Pool
from schemas.application import DeadlinePassed
from schemas.card import ApproachDeadlinePassed
from schemas.envelope import Envelope
from schemas.topics import FAIRS
from services.fair.engine import statements
from services.fair.kernel.said import ITSELF, SYSTEM

EVERY_S = 0.5
AGAIN_S_MAX = 60.0
ROWS_MAX = 1_000
Awaited = tuple[UUID, datetime]
"""What is to be answered (an application, an approach) and its deadline."""


class Deadlines(Duty):
    """Looks every half second. `owned()` names the partitions of the log that are ours."""

    def __init__(self, pool: Pool, publisher: Publisher, owned: Callable[[], Iterable[tuple[str, int]]]) -> None:
        super().__init__("deadlines_wait", "the deadlines cannot be watched", EVERY_S)
        self._pool = pool
        self._publisher = publisher
        self._owned = owned
        self._said: dict[Awaited, tuple[float, float]] = {}
        """When to say it again, should it still be undecided, and how long that was put off."""

    async def turn(self) -> None:
        await self.look()

    async def look(self) -> int:
        """Say of each that is overdue that its time is over; how many. Those beyond a page are the next look's."""
        partitions = [partition for topic, partition in self._owned() if topic == FAIRS.name]
        overdue = await self._pool.read(lambda connection: _overdue(connection, partitions)) if partitions else []
        due = self._due({(row["id"], row["deadline"]): row for row in overdue})
        for failure in await asyncio.gather(*map(self._say, due), return_exceptions=True):
            if isinstance(failure, BaseException):
                raise failure
        return len(due)

    def _due(self, overdue: dict[Awaited, asyncpg.Record]) -> list[asyncpg.Record]:
        """Those not said yet, or so long ago that it may be said again: each time twice as long."""
        now, before = time.monotonic(), self._said
        never = (now, EVERY_S / 2)
        self._said = {one: before.get(one, never) for one in overdue}
        return [row for one, row in overdue.items() if self._said[one][0] <= now]

    async def _say(self, row: asyncpg.Record) -> None:
        event = _event_of(row)
        # An id for each time: should the log's clock have been behind ours, the next record is decided anew.
        envelope = Envelope(uuid4(), event.wire_type(), "/fair/deadlines", datetime.now(UTC), ITSELF, SYSTEM)
        key = str(event.fair).encode()
        await self._publisher.publish(FAIRS.name, key, event.wire_value(), envelope.to_headers())
        awaited = (row["id"], row["deadline"])
        _, waited = self._said[awaited]
        wait = min(2 * waited, AGAIN_S_MAX)
        self._said[awaited] = (time.monotonic() + wait, wait)


def _event_of(row: asyncpg.Record) -> DeadlinePassed | ApproachDeadlinePassed:
    ids = {"fair": row["fair"], "job": row["job"], "deadline": row["deadline"]}
    if row["is_approach"]:
        return ApproachDeadlinePassed(approach=row["id"], **ids)
    return DeadlinePassed(application=row["id"], **ids)


async def _overdue(connection: asyncpg.Connection, partitions: list[int]) -> list[asyncpg.Record]:
    rows: list[asyncpg.Record] = await connection.fetch(statements.OVERDUE, partitions, ROWS_MAX)
    return rows
