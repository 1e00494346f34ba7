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
from plumbing.limits import PERSON, Limit

REMEMBERED = Limit("remembered answers, for retries", 50_000, "the oldest is forgotten; fair deduplicates its retry")
BYTES = Limit(
    "bytes of remembered answers",
    32 * 1_048_576,
    "the oldest is forgotten",
    "bytes",
    shares={PERSON: 4 * 1_048_576},
    over_share="the answer is not remembered",
)

T = TypeVar("T")


@dataclass(slots=True)
class _Known(Generic[T]):
    """A known request: whose it is, the hash of its body, its running work or, once that is done, the answer."""

    who: str
    digest: bytes
    work: asyncio.Future[T] | None = None
    answer: T | None = None


class Memory(Generic[T]):
    """Remembers the newest answers by event id, by number and by bytes. A failure is not remembered, and no answer of
    a person whose answers fill their share.

    `size_of` returns the bytes of an answer; without it they are not counted.
    """

    def __init__(
        self,
        size_of: Callable[[T], int] = lambda _: 0,
        remembered_max: int = REMEMBERED.most,
        bytes_max: int = BYTES.most,
        bytes_of_one: int = BYTES.share(PERSON),
    ) -> None:
        self._size_of, self._remembered_max = size_of, remembered_max
        self._bytes_max, self._bytes_of_one = bytes_max, bytes_of_one
        self._bytes = 0
        self._bytes_of: dict[str, int] = {}
        self._known: OrderedDict[UUID, _Known[T]] = OrderedDict()

    async def once(self, who: str, event_id: UUID, digest: bytes, work: Callable[[], Awaitable[T]]) -> T:
        """The answer of the first `work` with this id. Raises what the work raises, and Problem 422 for another body.

        The work goes on when the first request is cancelled, since retries may wait for it.
        """
        known = self._known.get(event_id)
        if known is None:
            known = self._known[event_id] = _Known(who, digest)
            known.work = asyncio.ensure_future(work())
            known.work.add_done_callback(lambda done: self._settle(event_id, known, done))
        elif known.digest != digest:
            raise Problem(422, "This Idempotency-Key was used with another body. Use a new key for a new request.")
        if known.work is not None:
            return await asyncio.shield(known.work)
        assert known.answer is not None
        return known.answer

    def _settle(self, event_id: UUID, known: _Known[T], done: asyncio.Future[T]) -> None:
        is_known = self._known.get(event_id) is known
        failed = done.cancelled() or done.exception() is not None
        if is_known and (failed or not self._has_room(known.who, done.result())):
            del self._known[event_id]
        elif is_known:
            known.answer, known.work = done.result(), None
            self._count(known.who, self._size_of(known.answer))
        while len(self._known) > self._remembered_max or self._bytes > self._bytes_max:
            _, oldest = self._known.popitem(last=False)
            if oldest.answer is not None:
                self._count(oldest.who, -self._size_of(oldest.answer))

    def _has_room(self, who: str, answer: T) -> bool:
        return self._bytes_of.get(who, 0) + self._size_of(answer) <= self._bytes_of_one

    def _count(self, who: str, size: int) -> None:
        self._bytes += size
        self._bytes_of[who] = self._bytes_of.get(who, 0) + size
        if not self._bytes_of[who]:
            del self._bytes_of[who]
