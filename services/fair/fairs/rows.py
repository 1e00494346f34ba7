"""The fairs of one batch, in memory, with their counters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.fair.fairs.counters import Adds, none_yet, recount
from services.fair.fairs.fair import Fair
from services.fair.kernel.context import Context


@dataclass(slots=True)
class Books:
    """A fair's counters, the position up to which they count, and its log time. `minutes`: values at minute ends."""

    counters: dict[str, int]
    decided: str
    as_of: datetime
    minutes: dict[datetime, dict[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class FairRows:
    """Rows by id."""

    wanted: set[UUID] = field(default_factory=set)
    releasing: set[UUID] = field(default_factory=set)
    """Fairs that may begin to release other offers within this batch."""
    with_open_invitations: set[UUID] = field(default_factory=set)
    """Those of the closing, archived or reopened fairs that have an open invitation."""
    fairs: dict[UUID, Fair] = field(default_factory=dict)
    books: dict[UUID, Books] = field(default_factory=dict)
    changed: set[UUID] = field(default_factory=set)
    published: set[UUID] = field(default_factory=set)
    """Fairs whose rooms are published for the first time."""

    archived: set[UUID] = field(default_factory=set)
    """Fairs that this batch archived: what they had leaves the catalog and the rooms."""

    def keep(self, fair: Fair, context: Context) -> None:
        """Store a fair's new state."""
        self.fairs[fair.id] = fair
        self.changed.add(fair.id)
        if fair.id not in self.books:
            self.books[fair.id] = Books(none_yet(), context.position, context.now)

    def now(self, fair: UUID, log_time: datetime) -> datetime:
        """The time of a decision: the record's, but never before the fair's last one."""
        books = self.books.get(fair)
        return max(books.as_of, log_time) if books else log_time

    def recount(self, fair: UUID, before: Adds, after: Adds) -> None:
        """Update the fair's counters after one row changed."""
        recount(self.books[fair].counters, before, after)

    def note_minute(self, fair: UUID, now: datetime) -> None:
        """Note that something changed in this minute."""
        books = self.books[fair]
        books.minutes[now.replace(second=0, microsecond=0)] = dict(books.counters)

    def advance(self, fair: UUID, context: Context) -> None:
        """Every record of a fair advances the position of its counters, whatever its outcome."""
        books = self.books.get(fair)
        if books is not None:
            books.decided, books.as_of = context.position, context.now

    def is_archived(self, fair: UUID) -> bool:
        found = self.fairs.get(fair)
        return found is not None and found.state == "archived"

    def has_rooms(self, fair: UUID) -> bool:
        """Whether the fair's public rooms exist: not those of a draft, nor of a fair that an earlier batch archived."""
        return not self.is_draft(fair) and (not self.is_archived(fair) or fair in self.archived)

    def is_draft(self, fair: UUID) -> bool:
        """Whether the fair is visible only to its organizer."""
        found = self.fairs.get(fair)
        return found is not None and found.state == "draft"
