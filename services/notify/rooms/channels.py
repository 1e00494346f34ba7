"""The parts of a hub: watched rooms with what waits for a frame, viewers that wait for a room, and deliveries."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from plumbing.limits import ADDRESS, PERSON, Limit
from schemas.rooms import RoomRecord
from services.notify.rooms.beside import Gathered
from services.notify.rooms.opened import emptied_record
from services.notify.rooms.pace import Pace
from services.notify.rooms.permissions import RoomName
from services.notify.rooms.places import Place

PART_BYTES = 2_000
Viewer = TypeVar("Viewer", bound=Hashable)
WAITING = Limit(
    "subscriptions that wait up to 2 s for a room",
    1_000,
    "`unknown_room` at once",
    shares={PERSON: 64, ADDRESS: 250},
    over_share="`unknown_room` at once; the address counts for guests",
)


@dataclass(frozen=True, slots=True)
class Delivery(Generic[Viewer]):
    """One frame, encoded once, for many viewers. `logged_ms` is the log time of its oldest record, if it has any.

    It holds `comments` comments, and `skipped` more were left out.
    """

    text: bytes
    to: tuple[Viewer, ...]
    logged_ms: int | None = None
    comments: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Refusal(Generic[Viewer]):
    """The room did not appear in time."""

    room: RoomName
    to: Viewer


@dataclass(frozen=True, slots=True)
class Pending:
    """A record that was read and is not yet in a frame; None for a tombstone."""

    offset: int
    record: RoomRecord | None
    logged_ms: int
    size: int = 0

    @property
    def weight(self) -> int:
        """What it takes in memory, about: each part of the parsed record is some objects, and three times its JSON."""
        return PART_BYTES * (1 + (len(self.record.items) if self.record else 0)) + 3 * self.size


@dataclass(slots=True)
class Channel(Generic[Viewer]):
    """A watched room. A dict of viewers, for a stable order. `beside` waits for a frame and is no part of the log's
    records."""

    room: RoomName
    viewers: dict[Viewer, None] = field(default_factory=dict)
    pending: deque[Pending] = field(default_factory=deque)
    pace: Pace = field(default_factory=Pace)
    due_at: float | None = None
    beside: Gathered = field(default_factory=Gathered)
    torn: bool = False

    def empty(self, keys: Collection[str]) -> None:
        """Empty the texts of waiting records that one of these keys has sealed."""
        for at, waiting in enumerate(self.pending):
            emptied = emptied_record(waiting.record, keys)
            if emptied is not waiting.record:
                self.pending[at] = replace(waiting, record=emptied)


@dataclass(frozen=True, slots=True)
class Waiting(Generic[Viewer]):
    """A viewer who waits for a room; `who` names them as the shares of places to wait count them."""

    viewer: Viewer
    room: RoomName
    since: Place | None
    until: float
    who: Mapping[str, str]
