"""Read-your-writes: tracks how far logs are decided, and lets reads wait for a position (`after=` a write's receipt).

This instance's own commits are known at once; those of other instances are read from the offset tables, only while a
read waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Sequence

from plumbing.kafka.position import Position
from plumbing.postgres.pool import Pool, can_be_retried
from plumbing.telemetry import metrics

POLL_S = 0.015
WAIT_S = 5.0
WAITING_MAX = 5_000
CONSUMED = "SELECT topic, partition, next_offset FROM {table}"


class TooManyWait(Exception):
    """This read was refused because too many reads wait already."""


class Progress:
    """The next offset of each partition, as far as known to this process. `tables` are the tables of offsets."""

    def __init__(self, pool: Pool, tables: Sequence[str] = ("consumed",)) -> None:
        self._pool = pool
        self._consumed = " UNION ALL ".join(CONSUMED.format(table=table) for table in tables)
        self._next: dict[tuple[str, int], int] = {}
        self._moved = asyncio.Event()
        self._waiting = 0
        self._poller: asyncio.Task[None] | None = None

    def next_of(self, topic: str, partition: int) -> int:
        """The offset after the last one that is known to be decided."""
        return self._next.get((topic, partition), 0)

    def advance(self, topic: str, partition: int, following: int) -> None:
        """A batch was committed: everything before `following` is decided."""
        if following > self.next_of(topic, partition):
            self._next[topic, partition] = following
            self._moved.set()
            self._moved = asyncio.Event()

    async def reached(self, position: Position, within_s: float = WAIT_S) -> bool:
        """Wait until `position` is decided; False if it was not within `within_s`. Raises TooManyWait."""
        if self._is_decided(position):
            return True
        if self._waiting >= WAITING_MAX:
            raise TooManyWait
        started = time.monotonic()
        self._waiting += 1
        try:
            self._poll()
            while (left := started + within_s - time.monotonic()) > 0:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(left):
                        await self._moved.wait()
                if self._is_decided(position):
                    return True
            return False
        finally:
            self._waiting -= 1
            metrics.READ_WAIT_SECONDS.observe(time.monotonic() - started)

    async def read(self) -> dict[tuple[str, int], int]:
        """Read from the database how far any instance has decided each partition."""
        for row in await self._pool.read(lambda connection: connection.fetch(self._consumed)):
            self.advance(row["topic"], row["partition"], row["next_offset"])
        return self._next

    async def stop(self) -> None:
        if self._poller is not None:
            self._poller.cancel()

    def _is_decided(self, position: Position) -> bool:
        return self.next_of(position.topic, position.partition) > position.offset

    def _poll(self) -> None:
        if self._poller is None or self._poller.done():
            self._poller = asyncio.create_task(self._read_while_somebody_waits())

    async def _read_while_somebody_waits(self) -> None:
        while self._waiting:
            try:
                await self.read()
            except Exception as error:
                if not can_be_retried(error):
                    raise  # otherwise the database is away: the waiting reads time out
            await asyncio.sleep(POLL_S)
