"""The whole of notify on a real log, in this process and as a program."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
import websockets

from livefair.servers.ports import free_port
from livefair.system.home import Home
from livefair.system.keys import ensure_keys
from livefair.system.topics import create_topics
from plumbing.auth.tokens import Verifier
from schemas.chat import AudienceCounted, CommentHidden
from schemas.topics import CHAT, PEOPLE, PRESENCE, ROOMS
from services.notify.feeds.presence import Presence
from services.notify.rooms.protocol import BadCredentials
from services.notify.settings import Settings
from services.notify.wiring import STOP_SOCKETS_S, CannotStart, Service, authenticate_with, build
from tests.conftest import RunningKafka
from tests.services.notify.chatting import posted
from tests.services.notify.standing import Frame, World, ask, counted, start_program, stay, until_ready
from tests.services.notify.watching import FAIR, SESSION


@pytest.fixture
async def instances(world: World) -> AsyncIterator[list[Service]]:
    """Two instances that have read the log to its end."""
    started = [await build(Settings.from_environment(world.environment())) for _ in range(2)]
    for service in started:
        await service.start("127.0.0.1", 0)
    try:
        for service in started:
            await until_ready(service.live.port)
        yield started
    finally:
        for service in started:
            await service.stop()


def is_a(kind: str) -> Callable[[Frame], bool]:
    return lambda frame: frame["type"] == kind


async def test_instances_agree_and_a_viewer_may_move_between_them(world: World, instances: list[Service]) -> None:
    """Both have the same snapshot at the same position, and `since` from one resumes at the other."""
    await world.publish(FAIR, 1, jobs=1)
    subscribe = {"type": "subscribe", "room": FAIR}
    (first,), (second,) = [await ask(one.live.port, subscribe, is_a("snapshot")) for one in instances]
    assert first == second
    assert (first["counters"], len(first["items"])) == ({"jobs": 1}, 1)
    await world.publish(FAIR, 2, jobs=2)
    told = await ask(instances[1].live.port, {**subscribe, "since": first["position"]}, is_a("update"))
    assert [frame["type"] for frame in told] == ["resumed", "update"]
    assert (told[-1]["counters"], told[-1]["items"][0]["data"]) == ({"jobs": 2}, {"n": 2})


async def test_viewers_of_all_instances_are_counted(world: World, instances: list[Service]) -> None:
    """Viewers of two instances are added up, and a new instance learns the peak while somebody still watches."""
    await world.publish(SESSION, drops=0)
    here, there = (one.live.port for one in instances)
    subscribe = {"type": "subscribe", "room": SESSION}
    counters: dict[str, int] = {}
    staying = [asyncio.create_task(stay(here, subscribe, counters)) for _ in range(2)]
    place = await counted(there, subscribe, viewers=3, viewers_peak=3)
    await counted(there, {**subscribe, "since": place}, viewers=3, viewers_peak=3)
    async with asyncio.timeout(20):
        while (counters.get("viewers"), counters.get("viewers_peak")) != (2, 3):
            await asyncio.sleep(0.05)
    later = await build(Settings.from_environment(world.environment()))
    await later.start("127.0.0.1", 0)
    try:
        await until_ready(later.live.port)
        await counted(later.live.port, subscribe, viewers=3, viewers_peak=3)
    finally:
        await later.stop()
    for one in staying:
        one.cancel()


async def test_viewers_of_a_killed_instance_do_not_raise_the_peak(world: World, instances: list[Service]) -> None:
    """Four watch there and one here; it is killed and two reconnect here: three are counted, never six."""
    room = SESSION.replace("3", "8")
    subscribe = {"type": "subscribe", "room": room}
    await world.publish(room, drops=0)
    environment = world.environment()
    killed = await start_program(environment)
    port, here = int(environment["LIVEFAIR_PORT"]), instances[0].live.port
    await until_ready(port)
    staying = asyncio.create_task(counted(here, subscribe, viewers=99))
    await counted(port, subscribe, viewers=2)
    there = [asyncio.create_task(counted(port, subscribe, viewers=99)) for _ in range(3)]
    await counted(port, subscribe, viewers_peak=5)
    killed.kill()
    await asyncio.gather(*there, return_exceptions=True)
    moved = asyncio.create_task(counted(here, subscribe, viewers=99))
    await counted(here, subscribe, viewers=3, viewers_peak=5)
    for one in (staying, moved):
        one.cancel()
    await killed.communicate()


async def test_viewers_who_move_while_an_instance_stops_count_once(
    world: World, instances: list[Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three watch there and one here. That instance stops slowly, since one client does not close; the others reconnect
    here. They count at once as gone there, and the total never exceeds four."""
    room = SESSION.replace("3", "b")
    subscribe = {"type": "subscribe", "room": room}
    await world.publish(room, drops=0)
    leaving = await build(Settings.from_environment(world.environment()))
    await leaving.start("127.0.0.1", 0)
    await until_ready(leaving.live.port)
    there, here = leaving.live.port, instances[0].live.port
    staying = asyncio.create_task(counted(here, subscribe, viewers=99))
    await counted(there, subscribe, viewers=2)
    moving = [asyncio.create_task(counted(there, subscribe, viewers=99)) for _ in range(2)]
    async with websockets.connect(f"ws://127.0.0.1:{there}/v1/live", proxy=None, close_timeout=0) as silent:
        for frame in ({"type": "hello"}, subscribe):
            await silent.send(json.dumps(frame))
        while json.loads(await silent.recv()).get("counters", {}).get("viewers") != 4:
            pass
        silent.transport.pause_reading()
        with monkeypatch.context() as ageless:
            ageless.setattr("services.notify.rooms.audience.SETTLES_MS", 60_000)
            stopping = asyncio.create_task(leaving.stop())
            await asyncio.gather(*moving, return_exceptions=True)
            async with asyncio.timeout(STOP_SOCKETS_S / 2):
                await asyncio.gather(*(counted(here, subscribe, viewers=3) for _ in moving))
    await stopping
    await counted(here, subscribe, viewers=2, viewers_peak=4)
    staying.cancel()


