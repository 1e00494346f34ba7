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
    """A fair's counters, up to which record they count, and that record's time. `minutes` holds each minute's end."""

    counters: dict[str, int]
    decided: str
    as_of: datetime
    minutes: dict[datetime, dict[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class FairRows:
    """Rows by id."""

    wanted: set[UUID] = field(default_factory=set)
    releasing: set[UUID] = field(default_factory=set)
    """Fairs in which the batch itself may begin to release other offers."""
    with_open_invitations: set[UUID] = field(default_factory=set)
    """Of the fairs that close, are archived or reopened: those in which an invitation is open."""
    fairs: dict[UUID, Fair] = field(default_factory=dict)
    books: dict[UUID, Books] = field(default_factory=dict)
    changed: set[UUID] = field(default_factory=set)
    published: set[UUID] = field(default_factory=set)
    """Fairs of whose rooms nobody has heard before."""

    def keep(self, fair: Fair, context: Context) -> None:
        """Take a fair as it stands now."""
        self.fairs[fair.id] = fair
        self.changed.add(fair.id)
        if fair.id not in self.books:
            self.books[fair.id] = Books(none_yet(), context.position, context.now)

    def now(self, fair: UUID, log_time: datetime) -> datetime:
        """The time of a decision: the record's, but never before the fair's last one."""
        books = self.books.get(fair)
        return max(books.as_of, log_time) if books else log_time

    def recount(self, fair: UUID, before: Adds, after: Adds) -> None:
        """Move the fair's counters by what became of one row."""
        recount(self.books[fair].counters, before, after)

    def note_minute(self, fair: UUID, now: datetime) -> None:
        """Something changed in this minute."""
        books = self.books[fair]
        books.minutes[now.replace(second=0, microsecond=0)] = dict(books.counters)

    def advance(self, fair: UUID, context: Context) -> None:
        """Every record of a fair, whatever became of it, moves what its counters include."""
        books = self.books.get(fair)
        if books is not None:
            books.decided, books.as_of = context.position, context.now

    def is_draft(self, fair: UUID) -> bool:
        """Whether nobody but its organizer knows of the fair."""
        found = self.fairs.get(fair)
        return found is not None and found.state == "draft"
