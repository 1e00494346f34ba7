"""Adds up reactions and clicks by session, and publishes each sum as one record, twice a second.

Thousands of viewers press at once, and it does not matter who: a record for each press would cost as much as a
submission. Owns the sums that are not yet published. A sum that cannot be published is lost, and each request that was
counted in it is answered with the error.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from plumbing.ids import new_id
from plumbing.kafka.publisher import Overloaded, Receipt, Unavailable
from plumbing.limits import Limit
from plumbing.telemetry import metrics
from schemas.chat import AudienceCounted, Reaction
from schemas.envelope import Envelope
from schemas.topics import CHAT
from services.ingest.edge.write import Logged, Publishes

INTERVAL_S: Final = 0.5
ACKNOWLEDGED_WITHIN_S: Final = 1.3  # with the interval below the 2 s after which other writes are answered with 503
WAITING: Final = Limit("presses that wait for the sum of their session", 2_000, "503")
SESSIONS: Final = Limit("sessions whose presses are being summed", 1_000, "503")
WAITING_MAX: Final = WAITING.most  # half of the writes that may be in flight: the rest stays free for others
SESSIONS_MAX: Final = SESSIONS.most
ACTOR, ROLE = "livefair", "system"


@dataclass(slots=True)
class _Sum:
    """What was pressed in one session since its last sum, and the requests that wait for the receipt."""

    session: UUID
    reactions: Counter[Reaction] = field(default_factory=Counter)
    clicks: Counter[UUID] = field(default_factory=Counter)
    waiters: list[asyncio.Future[Logged]] = field(default_factory=list)
    closing: asyncio.TimerHandle | None = None


class Audience:
    """The sums of this instance, which `source` names in the envelopes."""

    def __init__(
        self,
        publisher: Publishes,
        source: str,
        *,
        interval_s: float = INTERVAL_S,
        acknowledged_within_s: float = ACKNOWLEDGED_WITHIN_S,
        waiting_max: int = WAITING_MAX,
        sessions_max: int = SESSIONS_MAX,
    ) -> None:
        self._publisher = publisher
        self._source = source
        self._interval_s = interval_s
        self._acknowledged_within_s = acknowledged_within_s
        self._waiting_max = waiting_max
        self._sessions_max = sessions_max
        self._open: dict[UUID, _Sum] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._stopped = False
        self.waiting = 0

    async def react(self, session: UUID, reaction: Reaction, times: int) -> Logged:
        """Count a reaction `times` times and wait until the sum is published. Raises Overloaded and Unavailable."""
        into = self._sum_of(session)
        into.reactions[reaction] += times
        return await self._written(into)

    async def click(self, session: UUID, drop: UUID) -> Logged:
        """Count a click on a drop, and wait as `react` does."""
        into = self._sum_of(session)
        into.clicks[drop] += 1
        return await self._written(into)

    async def stop(self) -> None:
        """Publish the open sums, and refuse further presses."""
        self._stopped = True
        for session in list(self._open):
            self._close(session)
        if self._writing:
            await asyncio.wait(self._writing)

    def _sum_of(self, session: UUID) -> _Sum:
        """The session's open sum. Raises Overloaded before anything is counted."""
        into = self._open.get(session)
        full = self.waiting >= self._waiting_max or (into is None and len(self._open) >= self._sessions_max)
        if full or self._stopped:
            raise Overloaded("too many presses wait for the log")
        if into is None:
            into = self._open[session] = _Sum(session)
            into.closing = asyncio.get_running_loop().call_later(self._interval_s, self._close, session)
        return into

    async def _written(self, into: _Sum) -> Logged:
        """Wait for the sum's receipt. A request that is cancelled meanwhile stays counted."""
        waiter: asyncio.Future[Logged] = asyncio.get_running_loop().create_future()
        into.waiters.append(waiter)
        self.waiting += 1
        try:
            return await waiter
        finally:
            self.waiting -= 1

    def _close(self, session: UUID) -> None:
        """Publish this sum; what is pressed from here on belongs to the next one."""
        closed = self._open.pop(session)
        if closed.closing is not None:
            closed.closing.cancel()
        writing = asyncio.get_running_loop().create_task(self._write(closed))
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)

    async def _write(self, closed: _Sum) -> None:
        event_id = new_id()
        try:
            receipt = await self._publish(closed, event_id)
        except Exception as error:  # whatever it is, the waiting requests get it: none of them may wait for ever
            for waiter in _still(closed.waiters):
                waiter.set_exception(error)
            return
        metrics.AUDIENCE_COUNTED.labels("reaction").inc(closed.reactions.total())
        metrics.AUDIENCE_COUNTED.labels("click").inc(closed.clicks.total())
        counted = Logged(str(closed.session), event_id, receipt)
        for waiter in _still(closed.waiters):
            waiter.set_result(counted)

    async def _publish(self, closed: _Sum, event_id: UUID) -> Receipt:
        """Raises Unavailable where the broker does not acknowledge in time."""
        event = AudienceCounted(session=closed.session, reactions=closed.reactions, clicks=closed.clicks)
        envelope = Envelope(event_id, event.wire_type(), self._source, datetime.now(UTC), ACTOR, ROLE)
        key, value = str(closed.session).encode(), event.wire_value()
        try:
            async with asyncio.timeout(self._acknowledged_within_s):
                return await self._publisher.publish(CHAT.name, key, value, envelope.to_headers())
        except TimeoutError as late:
            raise Unavailable("the broker did not acknowledge in time") from late


def _still(waiters: Iterable[asyncio.Future[Logged]]) -> list[asyncio.Future[Logged]]:
    """The requests that were not cancelled."""
    return [waiter for waiter in waiters if not waiter.done()]
