"""A viewer of rooms over the WebSocket: folds what it is told, and fails on what no viewer may ever be told."""

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

ITEMS_MAX = 200  # as a page keeps
ITEMS_COMPARED = 80  # the newest: an edge keeps 100, less those of questions that were hidden
FRAME_S = 20.0
RECONNECT_S = 0.2
FRAME_BYTES_MAX = 16 * 1_048_576
Item = dict[str, Any]


@dataclass(slots=True)
class Room:
    """What a viewer knows of a room: its counters, its newest items, and up to where."""

    counters: dict[str, int] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    decided: str | None = None
    position: str | None = None
    comments: dict[str, Item] = field(default_factory=dict)
    """Those that were told, by id: one may come twice. `skipped`: so many came too fast to be told."""
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
        """Take a snapshot or an update: nothing goes back, no item comes twice."""
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
        """Of a hidden question nobody keeps what it said."""
        hidden = {one["data"]["question"] for one in self.items if one["event"] == "QuestionHidden"}
        return item["event"] != "QuestionHidden" and item["data"].get("question") in hidden


class Viewer:
    """Watches `rooms`. It keeps what it knows when its connection ends, and resumes from there."""

    def __init__(self, rooms: Sequence[str], token: str | None = None) -> None:
        self.rooms = {room: Room() for room in rooms}
        self.reloads: list[str] = []
        self.connections = 0
        self.token = token
        self.joining: set[str] = set()
        self._socket: ClientConnection | None = None
        self._news = asyncio.Event()

    async def enter(self, address: str) -> None:
        """Connect and join the rooms, each from where it is known."""
        socket = self._socket = await connect(f"{address}/v1/live", max_size=FRAME_BYTES_MAX, compression=None)
        await socket.send(json.dumps({"type": "hello", **({"token": self.token} if self.token else {})}))
        welcome = json.loads(await asyncio.wait_for(socket.recv(), FRAME_S))
        assert welcome["type"] == "welcome", welcome
        self.connections += 1
        for name in self.rooms:
            await self.join(name)

    async def join(self, name: str) -> None:
        """Ask for a room, from where it is known. Updates that come before the answer were on their way already, for
        the one who left: the answer tells them again."""
        self.joining.add(name)
        position = self.rooms[name].position
        await self._say({"type": "subscribe", "room": name, **({"since": position} if position else {})})

    async def leave(self, name: str) -> None:
        await self._say({"type": "unsubscribe", "room": name})

    async def read(self) -> None:
        """Take one frame."""
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
        """Take frames until `condition` holds."""
        try:
            async with asyncio.timeout(within_s):
                while not condition():
                    await self.read()
        except TimeoutError:
            raise AssertionError(f"waited {within_s:g} s in vain for {what}; {self}") from None

    def cut(self) -> None:
        """End the connection as a broken line does: without a word."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def watch(self, addresses: Sequence[str]) -> None:
        """Read until cancelled; where the connection ends, go on at the next of the addresses."""
        for address in itertools.cycle(addresses):
            try:
                await self.enter(address)
                while True:
                    await self.read()
            except (ConnectionClosed, InvalidHandshake, OSError, EOFError, TimeoutError):
                await asyncio.sleep(RECONNECT_S)  # as clients do; with jitter, where they are many
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
        """Whether all rooms are told up to `position`, which must have changed all of them."""
        return lambda: all(room.decided_offset() >= offset_of(position) for room in self.rooms.values())

    def __str__(self) -> str:
        rooms = {name: (room.decided, room.counters, f"{len(room.items)} items") for name, room in self.rooms.items()}
        return f"the viewer, {self.connections} times connected, {self.reloads}, knows {rooms}"

    async def _say(self, frame: dict[str, Any]) -> None:
        assert self._socket is not None, "enter() comes first"
        await self._socket.send(json.dumps(frame))


@asynccontextmanager
async def watching(*viewers: Viewer, addresses: Sequence[str]) -> AsyncIterator[None]:
    """Has each watch, beginning at an address of its own, for the length of the block. What one of them fails on
    fails the block."""
    async with asyncio.TaskGroup() as group:
        turned = [[*addresses[n % len(addresses) :], *addresses[: n % len(addresses)]] for n in range(len(viewers))]
        tasks = [group.create_task(viewer.watch(mine)) for viewer, mine in zip(viewers, turned, strict=True)]
        yield
        for task in tasks:
            task.cancel()


async def snapshot(address: str, rooms: Sequence[str], position: str, token: str | None = None) -> dict[str, Room]:
    """The rooms as a newcomer is told them, in one snapshot each, once they are told up to `position`."""
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
