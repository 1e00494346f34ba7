"""How reads wait for the log: until the position `after=` is decided, or else briefly for the end of the log."""

from __future__ import annotations

from uuid import UUID

from aiokafka import TopicPartition

from plumbing.eventlog.freshness import Freshness
from plumbing.eventlog.progress import WAIT_S, Progress, TooManyWait
from plumbing.http.problem import Problem
from plumbing.kafka.position import BadPosition, Position
from schemas.topics import CHAT, FAIRS, PEOPLE

PARTITIONS = {topic.name: topic.partitions for topic in (FAIRS, PEOPLE, CHAT)}
"""The partitions of each topic that fair decides or stores."""
SOON_S = 0.25
"""Nearly every record is decided by then. Only for a later one the end of the log is asked for."""
RETRY = {"Retry-After": "1"}


class Awaited:
    """Implements `kernel.reader.Decided`."""

    def __init__(self, progress: Progress, freshness: Freshness, *, ends_are_true: bool = True) -> None:
        """`ends_are_true`: the broker reports the end of the log, which the demo's does not."""
        self._progress, self._freshness, self._ends_are_true = progress, freshness, ends_are_true

    async def awaited(self, after: str | None, room: UUID | None) -> None:
        """Raises Problem 422 if `after` is no position of these topics, 503 or 504 if it is not decided in time.

        504 comes at once if the log has no such record: it would wait for nothing.
        """
        if after is None:
            await self._freshness.reached(None if room is None else (CHAT.name, str(room).encode()))
            return
        position = _position(after)
        try:
            if await self._progress.reached(position, SOON_S):
                return
            if self._ends_are_true and await self._is_beyond_the_end(position):
                raise Problem(504, f"{after} is behind the end of the log: there is no such record.", headers=RETRY)
            if not await self._progress.reached(position, WAIT_S - SOON_S):
                raise Problem(504, f"{after} is not decided after {WAIT_S:.0f} s. Try again.", headers=RETRY)
        except TooManyWait:
            raise Problem(503, "Too many reads are waiting. Try again.", headers=RETRY) from None

    async def _is_beyond_the_end(self, position: Position) -> bool:
        """False while the broker is away."""
        end = (await self._freshness.ends()).get(TopicPartition(position.topic, position.partition))
        return end is not None and position.offset >= end


def _position(after: str) -> Position:
    try:
        position = Position.parse(after)
    except BadPosition as bad:
        raise Problem.at("after", str(bad)) from None
    if position.partition >= PARTITIONS.get(position.topic, 0):
        raise Problem.at("after", "no record that is decided here stands at such a place")
    return position
