"""Forgets event ids: once an hour it drops the weeks of the inbox into which no decision looks any more.

It decides nothing, and looks at no clock. Every instance may do it, since a week that is dropped twice does no harm.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date

import asyncpg
import structlog
from aiokafka import TopicPartition

from plumbing.eventlog import weeks
from plumbing.eventlog.duty import Duty
from plumbing.eventlog.progress import Progress, TooManyWait
from plumbing.kafka.position import Position
from plumbing.postgres.pool import Pool

EVERY_S = 3_600.0
LOCK_TIMEOUT = "SET LOCAL lock_timeout = '1s'"
"""Batches wait for this long at most. If the lock is not free by then, the next turn tries again."""

Ends = Mapping[TopicPartition, int]
log = structlog.get_logger(__name__)


class Forgetting(Duty):
    """`ends()` returns the current end of each partition of the log, or nothing if the broker is away.

    `topics` are those whose events are in this inbox.
    """

    def __init__(
        self, pool: Pool, progress: Progress, ends: Callable[[], Awaitable[Ends]], topics: Collection[str]
    ) -> None:
        super().__init__("forgetting_waits", "event ids cannot be forgotten", EVERY_S)
        self._pool = pool
        self._progress = progress
        self._ends = ends
        self._topics = topics

    async def turn(self) -> None:
        await self.forget()

    async def forget(self) -> int:
        """Drop the weeks that are over, if nothing is left to decide that could look into them; returns their number.

        The weeks are read before the end of the log: a record that comes behind that end is not older than they are.
        """
        gone = weeks.forgotten(await self._pool.read(weeks.present))
        if not gone or not await self._all_is_decided():
            return 0
        try:
            await self._pool.read(lambda connection: _drop(connection, gone))
        except asyncpg.LockNotAvailableError:
            return 0
        log.info("weeks_forgotten", weeks=[str(week) for week in gone])
        return len(gone)

    async def _all_is_decided(self) -> bool:
        """Whether every partition is decided up to where it ends now."""
        ends = {tp: end for tp, end in (await self._ends()).items() if tp.topic in self._topics}
        try:
            for tp, end in ends.items():
                if not await self._progress.reached(Position(tp.topic, tp.partition, end - 1)):
                    return False
        except TooManyWait:
            return False
        return bool(ends)


async def _drop(connection: asyncpg.Connection, gone: Collection[date]) -> None:
    async with connection.transaction():
        await connection.execute(LOCK_TIMEOUT)
        await weeks.drop(connection, gone)
