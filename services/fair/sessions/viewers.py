"""Viewers: turns the per-minute reports of notify instances into records of the fair's own log.

It decides nothing, and knows how many viewers each session has now. Every instance reads all reports; the owner of the
fair's partition appends `ViewersCounted` when a minute is over. Only settled figures are stored, in which no viewer
counts twice; they describe a moment some seconds before the report. The record's id is derived from the session and
the minute, so two owners during a rebalance count once. A minute in which no instance was reading stays empty.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import asyncpg
import structlog
from aiokafka import ConsumerRecord
from pydantic import ValidationError

from plumbing.eventlog.duty import Duty
from plumbing.kafka.publisher import Publisher
from plumbing.postgres.pool import Pool
from plumbing.telemetry import metrics
from schemas.envelope import Envelope
from schemas.presence import SETTLES_MS, PresenceRecord, RoomPresence
from schemas.session import ViewersCounted
from schemas.topics import FAIRS, PRESENCE
from services.fair.kernel.context import ITSELF, SYSTEM

EVERY_S = 1.0
SETTLES = timedelta(milliseconds=SETTLES_MS)
GRACE = timedelta(seconds=62) + SETTLES
"""After this long from the start of a minute, its last report has arrived."""
FRESH_S = 5.0  # every instance reports each second; a room without reports for this long has no viewers
SESSIONS_MAX = 10_000  # per minute; sessions beyond this number are not counted
ROOM = "session:"
NEVER = float("-inf")
WATCHED = """
SELECT s.id, s.fair FROM sessions s JOIN fairs f ON f.id = s.fair
WHERE s.id = ANY($1::uuid[]) AND s.started_at < $2::timestamptz + interval '1 minute'
  AND (s.state = 'live' OR s.ended_at >= $2) AND split_part(f.decided, ':', 2)::int = ANY($3::int[])
"""
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Minute:
    """The viewers of a session in one minute: the last number and the maximum."""

    viewers: int
    peak: int


class Viewers(Duty):
    """Collects reports, and once a second appends the results of the minutes that are over."""

    def __init__(self, pool: Pool, publisher: Publisher, owned: Callable[[], Iterable[tuple[str, int]]]) -> None:
        super().__init__("viewers_wait", "viewers cannot be counted", EVERY_S)
        self._pool = pool
        self._publisher = publisher
        self._owned = owned
        self._minutes: dict[datetime, dict[UUID, Minute]] = {}
        self._peaks: dict[UUID, int] = {}
        self._now: dict[UUID, tuple[int, float]] = {}

    def watching(self, session: UUID) -> int:
        """The current number of viewers, from the latest report."""
        viewers, told_at = self._now.get(session, (0, NEVER))
        return viewers if time.monotonic() < told_at + FRESH_S else 0

    async def turn(self) -> None:
        await self.look(datetime.now(UTC))

    async def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Take reports as they arrive. An unreadable one is skipped: the next one replaces it."""
        for record in records:
            try:
                said = PresenceRecord.model_validate_json(record.value or b"")
            except ValidationError as error:
                metrics.UNREADABLE.labels(PRESENCE.name).inc()
                log.error("unreadable_record", topic=PRESENCE.name, offset=record.offset, fields=error.error_count())
                continue
            at = datetime.fromtimestamp(record.timestamp / 1000, UTC) - SETTLES
            for room, told in said.rooms.items():
                self._note(at.replace(second=0, microsecond=0), room, told)

    async def look(self, now: datetime) -> int:
        """Append the results of the minutes that are over at `now`; returns the number of records appended."""
        said = 0
        for minute in [minute for minute in self._minutes if now >= minute + GRACE]:
            said += await self._say(minute, self._minutes[minute])
            del self._minutes[minute]
        old = time.monotonic() - FRESH_S
        self._now = {session: told for session, told in self._now.items() if told[1] > old}
        return said

    def _note(self, at: datetime, room: str, told: RoomPresence) -> None:
        """A peak counts for the minute of its first report. A peak from before this process started counts for none."""
        try:
            session = UUID(room.removeprefix(ROOM))
        except ValueError:
            return  # the room of a fair, or of a newer kind
        self._now[session] = told.viewers, time.monotonic()
        of_minute = self._minutes.setdefault(at, {})
        if session not in of_minute and len(of_minute) >= SESSIONS_MAX:
            return
        known = self._peaks.setdefault(session, told.peak)
        self._peaks[session] = max(known, told.peak)
        viewers = told.viewers if told.settled is None else told.settled
        kept = of_minute.get(session)
        peak = max(viewers, told.peak if told.peak > known else 0, kept.peak if kept else 0)
        of_minute[session] = Minute(viewers, peak)

    async def _say(self, minute: datetime, told: dict[UUID, Minute]) -> int:
        """Append results for sessions that were live in the minute and whose fairs this instance owns."""
        partitions = [partition for topic, partition in self._owned() if topic == FAIRS.name]
        wanted = (list(told), minute, partitions)
        rows: list[asyncpg.Record] = await self._pool.read(lambda connection: connection.fetch(WATCHED, *wanted))
        for row in rows:
            counted = told[row["id"]]
            event = ViewersCounted(
                fair=row["fair"], session=row["id"], minute=minute, viewers=counted.viewers, peak=counted.peak
            )
            event_id = uuid5(event.session, minute.isoformat())
            envelope = Envelope(event_id, event.wire_type(), "/fair/viewers", datetime.now(UTC), ITSELF, SYSTEM)
            key = str(event.fair).encode()
            await self._publisher.publish(FAIRS.name, key, event.wire_value(), envelope.to_headers())
        heard = {session for of_minute in self._minutes.values() for session in of_minute}
        self._peaks = {session: peak for session, peak in self._peaks.items() if session in heard}
        return len(rows)
