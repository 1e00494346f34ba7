"""Keeps an import from running ahead of fair: backpressure by the catalog, which lists a job once it is decided.

Without it, a large file is in the log long before its jobs are decided: all other writes of that fair wait behind them,
and the same file, sent again at once, would be accepted by an instance that does not know the jobs yet.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from uuid import UUID

from services.ingest.catalog import Catalog

BATCHES_AHEAD_MAX = 4  # of 500 rows each: what fair decides within the time that a caller waits for the catalog


class Pace:
    """Waits for the batches of one import to be listed. Gives up where fair lists nothing: its jobs are in the log."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._ahead: deque[Sequence[UUID]] = deque()
        self._stands_still = False

    async def sent(self, jobs: Sequence[UUID]) -> None:
        """Note a batch that was sent, and wait until few are not listed."""
        if jobs and not self._stands_still:
            self._ahead.append(jobs)
        while len(self._ahead) > BATCHES_AHEAD_MAX:
            await self._wait_for_oldest()

    async def all_listed(self) -> None:
        """Wait for every batch."""
        while self._ahead:
            await self._wait_for_oldest()

    async def _wait_for_oldest(self) -> None:
        """Wait for the oldest batch once, as long as the catalog lets a caller wait. Gives up if nothing has moved."""
        jobs = self._ahead[0]
        before, last = self._listed(jobs), jobs[-1]
        if await self._catalog.once(str(last), lambda: self._catalog.job(last), lambda found: found is not None):
            self._ahead.popleft()
        elif self._listed(jobs) == before:
            self._stands_still = True
            self._ahead.clear()

    def _listed(self, jobs: Sequence[UUID]) -> int:
        return sum(self._catalog.job(job) is not None for job in jobs)
