"""Read-your-writes: tracks how far logs are decided, and lets reads wait for a position (`after=` a write's receipt).

This process's own commits are known at once; those of others are read from the offset tables, only while a read waits.
Only the reads wake that wait for the partition which moved.

A read may ask for a position that the log does not have yet: anybody can name one. Such reads have few places, apart
from those of reads whose record is in the log, and are looked for less often.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from plumbing.kafka.position import Position
from plumbing.limits import ADDRESS, PERSON, Limit, Shares
from plumbing.postgres.pool import Pool, can_be_retried
from plumbing.telemetry import metrics

POLL_S = 0.015
POLL_AHEAD_S = 0.1  # while every read that waits does so for a record that is not in the log
WAIT_S = 5.0
WAITING = Limit(
    "reads that wait up to 5 s for a record in the log to be decided",
    5_000,
    "503",
    shares={PERSON: 250, ADDRESS: 250},
    over_share="429; the address counts for guests",
)
AHEAD = Limit(
    "reads that wait for a record that the log does not have",
    500,
    "504 at once instead of 5 s later",
    shares={PERSON: 5, ADDRESS: 25},
    over_share="504 at once instead of 5 s later",
)
CONSUMED = "SELECT topic, partition, next_offset FROM {table}"
NOBODY: Mapping[str, str] = MappingProxyType({})

Place = tuple[str, int]


class TooManyWait(Exception):
    """This read may not wait: `bound` says whether too many reads do, or too many of its kind of asker."""

    def __init__(self, bound: str) -> None:
        super().__init__(bound)
        self.bound = bound


class Progress:
    """The next offset of each partition, as far as known to this process. `tables` are the tables of offsets."""

    def __init__(self, pool: Pool, tables: Sequence[str] = ("consumed",), *, limited: bool = True) -> None:
        """`limited`: each asker has a share of the places to wait."""
        self._pool = pool
        self._consumed = " UNION ALL ".join(CONSUMED.format(table=table) for table in tables)
        self._next: dict[Place, int] = {}
        self._waiting, self._ahead = Shares(WAITING, limited=limited), Shares(AHEAD, limited=limited)
        self._waiters: dict[Place, dict[asyncio.Future[None], int]] = {}
        self._hurry = asyncio.Event()
        self._poller: asyncio.Task[None] | None = None

    def next_of(self, topic: str, partition: int) -> int:
        """The offset after the last one that is known to be decided."""
        return self._next.get((topic, partition), 0)

    def is_decided(self, position: Position) -> bool:
        """Whether this position is known to be decided."""
        return self.next_of(position.topic, position.partition) > position.offset

    def advance(self, topic: str, partition: int, following: int) -> None:
        """A batch was committed: everything before `following` is decided."""
        if following <= self.next_of(topic, partition):
            return
        self._next[topic, partition] = following
        for waiter, offset in self._waiters.get((topic, partition), {}).items():
            if offset < following and not waiter.done():
                waiter.set_result(None)

    async def reached(
        self, position: Position, within_s: float = WAIT_S, who: Mapping[str, str] = NOBODY, *, ahead: bool = False
    ) -> bool:
        """Wait until `position` is decided; False if it was not within `within_s`. Raises TooManyWait.

        `who` asks; `ahead`: the log has no such record yet.
        """
        if self.is_decided(position):
            return True
        places = self._ahead if ahead else self._waiting
        if over := places.take(who):
            raise TooManyWait(over)
        started = time.monotonic()
        try:
            return await self._woken(position, within_s)
        finally:
            places.give_back(who)
            metrics.READ_WAIT_SECONDS.observe(time.monotonic() - started)

    async def read(self) -> dict[Place, int]:
        """Read from the database how far any instance has decided each partition."""
        for row in await self._pool.read(lambda connection: connection.fetch(self._consumed)):
            self.advance(row["topic"], row["partition"], row["next_offset"])
        return self._next

    async def stop(self) -> None:
        if self._poller is not None:
            self._poller.cancel()

    async def _woken(self, position: Position, within_s: float) -> bool:
        """Wait to be woken by `advance`, while somebody reads the tables."""
        place, waiter = (position.topic, position.partition), asyncio.get_running_loop().create_future()
        of_place = self._waiters.setdefault(place, {})
        of_place[waiter] = position.offset
        self._poll()
        try:
            async with asyncio.timeout(within_s):
                await waiter
        except TimeoutError:
            return False
        finally:
            del of_place[waiter]
            if not of_place and self._waiters.get(place) is of_place:
                del self._waiters[place]
        return True

    def _poll(self) -> None:
        if self._waiting.taken:
            self._hurry.set()
        if self._poller is None or self._poller.done():
            self._poller = asyncio.create_task(self._read_while_somebody_waits())

    async def _read_while_somebody_waits(self) -> None:
        while self._waiters:
            self._hurry.clear()
            try:
                await self.read()
            except Exception as error:
                if not can_be_retried(error):
                    raise  # otherwise the database is away: the waiting reads time out
            if self._waiting.taken:
                await asyncio.sleep(POLL_S)
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_AHEAD_S):
                    await self._hurry.wait()
