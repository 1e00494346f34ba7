"""Turns at something scarce: askers take them one after the other, however many requests each of them has.

The method is fair queueing: each asker has a queue of its own, and the queues are served round robin (Nagle, RFC 970).
So one request of one asker waits for at most one request of each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from plumbing.limits import ALL, Limit, Shares

Who = tuple[tuple[str, str], ...]


class NoTurn(Exception):
    """There is no room to wait for a turn: `bound` is the limit's bound, or the kind of share, that is used up."""

    def __init__(self, bound: str) -> None:
        super().__init__(bound)
        self.bound = bound


class Turns:
    """At most `at_once` turns at a time, of one asker `of_one`; the requests that wait for theirs are bounded."""

    def __init__(self, at_once: int, of_one: int, waiting: Limit, *, limited: bool = True) -> None:
        """`limited`: each asker has only a share of the turns and of the places to wait."""
        self._free = at_once
        self._of_one = of_one if limited else at_once
        self._waiting = Shares(waiting, limited=limited)
        self._queues: dict[Who, dict[asyncio.Future[None], None]] = {}
        self._running: dict[Who, int] = {}

    @asynccontextmanager
    async def turn(self, who: Mapping[str, str], within_s: float) -> AsyncIterator[None]:
        """Wait for a turn and hold it. Raises NoTurn, at once where too many wait, and if it does not come in time."""
        asker = tuple(who.items())
        if not self._begins(asker):
            await self._wait(asker, who, within_s)
        try:
            yield
        finally:
            self._end(asker)

    def _begins(self, asker: Who) -> bool:
        """Take a turn, if there is one for this asker now."""
        running = self._running.get(asker, 0)
        if not self._free or running >= self._of_one:
            return False
        self._free -= 1
        self._running[asker] = running + 1
        return True

    async def _wait(self, asker: Who, who: Mapping[str, str], within_s: float) -> None:
        if over := self._waiting.take(who):
            raise NoTurn(over)
        begun = asyncio.get_running_loop().create_future()
        queue = self._queues.setdefault(asker, {})
        queue[begun] = None
        try:
            async with asyncio.timeout(within_s):
                await begun
        except (asyncio.CancelledError, TimeoutError) as ended:
            queue.pop(begun, None)
            if not queue and self._queues.get(asker) is queue:
                del self._queues[asker]
            if not begun.cancelled():  # its turn had come at that moment
                self._end(asker)
            if isinstance(ended, TimeoutError):
                raise NoTurn(ALL) from None
            raise
        finally:
            self._waiting.give_back(who)

    def _end(self, asker: Who) -> None:
        """Give the turn back, and begin the next one of those who wait and may."""
        self._free += 1
        left = self._running[asker] - 1
        if left:
            self._running[asker] = left
        else:
            del self._running[asker]
        for next_asker in list(self._queues):
            if not self._free:
                return
            if self._running.get(next_asker, 0) < self._of_one:
                self._begin_next(next_asker)

    def _begin_next(self, asker: Who) -> None:
        """Begin this asker's oldest request, and put the asker behind all others."""
        queue = self._queues.pop(asker)
        while queue:
            begun = next(iter(queue))
            del queue[begun]
            if not begun.cancelled():
                self._begins(asker)
                begun.set_result(None)
                break
        if queue:
            self._queues[asker] = queue
