"""The booths of one batch, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from services.fair.booths.booth import Booth

BoothKey = tuple[UUID, str]
"""A fair and the enterprise's org."""


@dataclass(slots=True)
class BoothRows:
    """Rows by fair and org."""

    wanted: set[BoothKey] = field(default_factory=set)
    booths: dict[BoothKey, Booth] = field(default_factory=dict)
    changed: set[BoothKey] = field(default_factory=set)

    def keep(self, booth: Booth) -> Booth | None:
        """Store a booth's new state; returns its previous state."""
        key = (booth.fair, booth.org)
        before = self.booths.get(key)
        self.booths[key] = booth
        self.changed.add(key)
        return before
