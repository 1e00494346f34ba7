"""A live server on a free port with a hub that the test feeds, and clients that connect to it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
import pytest_asyncio
import websockets
from aiokafka import AIOKafkaProducer

from livefair.system.home import Home
from livefair.system.keys import ensure_keys
from livefair.system.topics import create_topics
from plumbing.http.address import Proxies
from schemas.rooms import RoomRecord
from schemas.topics import CHAT, PEOPLE, PRESENCE, ROOMS
from services.notify.documents import asyncapi, openapi
from services.notify.edge.doors import Doors
from services.notify.edge.endpoints import Endpoints
from services.notify.edge.server import Bounds, LiveServer
from services.notify.edge.sockets import Socket
from services.notify.rooms.hub import Hub
from services.notify.rooms.permissions import Member
from services.notify.rooms.protocol import BadCredentials
from tests.conftest import RunningKafka
from tests.services.notify.standing import World

PROXIES = Proxies.parse("127.0.0.0/8")
"""The clients of these tests say with `X-Forwarded-For` where they come from."""


def authenticate(token: str) -> Member:
    """Tokens of these tests: `sub`, or `sub:seconds` with a validity."""
    sub, _, valid_s = token.partition(":")
    if sub == "forged":
        raise BadCredentials("its signature is wrong")
    return Member(sub, "student", None, float(valid_s or 60))


class Edge:
    """One notify instance without its log."""

    def __init__(self, bounds: Bounds) -> None:
        self.why_not_ready: str | None = None
        self.hub: Hub[Socket] = Hub("epoch", lambda key: 0)
        endpoints = Endpoints(lambda: self.why_not_ready, openapi(), asyncapi())
        self.server = LiveServer(self.hub, authenticate, endpoints, Doors(PROXIES), bounds)
        self.offset = 0
        self._clients: list[Client] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.port}"

    def feed(self, *records: RoomRecord) -> None:
        for record in records:
            self.hub.read(record.room, record, 0, self.offset, logged_ms=0, now=self.server.now())
            self.offset += 1
        self.server.tick()

    async def connect(self, hello: dict[str, Any] | None = None, **options: Any) -> Client:
        """A client, welcomed if a `hello` is given."""
        url = f"ws://{self.address}/v1/live"
        client = Client(await websockets.connect(url, proxy=None, max_size=2**24, close_timeout=1, **options))
        self._clients.append(client)
        if hello is not None:
            await client.say(**hello)
            assert (await client.hear())["type"] == "welcome"
        return client

    async def hang_up(self) -> None:
        """Drop every client that is still connected."""
        for client in self._clients:
            client.socket.transport.abort()
            await client.socket.wait_closed()


class Client:
    """The client of one WebSocket."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket

    async def say(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def hear(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), 10))
        return frame

    async def rest(self) -> list[dict[str, Any]]:
        """Every frame until the server closes the connection."""
        frames = []
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                frames.append(await self.hear())
        return frames

    async def ended(self) -> int | None:
        """Read until the server closes the connection; returns the close code."""
        await self.rest()
        await self.socket.wait_closed()
        return self.socket.close_code


StartEdge = Callable[..., AbstractAsyncContextManager[Edge]]


@contextlib.asynccontextmanager
async def start_edge(bounds: Bounds | None = None) -> AsyncIterator[Edge]:
    edge = Edge(bounds or Bounds(farewell_s=1))
    await edge.server.start("127.0.0.1", 0)
    try:
        yield edge
    finally:
        await edge.hang_up()
        await edge.server.stop(grace_s=1)


@pytest.fixture
def edges() -> StartEdge:
    """Starts edges with the given bounds."""
    return start_edge


@pytest.fixture
async def edge() -> AsyncIterator[Edge]:
    """An edge with the default bounds."""
    async with start_edge() as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(kafka: RunningKafka, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    home = Home(tmp_path_factory.mktemp("home"))
    ensure_keys(home)
    await create_topics(kafka.bootstrap, topics=[ROOMS, PRESENCE, CHAT, PEOPLE])
    async with AIOKafkaProducer(bootstrap_servers=kafka.bootstrap) as producer:
        yield World(kafka, home, producer)
