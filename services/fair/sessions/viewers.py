"""Viewers: turns the per-minute reports of notify instances into records of the fair's own log.

It decides nothing. Every deciding instance reads all reports; the owner of the fair's partition appends
`ViewersCounted` when a minute is over. Only settled figures are stored, in which no viewer counts twice; they describe
a moment some seconds before the report. The record's id is derived from the session and the minute, so two owners
during a rebalance count once. A minute in which no instance was reading stays empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import asyncpg
import structlog
from aiokafka import ConsumerRecord

from plumbing.eventlog.duty import Duty
from plumbing.kafka.publisher import Publisher
from plumbing.postgres.pool import Pool
from schemas.envelope import Envelope
from schemas.presence import SETTLES_MS, RoomPresence
from schemas.session import ViewersCounted
from schemas.topics import FAIRS
from services.fair.kernel.context import ITSELF, SYSTEM
from services.fair.sessions import reported_viewers

EVERY_S = 1.0
SETTLES = timedelta(milliseconds=SETTLES_MS)
GRACE = timedelta(seconds=62) + SETTLES
"""After this long from the start of a minute, its last report has arrived."""
SESSIONS_MAX = 10_000  # per minute; sessions beyond this number are not counted
MINUTES_MAX = 120  # that wait for PostgreSQL or Kafka; while both are away longer, the oldest stay without a figure
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

    async def turn(self) -> None:
        await self.look(datetime.now(UTC))

    async def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Take reports as they arrive."""
        for session, at, told in reported_viewers.reports(records):
            self._note(at - SETTLES, session, told)

    async def look(self, now: datetime) -> int:
        """Append the results of the minutes that are over at `now`; returns the number of records appended."""
        said = 0
        for minute in [minute for minute in self._minutes if now >= minute + GRACE]:
            said += await self._say(minute, self._minutes.get(minute, {}))  # it may have been forgotten meanwhile
            self._minutes.pop(minute, None)
        return said

    def _note(self, at: datetime, session: UUID, told: RoomPresence) -> None:
        """A peak counts for the minute of its first report. A peak from before this process started counts for none."""
        of_minute = self._minute(at.replace(second=0, microsecond=0))
        if session not in of_minute and len(of_minute) >= SESSIONS_MAX:
            return
        known = self._peaks.setdefault(session, told.peak)
        self._peaks[session] = max(known, told.peak)
        viewers = told.viewers if told.settled is None else told.settled
        kept = of_minute.get(session)
        peak = max(viewers, told.peak if told.peak > known else 0, kept.peak if kept else 0)
        of_minute[session] = Minute(viewers, peak)

    def _minute(self, minute: datetime) -> dict[UUID, Minute]:
        while minute not in self._minutes and len(self._minutes) >= MINUTES_MAX:
            oldest = min(self._minutes)
            log.warning("viewers_not_counted", minute=oldest.isoformat(), sessions=len(self._minutes.pop(oldest)))
        return self._minutes.setdefault(minute, {})

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
