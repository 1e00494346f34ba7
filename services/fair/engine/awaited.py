"""How reads wait for the log: until the position `after=` is decided, or else briefly for the end of the log."""

from __future__ import annotations

from uuid import UUID

from plumbing.eventlog.freshness import Freshness
from plumbing.eventlog.progress import WAIT_S, Progress, TooManyWait
from plumbing.http.problem import Problem
from plumbing.kafka.position import BadPosition, Position
from schemas.topics import CHAT, FAIRS, PEOPLE

PARTITIONS = {topic.name: topic.partitions for topic in (FAIRS, PEOPLE, CHAT)}
"""The partitions of each topic that fair decides or stores."""
RETRY = {"Retry-After": "1"}


class Awaited:
    """Implements `kernel.reader.Decided`."""

    def __init__(self, progress: Progress, freshness: Freshness) -> None:
        self._progress, self._freshness = progress, freshness

    async def awaited(self, after: str | None, room: UUID | None) -> None:
        """Raises Problem 422 if `after` is no position of these topics, 503 or 504 if it is not decided in time."""
        if after is None:
            await self._freshness.reached(None if room is None else (CHAT.name, str(room).encode()))
            return
        position = _position(after)
        try:
            if not await self._progress.reached(position):
                raise Problem(504, f"{after} is not decided after {WAIT_S:.0f} s. Try again.", headers=RETRY)
        except TooManyWait:
            raise Problem(503, "Too many reads are waiting. Try again.", headers=RETRY) from None


def _position(after: str) -> Position:
    try:
        position = Position.parse(after)
    except BadPosition as bad:
        raise Problem.at("after", str(bad)) from None
    if position.partition >= PARTITIONS.get(position.topic, 0):
        raise Problem.at("after", "no record that is decided here stands at such a place")
    return position
