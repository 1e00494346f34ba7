"""How many viewers each session has now, by the latest reports of notify's instances. For reads; it stores nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from uuid import UUID

from aiokafka import ConsumerRecord

from services.fair.sessions import reported_viewers

FRESH_S = 5.0  # every instance reports each second; a session without reports for this long has no viewers
SESSIONS_MAX = 10_000  # of sessions beyond this number nothing is said
NEVER = float("-inf")


class CurrentViewers:
    """The current viewers by session."""

    def __init__(self) -> None:
        self._now: dict[UUID, tuple[int, float]] = {}

    async def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Take reports as they arrive, and forget the sessions that are reported no more."""
        now = time.monotonic()
        for session, _, told in reported_viewers.reports(records):
            if session in self._now or len(self._now) < SESSIONS_MAX:
                self._now[session] = told.viewers, now
        self._now = {session: told for session, told in self._now.items() if told[1] > now - FRESH_S}

    def of(self, session: UUID) -> int:
        """The number of viewers that a session has now."""
        viewers, told_at = self._now.get(session, (0, NEVER))
        return viewers if time.monotonic() < told_at + FRESH_S else 0
