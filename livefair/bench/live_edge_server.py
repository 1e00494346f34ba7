"""The servers that `make bench-live` measures, each a separate process: notify's edge, and `websockets.broadcast`.

`python -m livefair.bench.live_edge_server edge|broadcast` prints `listening PORT`, then answers each line on stdin:
`send TIMES TEXT` sends TIMES frames to every viewer (TEXT for broadcast; for the edge one in each of TIMES rooms, with
an item of TEXT bytes where that is not 0) and is answered by `sent AT NS CPU_NS`: when it began on the monotonic clock,
how long it took, and the CPU time of the process; `memory` by `memory BYTES SOCKETS`; `place` by `place POSITION` of
the log; `slow` by `slow HOLDING CUT`: how many sockets have a buffer, and how many were closed with 4409. No log is
read: the records are made here.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

import uvloop
import websockets
from prometheus_client import REGISTRY
from websockets.asyncio.server import ServerConnection, broadcast, serve

from livefair.servers.ports import HOST
from schemas.rooms import RoomItem, RoomRecord
from services.notify.documents import asyncapi, openapi
from services.notify.edge.doors import Doors
from services.notify.edge.endpoints import Endpoints
from services.notify.edge.server import LiveServer
from services.notify.edge.sockets import Socket
from services.notify.rooms.hub import Hub
from services.notify.rooms.permissions import Member
from services.notify.rooms.protocol import BadCredentials

ROOMS = tuple(f"fair:{UUID(int=number)}" for number in range(10))
SETTLE_S = 0.05  # a transport writes its buffer at the end of a turn of the loop, or later


class Side(Protocol):
    """A server with viewers."""

    port: int

    async def start(self) -> None: ...

    async def send(self, times: int, text: str) -> None: ...

    @property
    def sockets(self) -> int: ...

    @property
    def place(self) -> str: ...

    @property
    def holding(self) -> int: ...


class Edge:
    """notify's hub and sockets, as in the service."""

    def __init__(self) -> None:
        self._hub: Hub[Socket] = Hub("epoch", lambda room: 0)
        endpoints = Endpoints(lambda: None, openapi(), asyncapi())
        self._server = LiveServer(self._hub, _nobody, endpoints, Doors(limited=False))
        self._offset = -1

    async def start(self) -> None:
        await self._server.start(HOST, 0)
        self.port = self._server.port
        await self.send(len(ROOMS), "0")

    async def send(self, times: int, text: str) -> None:
        for room in ROOMS[:times]:
            self._offset += 1
            counters = {"applications": self._offset, "applicants": self._offset, "jobs": 120}
            items = [_item(int(text))] if int(text) else []
            decided = f"livefair.fairs:0:{self._offset}"
            said = RoomRecord(room=room, decided=decided, counters=counters, items=items)
            self._hub.read(room, said, 0, self._offset, int(time.time() * 1000), self._server.now())
        self._server.tick()

    @property
    def sockets(self) -> int:
        return len(self._server.open_sockets)

    @property
    def place(self) -> str:
        return f"epoch:0:{self._offset}"

    @property
    def holding(self) -> int:
        return sum(socket.held_bytes > 0 for socket in self._server.open_sockets)


class Broadcast:
    """The library's own way: all connections in a set."""

    def __init__(self) -> None:
        self._connections: set[ServerConnection] = set()

    async def start(self) -> None:
        server = await serve(self._take, HOST, 0, compression=None, ping_interval=None, backlog=4_096)
        self.port = int(next(iter(server.sockets)).getsockname()[1])

    async def _take(self, connection: ServerConnection) -> None:
        self._connections.add(connection)
        with contextlib.suppress(websockets.ConnectionClosed):
            async for _ in connection:
                pass
        self._connections.discard(connection)

    async def send(self, times: int, text: str) -> None:
        for _ in range(times):
            broadcast(self._connections, text)

    @property
    def sockets(self) -> int:
        return len(self._connections)

    @property
    def place(self) -> str:
        return ""

    @property
    def holding(self) -> int:
        return 0


def _item(size: int) -> RoomItem:
    return RoomItem(event="JobPublished", event_id=uuid4(), at=datetime.now(UTC), data={"text": "x" * size})


def _nobody(token: str) -> Member:
    raise BadCredentials("guests only")


def memory_bytes() -> int:
    """The memory of the process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def lines() -> AsyncIterator[str]:
    reader = asyncio.StreamReader(limit=2**20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield line.decode().rstrip("\n")


async def answer(side: Side, line: str) -> str:
    """Carry out the command of a line."""
    what, _, rest = line.partition(" ")
    if what == "memory":
        return f"memory {memory_bytes()} {side.sockets}"
    if what == "place":
        return f"place {side.place}"
    if what == "slow":
        cut = REGISTRY.get_sample_value("livefair_sockets_closed_total", {"code": "4409"})
        return f"slow {side.holding} {int(cut or 0)}"
    times, _, text = rest.partition(" ")
    at, cpu = time.monotonic_ns(), time.process_time_ns()
    await side.send(int(times), text)
    spent = time.monotonic_ns() - at
    await asyncio.sleep(SETTLE_S)
    return f"sent {at} {spent} {time.process_time_ns() - cpu}"


async def main(name: str) -> None:
    sides: dict[str, type[Side]] = {"edge": Edge, "broadcast": Broadcast}
    side = sides[name]()
    await side.start()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    print(f"listening {side.port}", flush=True)
    async for line in lines():
        print(await answer(side, line), flush=True)


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
