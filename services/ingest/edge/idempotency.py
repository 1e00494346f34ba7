"""Deduplicates requests by event id: a retry gets the answer of the first request, also while that is in flight.

A bounded memory of this instance alone. What it has forgotten is deduplicated by the inbox of fair.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from plumbing.http.problem import Problem

REMEMBERED_MAX = 50_000
BYTES_MAX = 32 * 1_048_576

T = TypeVar("T")


@dataclass(slots=True)
class _Known(Generic[T]):
    """A known request: the hash of its body, and its running work or, once that is done, the answer."""

    digest: bytes
    work: asyncio.Future[T] | None = None
    answer: T | None = None


class Memory(Generic[T]):
    """Remembers the newest answers by event id, by number and by bytes. A failure is not remembered.

    `size_of` returns the bytes of an answer; without it they are not counted.
    """

    def __init__(
        self,
        size_of: Callable[[T], int] = lambda _: 0,
        remembered_max: int = REMEMBERED_MAX,
        bytes_max: int = BYTES_MAX,
    ) -> None:
        self._size_of, self._remembered_max, self._bytes_max = size_of, remembered_max, bytes_max
        self._bytes = 0
        self._known: OrderedDict[UUID, _Known[T]] = OrderedDict()

    async def once(self, event_id: UUID, digest: bytes, work: Callable[[], Awaitable[T]]) -> T:
        """The answer of the first `work` with this id. Raises what the work raises, and Problem 422 for another body.

        The work goes on when the first request is cancelled, since retries may wait for it.
        """
        known = self._known.get(event_id)
        if known is None:
            known = self._known[event_id] = _Known(digest)
            known.work = asyncio.ensure_future(work())
            known.work.add_done_callback(lambda done: self._settle(event_id, known, done))
        elif known.digest != digest:
            raise Problem(422, "This Idempotency-Key was used with another body. Use a new key for a new request.")
        if known.work is not None:
            return await asyncio.shield(known.work)
        assert known.answer is not None
        return known.answer

    def _settle(self, event_id: UUID, known: _Known[T], done: asyncio.Future[T]) -> None:
        if done.cancelled() or done.exception() is not None:
            if self._known.get(event_id) is known:
                del self._known[event_id]
            return
        known.answer, known.work = done.result(), None
        if self._known.get(event_id) is known:
            self._bytes += self._size_of(known.answer)
        while len(self._known) > self._remembered_max or self._bytes > self._bytes_max:
            _, oldest = self._known.popitem(last=False)
            self._bytes -= 0 if oldest.answer is None else self._size_of(oldest.answer)
