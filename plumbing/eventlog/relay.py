"""The relay: publishes the rows of the outbox, in order for each partition of the log, and deletes them after the ack.

Each instance relays for the partitions that it owns. Rows may be published twice (a crash between ack and delete, or
a member that was stopped and wakes): delivery is at least once, and readers must deduplicate.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import asyncpg

from plumbing.eventlog import outbox
from plumbing.eventlog.duty import Duty
from plumbing.kafka.publisher import Publisher
from plumbing.postgres.pool import Pool
from plumbing.telemetry import metrics

ROWS_MAX = 100
SWEEP_S = 1.0  # the rows of a crashed owner are found after this time at the latest
STALE_S = 1.0

Partition = tuple[str, int]


class Relay(Duty):
    """Publishes outbox rows. `owned()` names the partitions of the log whose rows this instance publishes."""

    def __init__(self, pool: Pool, publisher: Publisher, owned: Callable[[], Iterable[Partition]]) -> None:
        super().__init__("relay_waits", "the relay cannot go on", every_s=0.0)
        self._pool = pool
        self._publisher = publisher
        self._owned = owned
        self._poked = asyncio.Event()

    def poke(self) -> None:
        """Make it read the outbox at once, since there are new rows."""
        self._poked.set()

    async def turn(self) -> None:
        """Publish a page of rows; if there were none, wait for a poke, at most a second."""
        if await self._sweep():
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SWEEP_S):
                await self._poked.wait()
        self._poked.clear()

    async def _sweep(self) -> int:
        """Publish one page of rows, sequentially within a partition. Returns the number of rows."""
        owned = list(self._owned())
        rows = await self._pool.read(lambda connection: outbox.waiting(connection, owned, ROWS_MAX)) if owned else []
        age = (datetime.now(UTC) - rows[0]["created_at"]).total_seconds() if rows else 0.0
        metrics.OUTBOX_AGE.set(max(0.0, age))
        by_partition: dict[Partition, list[asyncpg.Record]] = defaultdict(list)
        for row in rows:
            by_partition[row["topic"], row["partition"]].append(row)
        sending = [self._send(mine) for mine in by_partition.values()]
        for failure in await asyncio.gather(*sending, return_exceptions=True):
            if isinstance(failure, BaseException):
                raise failure
        return len(rows)

    async def _send(self, rows: list[asyncpg.Record]) -> None:
        """A row is sent only after the previous one was acknowledged: a newer value never overtakes an older one.

        Rows that were read long ago are left to the next turn, which reads them again: this process may have been
        suspended while another one published them.
        """
        read_at, sent = time.monotonic(), list[int]()
        try:
            for row in rows:
                if time.monotonic() - read_at > STALE_S:
                    return
                await self._publish(row)
                sent.append(row["id"])
        finally:
            if sent:
                await self._pool.read(lambda connection: outbox.delete(connection, sent))

    async def _publish(self, row: asyncpg.Record) -> None:
        records = outbox.unpack(row["records"])
        publishing = (self._publisher.publish(one.topic, one.key, one.value, one.headers) for one in records)
        for failure in await asyncio.gather(*publishing, return_exceptions=True):
            if isinstance(failure, BaseException):
                raise failure
