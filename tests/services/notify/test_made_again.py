"""Notify while its topics are deleted and made again, on a Kafka of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
import websockets
from aiokafka import AIOKafkaProducer

from livefair.system.home import Home
from livefair.system.keys import ensure_keys
from livefair.system.topics import create_topics
from schemas.topics import CHAT, PEOPLE, PRESENCE, ROOMS
from services.notify.settings import Settings
from services.notify.wiring import Service, build
from tests.conftest import RunningKafka
from tests.plumbing.kafka.conftest import make_again
from tests.services.notify.chatting import posted
from tests.services.notify.standing import Frame, World, ask, until_ready
from tests.services.notify.watching import FAIR, SESSION, Viewer


@pytest_asyncio.fixture(loop_scope="session")
async def own_world(own_kafka: RunningKafka, tmp_path_factory: Any) -> AsyncIterator[World]:
    home = Home(tmp_path_factory.mktemp("home"))
    ensure_keys(home)
    await create_topics(own_kafka.bootstrap, topics=[ROOMS, PRESENCE, CHAT, PEOPLE])
    async with AIOKafkaProducer(bootstrap_servers=own_kafka.bootstrap, metadata_max_age_ms=500) as producer:
        yield World(own_kafka, home, producer)


async def started(world: World) -> Service:
    service = await build(Settings.from_environment(world.environment()))
    await service.start("127.0.0.1", 0)
    await until_ready(service.live.port)
    return service


async def hear(socket: Any, viewer: Viewer, kind: str) -> None:
    """Fold frames up to the next one of this kind."""
    async with asyncio.timeout(30):
        while True:
            frame: Frame = json.loads(await socket.recv())
            viewer.fold(frame)
            if frame["type"] == kind:
                return


async def test_viewers_reload_when_the_topic_of_rooms_is_made_again(own_kafka: RunningKafka, own_world: World) -> None:
    """While it runs: the viewer gets `reload`, a snapshot of what was there and later updates; its old position is
    void here and at an instance that starts afterwards."""
    subscribe = {"type": "subscribe", "room": FAIR}
    for number in range(1, 4):
        await own_world.publish(FAIR, number, jobs=number)
    service, viewer = await started(own_world), Viewer()
    try:
        async with websockets.connect(f"ws://127.0.0.1:{service.live.port}/v1/live", proxy=None) as socket:
            for said in ({"type": "hello"}, subscribe):
                await socket.send(json.dumps(said))
            await hear(socket, viewer, "snapshot")
            before = viewer.position
            await make_again(own_kafka.bootstrap, ROOMS.name, ROOMS.partitions)
            await hear(socket, viewer, "reload")
            await hear(socket, viewer, "snapshot")
            assert (viewer.items, viewer.counters) == ([1, 2, 3], {"jobs": 3})
            await own_world.publish(FAIR, 4, jobs=4)
            await hear(socket, viewer, "update")
        assert (viewer.items, viewer.counters) == ([1, 2, 3, 4], {"jobs": 4})
        await own_world.publish(FAIR, 5, jobs=5)
        later = await started(own_world)
        try:
            for one in (service, later):
                back = await ask(one.live.port, {**subscribe, "since": before}, lambda frame: "items" in frame)
                assert [frame["type"] for frame in back] == ["reload", "snapshot"]
        finally:
            await later.stop()
    finally:
        await service.stop()


async def test_chat_goes_on_when_its_topic_is_made_again(own_kafka: RunningKafka, own_world: World) -> None:
    """Its offsets begin anew: the first comment in the new topic is shown."""
    await own_world.publish(SESSION, drops=0)
    await own_world.say(SESSION, *(posted(number) for number in range(3)))
    service, viewer = await started(own_world), Viewer()
    try:
        async with websockets.connect(f"ws://127.0.0.1:{service.live.port}/v1/live", proxy=None) as socket:
            for said in ({"type": "hello"}, {"type": "subscribe", "room": SESSION}):
                await socket.send(json.dumps(said))
            await hear(socket, viewer, "snapshot")
            assert len(viewer.comments) == 3
            await make_again(own_kafka.bootstrap, CHAT.name, CHAT.partitions)
            await own_world.say(SESSION, posted(3))
            async with asyncio.timeout(30):
                while len(viewer.comments) < 4:
                    viewer.fold(json.loads(await socket.recv()))
    finally:
        await service.stop()
