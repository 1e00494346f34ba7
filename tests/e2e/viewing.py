"""A viewer of rooms over the WebSocket: applies its frames, and fails on frames that must never be sent."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.e2e.stage import offset_of

ITEMS_MAX = 200  # the number that a page keeps
ITEMS_COMPARED = 80  # the newest: an edge keeps 100, less those of questions that were hidden
FRAME_S = 20.0
RECONNECT_S = 0.2
FRAME_BYTES_MAX = 16 * 1_048_576
Item = dict[str, Any]


@dataclass(slots=True)
class Room:
    """A viewer's state of a room: its counters, its newest items, and the position."""

    counters: dict[str, int] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    decided: str | None = None
    position: str | None = None
    comments: dict[str, Item] = field(default_factory=dict)
    """Received comments by id: one may be repeated. `skipped`: the number that came too fast to be sent."""
    skipped: int = 0

    @property
    def seen(self) -> tuple[dict[str, int], list[Item], str | None]:
        """What two viewers of one room must agree on."""
        return self.counters, self.items[-ITEMS_COMPARED:], self.decided

    def decided_offset(self) -> int:
        return offset_of(self.decided) if self.decided else -1

    def copy(self) -> Room:
        return Room(dict(self.counters), list(self.items), self.decided, self.position)

    def fold(self, frame: dict[str, Any]) -> None:
        """Apply a snapshot or an update: positions do not go back, no item is repeated."""
        if frame["type"] == "snapshot":
            self.counters, self.items = dict(frame["counters"]), list(frame["items"])
        else:
            assert offset_of(frame["decided"]) >= self.decided_offset(), f"{frame['decided']} after {self.decided}"
            self.counters |= frame["counters"]
            self.items = [*self.items, *frame["items"]]
        self.comments |= {comment["id"]: comment for comment in frame.get("comments", ())}
        self.skipped += frame.get("comments_skipped", 0)
        told = [(item["event_id"], item["event"]) for item in self.items]
        assert len(told) == len(set(told)), f"an item came twice in {frame['room']} at {frame['position']}"
        self.items = [item for item in self.items if not self._is_hushed(item)][-ITEMS_MAX:]
        self.decided, self.position = frame["decided"], frame["position"]

    def _is_hushed(self, item: Item) -> bool:
        """The text of a hidden question is deleted."""
        hidden = {one["data"]["question"] for one in self.items if one["event"] == "QuestionHidden"}
        return item["event"] != "QuestionHidden" and item["data"].get("question") in hidden


class Viewer:
    """Watches `rooms`. It keeps its state when its connection ends, and resumes from there."""

    def __init__(self, rooms: Sequence[str], token: str | None = None) -> None:
        self.rooms = {room: Room() for room in rooms}
        self.reloads: list[str] = []
        self.connections = 0
        self.token = token
        self.joining: set[str] = set()
        self._socket: ClientConnection | None = None
        self._news = asyncio.Event()

    async def enter(self, address: str) -> None:
        """Connect and join the rooms, each from its position."""
        socket = self._socket = await connect(f"{address}/v1/live", max_size=FRAME_BYTES_MAX, compression=None)
        await socket.send(json.dumps({"type": "hello", **({"token": self.token} if self.token else {})}))
        welcome = json.loads(await asyncio.wait_for(socket.recv(), FRAME_S))
        assert welcome["type"] == "welcome", welcome
        self.connections += 1
        for name in self.rooms:
            await self.join(name)

    async def join(self, name: str) -> None:
        """Join a room from its position.

        Updates before the answer belong to the earlier subscription, and the answer repeats them.
        """
        self.joining.add(name)
        position = self.rooms[name].position
        await self._say({"type": "subscribe", "room": name, **({"since": position} if position else {})})

    async def leave(self, name: str) -> None:
        await self._say({"type": "unsubscribe", "room": name})

    async def read(self) -> None:
        """Apply one frame."""
        assert self._socket is not None, "enter() comes first"
        frame = json.loads(await self._socket.recv())
        if frame["type"] == "reload":
            self.reloads.append(frame["reason"])
        elif frame["type"] == "update":
            if frame["room"] not in self.joining:
                self.rooms[frame["room"]].fold(frame)
        else:
            assert frame["type"] in ("snapshot", "resumed"), frame
            self.joining.discard(frame["room"])
            if frame["type"] == "snapshot":
                self.rooms[frame["room"]].fold(frame)
        self._news.set()
        self._news = asyncio.Event()

    async def reads_until(self, condition: Callable[[], bool], what: str, within_s: float = FRAME_S) -> None:
        """Apply frames until `condition` holds."""
        try:
            async with asyncio.timeout(within_s):
                while not condition():
                    await self.read()
        except TimeoutError:
            raise AssertionError(f"waited {within_s:g} s in vain for {what}; {self}") from None

    def cut(self) -> None:
        """Abort the connection without a close frame."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def watch(self, addresses: Sequence[str]) -> None:
        """Read until cancelled; if the connection ends, reconnect to the next address."""
        for address in itertools.cycle(addresses):
            try:
                await self.enter(address)
                while True:
                    await self.read()
            except (ConnectionClosed, InvalidHandshake, OSError, EOFError, TimeoutError):
                await asyncio.sleep(RECONNECT_S)  # as clients do; with jitter, if there are many
            finally:
                await self.close()

    async def sees(self, condition: Callable[[], bool], what: str, within_s: float = 60.0) -> None:
        """Wait while another task watches until `condition` holds."""
        try:
            async with asyncio.timeout(within_s):
                while not condition():
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"waited {within_s:g} s in vain for {what}; {self}") from None

    def decided(self, position: str) -> Callable[[], bool]:
        """Whether all rooms are at `position`, which must have changed all of them."""
        return lambda: all(room.decided_offset() >= offset_of(position) for room in self.rooms.values())

    def __str__(self) -> str:
        rooms = {name: (room.decided, room.counters, f"{len(room.items)} items") for name, room in self.rooms.items()}
        return f"the viewer, {self.connections} times connected, {self.reloads}, knows {rooms}"

    async def _say(self, frame: dict[str, Any]) -> None:
        assert self._socket is not None, "enter() comes first"
        await self._socket.send(json.dumps(frame))


@asynccontextmanager
async def watching(*viewers: Viewer, addresses: Sequence[str]) -> AsyncIterator[None]:
    """Let each viewer watch, with different first addresses, for the duration of the block. A failure of one fails the
    block."""
    async with asyncio.TaskGroup() as group:
        turned = [[*addresses[n % len(addresses) :], *addresses[: n % len(addresses)]] for n in range(len(viewers))]
        tasks = [group.create_task(viewer.watch(mine)) for viewer, mine in zip(viewers, turned, strict=True)]
        yield
        for task in tasks:
            task.cancel()


async def snapshot(address: str, rooms: Sequence[str], position: str, token: str | None = None) -> dict[str, Room]:
    """One snapshot of each room for a new viewer, once they are at `position`."""
    viewer = Viewer(rooms, token)
    await viewer.enter(address)
    try:
        await viewer.reads_until(viewer.decided(position), f"{rooms} to be told up to {position} at {address}")
    finally:
        await viewer.close()
    newcomer = Viewer(rooms, token)
    await newcomer.enter(address)
    try:
        await newcomer.reads_until(lambda: all(room.position for room in newcomer.rooms.values()), "snapshots")
    finally:
        await newcomer.close()
    assert newcomer.decided(position)()
    return newcomer.rooms
