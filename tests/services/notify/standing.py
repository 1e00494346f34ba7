"""The surroundings of a whole notify: a log of rooms, keys, a process."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from typing import Any

import httpx
import websockets
from aiokafka import AIOKafkaProducer

from livefair.servers.ports import free_port
from livefair.system.home import Home
from livefair.system.keys import Signer
from schemas.event import Event
from schemas.rooms import RoomRecord
from schemas.topics import CHAT, ROOMS
from services.notify.rooms.beside import SESSION
from tests.conftest import RunningKafka
from tests.services.notify.chatting import headers_of
from tests.services.notify.watching import record

Frame = dict[str, Any]


class World:
    """A log of rooms with a producer, keys, and the environment of a notify that uses them."""

    def __init__(self, kafka: RunningKafka, home: Home, producer: AIOKafkaProducer) -> None:
        self.signer = Signer(home)
        self.jwks = home.jwks
        self.objects = home.path / "objects"
        self._kafka = kafka
        self._producer = producer
        self._decided = 0

    def environment(self, **more: str) -> dict[str, str]:
        given = {"LIVEFAIR_PORT": str(free_port()), "LIVEFAIR_KAFKA": self._kafka.bootstrap}
        return given | {"LIVEFAIR_JWKS": str(self.jwks), "LIVEFAIR_OBJECTS": str(self.objects)} | more

    async def publish(self, room: str, *items: int, **counters: int) -> None:
        self._decided += 1
        await self._send(room, record(room, self._decided, *items, counters=counters or None))

    async def say(self, room: str, *events: Event) -> None:
        """Write to the session's chat."""
        key = room.removeprefix(SESSION).encode()
        waiting = [
            await self._producer.send(CHAT.name, event.wire_value(), key=key, headers=headers_of(event))
            for event in events
        ]
        await asyncio.gather(*waiting)

    async def publish_bad(self, room: str) -> None:
        await self._producer.send_and_wait(ROOMS.name, b"no json", key=room.encode())

    async def _send(self, room: str, said: RoomRecord) -> None:
        await self._producer.send_and_wait(ROOMS.name, said.model_dump_json().encode(), key=room.encode())


async def until_ready(port: int) -> None:
    """Poll until it is ready, or has stopped for good."""
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(300):
            try:
                if (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass  # it does not listen yet
            await asyncio.sleep(0.05)
    raise AssertionError("notify did not become ready")


async def ask(port: int, frame: Frame, until: Callable[[Frame], bool]) -> list[Frame]:
    """Send hello and this frame; returns the frames up to the expected one."""
    told: list[Frame] = []
    async with websockets.connect(f"ws://127.0.0.1:{port}/v1/live", proxy=None) as socket:
        for said in ({"type": "hello"}, frame):
            await socket.send(json.dumps(said))
        while not told or not until(told[-1]):
            told.append(json.loads(await asyncio.wait_for(socket.recv(), 10)))
    return told[1:]


async def counted(port: int, frame: Frame, **wanted: int) -> str:
    """Stay in the room until its counters have these values; returns the position."""
    counters: dict[str, int] = {}

    def reached(told: Frame) -> bool:
        counters.update(told.get("counters", {}))
        return wanted.items() <= counters.items()

    return str((await ask(port, frame, reached))[-1]["position"])


async def stay(port: int, frame: Frame, counters: dict[str, int]) -> None:
    """Stay in the room until cancelled, with its newest counters in `counters`."""
    async with websockets.connect(f"ws://127.0.0.1:{port}/v1/live", proxy=None) as socket:
        for said in ({"type": "hello"}, frame):
            await socket.send(json.dumps(said))
        async for told in socket:
            counters.update(json.loads(told).get("counters", {}))


async def start_program(environment: dict[str, str]) -> Process:
    """`python -m services.notify` with only this of our variables."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LIVEFAIR_")}
    command = (sys.executable, "-m", "services.notify")
    return await asyncio.create_subprocess_exec(*command, env=inherited | environment, stdout=PIPE, stderr=PIPE)
