"""Two instances that read one log at different speeds, and viewers whose frames arrive late."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from schemas.rooms import RoomRecord
from services.notify.rooms.beside import CHAT
from services.notify.rooms.hub import Hub
from services.notify.rooms.permissions import RoomName
from services.notify.rooms.talks import ChatEvent, Talks
from tests.services.notify.watching import DESK, FAIR, OTHER_FAIR, OWN, SHOW, Viewer

PARTITION = {FAIR: 0, OTHER_FAIR: 1, SHOW.key: 1, OWN.key: 0, DESK.key: 1}


@dataclass(frozen=True)
class Entry:
    offset: int
    record: RoomRecord
    repeated: bool


@dataclass
class Instance:
    """A hub, the offset that it has read of each partition, and whether it has read the whole log without a gap."""

    kept_bytes_max: int
    epoch: str
    hub: Hub[Viewer] = field(init=False)
    read: dict[int, int] = field(default_factory=lambda: {0: 0, 1: 0})
    whole: bool = True
    talks: Talks = field(default_factory=Talks)
    heard: int = 0

    def __post_init__(self) -> None:
        self.hub = Hub(self.epoch, PARTITION.__getitem__, kept_bytes_max=self.kept_bytes_max)

    def hear(self, chat: list[ChatEvent], now: float) -> None:
        """Read the new chat records, as the reader of `livefair.chat` does."""
        for event in chat[self.heard :]:
            self.talks.take(event, logged_ms=0)
        self.heard = len(chat)
        for room, news in self.talks.drain():
            self.hub.show(room, CHAT, news, now)


class Remote(Viewer):
    """A viewer that receives its frames late, and checks the order that the protocol promises."""

    def __init__(self) -> None:
        super().__init__()
        self.on_the_way: list[dict[str, Any]] = []
        self.awaited = {"snapshot"}

    def fold(self, frame: dict[str, Any]) -> None:
        self.on_the_way.append(frame)

    def arrive(self, count: int) -> None:
        for frame in self.on_the_way[:count]:
            assert frame["type"] in self.awaited
            self.awaited = {"snapshot"} if frame["type"] == "reload" else {"update", "reload"}
            if frame["type"] in ("resumed", "update"):
                assert place_in(frame["position"]) >= place_in(self.position)
            super().fold(frame)
        del self.on_the_way[:count]

    def joins(self) -> None:
        self.awaited = {"snapshot"} if self.position is None else {"resumed", "reload"}


def place_in(position: str | None) -> tuple[str, str, int]:
    """A position as something to compare within an epoch and a partition; epochs differ in the first part."""
    epoch, partition, offset = (position or "").split(":")
    return epoch, partition, int(offset)


@dataclass
class Watch:
    """A viewer in a room, and its instance; None after a cut."""

    room: RoomName
    at: int | None
    viewer: Remote = field(default_factory=Remote)
