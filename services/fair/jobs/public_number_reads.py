"""Up to which submission of a fair the public numbers of its jobs count: a multiple of 5, see `report/breakdown.py`.

To find it all jobs of the fair are summed up, which takes a while where there are very many; then it is kept for a
moment. An older one reveals no more: it was public before.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from services.fair.jobs import queries
from services.fair.kernel.reader import Reader

FAIRS_MAX = 256
QUICK_S = 0.01  # what is found in less is never kept
SHARE = 50  # it is kept for this many times what it took,
KEPT_S = 5.0  # and no longer


@dataclass(slots=True)
class _Cut:
    offset: int
    until: float


class Cuts:
    """The offset of the last submission that is counted, by fair."""

    def __init__(self, reader: Reader, now: Callable[[], float] = time.monotonic) -> None:
        self._reader, self._now = reader, now
        self._kept: dict[UUID, _Cut] = {}

    async def of(self, fair: UUID) -> int:
        """The offset; -1 if nothing is counted yet."""
        begun, kept = self._now(), self._kept.get(fair)
        if kept is not None:
            if begun < kept.until:
                return kept.offset
            kept.until = begun + KEPT_S  # meanwhile the others go on with it
        row = await self._reader.row(queries.CUT, fair)
        assert row is not None
        took = self._now() - begun
        self._kept.pop(fair, None)
        if took > QUICK_S:
            self._keep(fair, _Cut(row["cut"], self._now() + min(KEPT_S, SHARE * took)))
        return int(row["cut"])

    def _keep(self, fair: UUID, cut: _Cut) -> None:
        while len(self._kept) >= FAIRS_MAX:
            self._kept.pop(next(iter(self._kept)))
        self._kept[fair] = cut
