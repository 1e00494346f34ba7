"""Records to feed, a hub with a clock, and a client that applies its frames as the contract says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from plumbing.limits import Limit
from schemas.rooms import RoomItem, RoomRecord
from services.notify.rooms.channels import WAITING, Delivery, Refusal
from services.notify.rooms.hub import NOBODY, Hub
from services.notify.rooms.permissions import RoomName

FAIR = "fair:00000000-0000-4000-8000-000000000001"
OTHER_FAIR = "fair:00000000-0000-4000-8000-000000000002"
SESSION = "session:00000000-0000-4000-8000-000000000003"
HALL = RoomName(FAIR, FAIR, stands=False)
SHOW = RoomName(SESSION, SESSION, stands=False)
OWN = RoomName("me", "me:ann", stands=True)
DESK = RoomName("enterprise:acme", "enterprise:acme", stands=True)


def record(
    room: str,
    decided: int,
    *items: int,
    counters: dict[str, int] | None = None,
    source: str = "livefair.fairs:0",
    padding: str = "",
) -> RoomRecord:
    """A record of `room` with items of the given numbers."""
    told = [item(number, padding) for number in items]
    return RoomRecord(room=room, decided=f"{source}:{decided}", counters=counters, items=told)


def item(number: int, padding: str = "") -> RoomItem:
    data = {"n": number} | ({"padding": padding} if padding else {})
    return RoomItem(event="JobPublished", event_id=UUID(int=number), at=datetime(2026, 1, 1, tzinfo=UTC), data=data)


class Viewer:
    """A client's state of one room after all frames so far."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.counters: dict[str, int] = {}
        self.items: list[int] = []
        self.comments: list[str] = []
        self.texts: list[str] = []
        self.skipped = 0
        self.position: str | None = None
        self.refused = False

    def fold(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)
        if frame["type"] == "snapshot":
            self.counters, self.items, self.comments = dict(frame["counters"]), [], []
        if frame["type"] in ("snapshot", "update"):
            self.counters |= frame["counters"]
            self.items += [item["data"]["n"] for item in frame["items"]]
        self._listen(frame)
        self.position = frame.get("position", self.position)

    def _listen(self, frame: dict[str, Any]) -> None:
        """Duplicates are recognized by id; hidden comments are removed, also those in the same frame."""
        new = [comment["id"] for comment in frame.get("comments", ())]
        self.texts += [comment["text"] for comment in frame.get("comments", ()) if "text" in comment]
        heard = dict.fromkeys([*self.comments, *new])
        self.comments = [name for name in heard if name not in frame.get("hidden", ())]
        self.skipped += frame.get("comments_skipped", 0)

    @property
    def kinds(self) -> list[str]:
        return [frame["type"] for frame in self.frames]


def deliver(told: Iterable[Delivery[Viewer] | Refusal[Viewer]]) -> None:
    """Deliver the hub's frames, as the sockets would."""
    for one in told:
        if isinstance(one, Refusal):
            one.to.refused = True
            continue
        for viewer in one.to:
            viewer.fold(json.loads(one.text))


class Stage:
    """A hub, a clock, and the next offset of its only partition."""

    def __init__(self, kept_bytes_max: int = 100_000_000, waiting: Limit = WAITING) -> None:
        self.hub: Hub[Viewer] = Hub("epoch", lambda key: 0, kept_bytes_max=kept_bytes_max, waiting=waiting)
        self.now = 100.0
        self.offset = 0

    def read(self, *records: RoomRecord) -> None:
        for one in records:
            self.hub.read(one.room, one, 0, self.offset, logged_ms=1_000, now=self.now)
            self.offset += 1
        deliver(self.hub.due(self.now))

    def join(
        self,
        room: RoomName = HALL,
        since: str | None = None,
        viewer: Viewer | None = None,
        who: Mapping[str, str] = NOBODY,
    ) -> Viewer:
        viewer = viewer or Viewer()
        deliver(self.hub.join(viewer, room, since, self.now, who))
        return viewer

    def wait(self, seconds: float) -> None:
        self.now += seconds
        deliver(self.hub.due(self.now))