async def test_an_instance_that_cannot_count_its_viewers_stops(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise it would look healthy while its viewers are not counted."""
    stopped = asyncio.get_running_loop().create_future()
    monkeypatch.setattr("plumbing.telemetry.fatal.stop_process", stopped.set_result)

    async def fail(_: Presence) -> None:
        raise RuntimeError("for once")

    monkeypatch.setattr(Presence, "run", fail)
    service = await build(Settings.from_environment(world.environment()))
    await service.start("127.0.0.1", 0)
    assert await asyncio.wait_for(stopped, 20) == "viewers cannot be counted: RuntimeError('for once')"
    await service.stop()


async def test_all_instances_send_comments(world: World, instances: list[Service]) -> None:
    """Also one that starts later; hidden comments are in no snapshot."""
    room = SESSION.replace("3", "9")
    subscribe = {"type": "subscribe", "room": room}
    await world.publish(room, drops=0)
    first, second = posted(91, room), posted(92, room)
    likes = AudienceCounted(session=first.session, reactions={"like": 3})
    waiting = [counted(one.live.port, subscribe, comments=2, reactions_like=3) for one in instances]
    told = asyncio.gather(*waiting)
    await world.say(room, first, second, likes, CommentHidden(session=first.session, comment=first.comment))
    await told
    later = await build(Settings.from_environment(world.environment()))
    await later.start("127.0.0.1", 0)
    try:
        await until_ready(later.live.port)
        for service in (*instances, later):
            (snapshot,) = await ask(service.live.port, subscribe, is_a("snapshot"))
            assert [comment["text"] for comment in snapshot["comments"]] == [second.text]
            assert (snapshot["counters"]["comments"], snapshot["counters"]["reactions_like"]) == (2, 3)
    finally:
        await later.stop()


async def test_a_bad_record_stops_nobody(world: World, instances: list[Service]) -> None:
    """The records around it in the partition are shown."""
    room = FAIR.replace("1", "5")
    await world.publish(room, 1, jobs=1)
    await world.publish_bad(room)
    await world.publish(room, 2, jobs=2)
    subscribe = {"type": "subscribe", "room": room}
    told = await ask(instances[0].live.port, subscribe, lambda frame: frame.get("counters") == {"jobs": 2})
    assert [item["data"]["n"] for item in told[-1]["items"]][-1] == 2
    async with httpx.AsyncClient(trust_env=False) as client:
        metrics = (await client.get(f"http://127.0.0.1:{instances[0].live.port}/metrics")).text
    assert 'livefair_unreadable_records_total{topic="livefair.rooms"}' in metrics


async def test_tokens_are_verified(world: World) -> None:
    """A valid token gives a user with its remaining validity; an invalid one is refused."""
    authenticate = authenticate_with(Verifier(world.jwks))
    claims = {"sub": "rob", "role": "enterprise", "org": "acme"}
    member = authenticate(world.signer.token(claims, expires_in_s=60))
    assert (member.sub, member.role, member.org) == ("rob", "enterprise", "acme")
    assert 50 < member.valid_s <= 60
    with pytest.raises(BadCredentials):
        authenticate("no token")


async def test_missing_settings_are_named(world: World, tmp_path: Path) -> None:
    """An unreachable broker and missing keys are named."""
    with pytest.raises(CannotStart, match="Kafka"):
        await build(Settings.from_environment(world.environment(LIVEFAIR_KAFKA=f"127.0.0.1:{free_port()}")))
    with pytest.raises(CannotStart, match=r"nowhere\.json"):
        await build(Settings.from_environment(world.environment(LIVEFAIR_JWKS=str(tmp_path / "nowhere.json"))))


async def test_the_program_stops_in_order_while_records_come(world: World) -> None:
    """SIGTERM: clients are closed with 1001, and the exit status is 0."""
    environment = world.environment()
    port = int(environment["LIVEFAIR_PORT"])
    program = await start_program(environment)
    room = FAIR.replace("1", "6")
    await until_ready(port)
    await world.publish(room, 0)
    async with websockets.connect(f"ws://127.0.0.1:{port}/v1/live", proxy=None) as socket:
        for frame in ({"type": "hello"}, {"type": "subscribe", "room": room}):
            await socket.send(json.dumps(frame))
        publishing = asyncio.create_task(_publish_on(world, room))
        while json.loads(await asyncio.wait_for(socket.recv(), 10))["type"] != "update":
            pass
        program.send_signal(signal.SIGTERM)
        with pytest.raises(websockets.ConnectionClosed):
            await _read_on(socket)
        assert socket.close_code == 1001
    _, errors = await asyncio.wait_for(program.communicate(), 15)
    publishing.cancel()
    assert program.returncode == 0, errors.decode()


async def test_the_program_stops_in_time_while_the_broker_is_away(own_kafka: RunningKafka, tmp_path: Path) -> None:
    """Within 15 s, even if the broker takes no last report and a client does not close."""
    ensure_keys(home := Home(tmp_path))
    await create_topics(own_kafka.bootstrap, topics=[ROOMS, PRESENCE, CHAT, PEOPLE])
    port = free_port()
    given = {"LIVEFAIR_PORT": str(port), "LIVEFAIR_KAFKA": own_kafka.bootstrap, "LIVEFAIR_JWKS": str(home.jwks)}
    given |= {"LIVEFAIR_OBJECTS": str(tmp_path / "objects")}
    program = await start_program(given)
    await until_ready(port)
    async with websockets.connect(f"ws://127.0.0.1:{port}/v1/live", proxy=None, close_timeout=0) as silent:
        await silent.send('{"type": "hello"}')
        await silent.recv()
        silent.transport.pause_reading()
        await own_kafka.kill()
        program.send_signal(signal.SIGTERM)
        _, errors = await asyncio.wait_for(program.communicate(), 15)
    assert program.returncode == 0, errors.decode()


@pytest.mark.parametrize("missing", ["LIVEFAIR_PORT", "LIVEFAIR_KAFKA", "LIVEFAIR_JWKS", "LIVEFAIR_OBJECTS"])
async def test_the_program_names_a_missing_setting_in_one_line(world: World, missing: str) -> None:
    """Exit status 1, and the variable's name."""
    environment = world.environment()
    del environment[missing]
    program = await start_program(environment)
    _, errors = await asyncio.wait_for(program.communicate(), 15)
    assert (program.returncode, errors.decode()) == (1, f"notify: {missing} must be set\n")


async def test_an_address_that_is_taken_is_named(world: World) -> None:
    """Exit status 1, and one line that names it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        program = await start_program(world.environment(LIVEFAIR_PORT=str(port)))
        _, errors = await asyncio.wait_for(program.communicate(), 30)
    assert (program.returncode, f"notify: cannot serve on 127.0.0.1:{port}" in errors.decode()) == (1, True)


async def _read_on(socket: websockets.ClientConnection) -> None:
    while True:
        await asyncio.wait_for(socket.recv(), 15)


async def _publish_on(world: World, room: str) -> None:
    number = 0
    while True:
        number += 1
        await world.publish(room, number)
