"""The students' rankings and the closing rounds of one batch, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.fair.closing_round.closing_round import Settled
from services.fair.closing_round.wishes import Wishes

StudentKey = tuple[UUID, str]
"""A fair and a student's sub."""


@dataclass(frozen=True, slots=True)
class HeldRound:
    """A round that was held, as it will be stored. `offset` is its record's, so the newest round has the largest."""

    id: UUID
    fair: UUID
    held_at: datetime
    offset: int
    settled: Settled


@dataclass(slots=True)
class RoundRows:
    """Rankings by fair and student, and which of them changed; the results of requested rounds, by fair."""

    wanted: set[StudentKey] = field(default_factory=set)
    wishes: dict[StudentKey, Wishes] = field(default_factory=dict)
    changed: set[StudentKey] = field(default_factory=set)
    settled: dict[UUID, Settled] = field(default_factory=dict)
    too_large: set[UUID] = field(default_factory=set)
    """Fairs whose rankings have more entries than a round may have."""
    held: list[HeldRound] = field(default_factory=list)

    def keep(self, wishes: Wishes) -> Wishes | None:
        """Store a student's new ranking; returns the previous one."""
        key = (wishes.fair, wishes.student)
        before = self.wishes.get(key)
        self.wishes[key] = wishes
        self.changed.add(key)
        return before
