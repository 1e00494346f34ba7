"""How reads wait for the log: until the position `after=` is decided, or else briefly for the end of the log."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from plumbing.auth.asker import asker
from plumbing.eventlog.freshness import Freshness
from plumbing.eventlog.progress import WAIT_S, Progress, TooManyWait
from plumbing.http.problem import Problem
from plumbing.kafka.position import BadPosition, Position
from schemas.topics import CHAT, FAIRS, PEOPLE
from services.fair.kernel.reader import RETRY, refused

PARTITIONS = {topic.name: topic.partitions for topic in (FAIRS, PEOPLE, CHAT)}
"""The partitions of each topic that fair decides or stores."""


class Awaited:
    """Implements `kernel.reader.Decided`."""

    def __init__(self, progress: Progress, freshness: Freshness) -> None:
        self._progress, self._freshness = progress, freshness

    async def awaited(self, after: str | None, room: UUID | None) -> None:
        """Raises Problem 422 if `after` is none of these topics; 429, 503, 504 if it is not decided in time."""
        who = asker()
        if after is None:
            await self._freshness.reached(None if room is None else (CHAT.name, str(room).encode()), who)
            return
        position = _position(after)
        if not self._progress.is_decided(position) and not await self._reached(position, who):
            raise Problem(504, f"{after} is not decided after {WAIT_S:.0f} s. Try again.", headers=RETRY)

    async def _reached(self, position: Position, who: Mapping[str, str]) -> bool:
        """Whether it is decided in time. A record that the log does not have is hardly worth a place to wait."""
        ahead = await self._freshness.is_ahead(position)
        try:
            return await self._progress.reached(position, who=who, ahead=ahead)
        except TooManyWait as full:
            if ahead:
                return False
            raise refused("places to wait", full.bound) from None


def _position(after: str) -> Position:
    try:
        position = Position.parse(after)
    except BadPosition as bad:
        raise Problem.at("after", str(bad)) from None
    if position.partition >= PARTITIONS.get(position.topic, 0):
        raise Problem.at("after", "no record that is decided here stands at such a place")
    return position
