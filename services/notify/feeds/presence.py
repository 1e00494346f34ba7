"""Presence: reports this instance's viewers of each session, and shows each session the viewers on all instances."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from aiokafka import ConsumerRecord
from pydantic import ValidationError

from plumbing.kafka.publisher import Publisher, Unavailable
from plumbing.telemetry import metrics
from schemas.presence import PresenceRecord, RoomPresence
from schemas.topics import PRESENCE
from services.notify.rooms.audience import Audience
from services.notify.rooms.beside import VIEWERS, News
from services.notify.rooms.hub import Hub

REPORT_S = 1.0
CHANGE_S = 0.25  # the shortest time between two reports, where the viewers have changed
CHECK_S = 0.1
log = structlog.get_logger(__name__)


class Presence:
    """Counts viewers. `apply` takes the reports of all instances, `run` reports this instance's viewers."""

    def __init__(
        self,
        instance: str,
        hub: Hub[Any],
        publisher: Publisher,
        tick: Callable[[], None],
        now: Callable[[], float],
    ) -> None:
        self._instance = instance
        self._hub = hub
        self._publisher = publisher
        self._tick = tick
        self._now = now
        self._audience = Audience()
        self._reported: dict[str, int] | None = None
        self._reported_at = float("-inf")

    async def apply(self, records: Sequence[ConsumerRecord]) -> None:
        """Take a batch of reports and update the rooms."""
        changed: set[str] = set()
        for record in records:
            changed |= self._take(record)
        for room in changed:
            self._hub.show(room, VIEWERS, News(self._counters(room)), self._now())
        self._tick()

    async def run(self) -> None:
        """Report until cancelled: each second, and soon after a change. Start it when the topic has been read: the
        first report repeats the peaks in it, and replaces what this instance reported before its restart."""
        while True:
            await self._report_if_due()
            await asyncio.sleep(CHECK_S)

    async def leave(self) -> None:
        """Report no viewers, so that those who reconnect elsewhere do not count here until the last report expires."""
        await self._report({})

    async def _report_if_due(self) -> None:
        here = dict(self._hub.audience)
        silent_s = self._now() - self._reported_at
        if silent_s >= REPORT_S or (silent_s >= CHANGE_S and here != self._reported):
            await self._report(here)

    async def _report(self, here: dict[str, int]) -> None:
        """Publish a report. One that the broker does not take is not retried: the next one replaces it."""
        self._reported, self._reported_at = here, self._now()
        rooms = {room: self._presence(room, here.get(room, 0)) for room in here.keys() | self._audience.rooms}
        record = PresenceRecord(instance=self._instance, rooms=rooms)
        try:
            await self._publisher.publish(PRESENCE.name, self._instance.encode(), record.model_dump_json().encode())
        except Unavailable as error:
            log.warning("presence_not_reported", why=str(error))

    def _presence(self, room: str, here: int) -> RoomPresence:
        audience = self._audience
        return RoomPresence(
            here=here, viewers=audience.viewers(room), peak=audience.settled_peak(room), settled=audience.settled(room)
        )

    def _take(self, record: ConsumerRecord) -> set[str]:
        try:
            said = PresenceRecord.model_validate_json(record.value or b"")
        except ValidationError as error:
            metrics.UNREADABLE.labels(PRESENCE.name).inc()
            log.error("unreadable_record", topic=PRESENCE.name, offset=record.offset, fields=error.error_count())
            return set()
        here = {room: told.here for room, told in said.rooms.items()}
        peaks = {room: told.peak for room, told in said.rooms.items()}
        return self._audience.take(said.instance, here, peaks, record.timestamp)

    def _counters(self, room: str) -> dict[str, int]:
        """The counters for the room's viewers; empty for a forgotten room."""
        if room not in self._audience.rooms:
            return {}
        return {"viewers": self._audience.viewers(room), "viewers_peak": self._audience.peak(room)}
