"""The live server on real sockets."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvloop
import websockets

from services.notify.edge.doors import Doors
from services.notify.edge.endpoints import Endpoints
from services.notify.edge.server import Bounds, LiveServer
from services.notify.edge.sockets import Socket
from services.notify.rooms.hub import Hub
from services.notify.rooms.permissions import Member
from services.notify.rooms.protocol import BadCredentials, Connection, Limits
from tests.services.notify.conftest import Edge, StartEdge
from tests.services.notify.watching import FAIR, OTHER_FAIR, record

HELLO = {"type": "hello"}
FAST = Bounds(sweep_s=0.01, farewell_s=0.3, connection=Limits(hello_s=0.1, heartbeat_s=0.1, pong_s=0.2))


async def test_a_viewer_sees_what_happens(edge: Edge) -> None:
    """Hello, a snapshot, then updates as records arrive."""
    edge.feed(record(FAIR, 1, 1, counters={"jobs": 1}))
    viewer = await edge.connect(HELLO)
    await viewer.say(type="subscribe", room=FAIR)
    assert (await viewer.hear())["counters"] == {"jobs": 1}
    edge.feed(record(FAIR, 2, 2, counters={"jobs": 2}))
    update = await viewer.hear()
    assert (update["type"], update["counters"], update["items"][0]["data"]) == ("update", {"jobs": 2}, {"n": 2})


async def test_merged_updates_come_by_themselves(edge: Edge) -> None:
    """Changes that wait for the next frame are sent at their time, without a further record."""
    edge.feed(record(FAIR, 1))
    viewer = await edge.connect(HELLO)
    await viewer.say(type="subscribe", room=FAIR)
    await viewer.hear()
    edge.feed(record(FAIR, 2, 2))
    edge.feed(record(FAIR, 3, 3))
    edge.feed(record(FAIR, 4, 4))
    assert [len((await viewer.hear())["items"]) for _ in range(2)] == [1, 2]


async def test_a_place_in_another_log_is_no_place_here(edge: Edge) -> None:
    """A position from a recreated log is answered with `reload`, a snapshot, then updates."""
    edge.feed(record(FAIR, 1, 1, counters={"jobs": 1}))
    viewer = await edge.connect(HELLO)
    await viewer.say(type="subscribe", room=FAIR, since="another-epoch:0:0")
    assert await viewer.hear() == {"type": "reload", "room": FAIR, "reason": "the position is of another epoch"}
    snapshot = await viewer.hear()
    assert (snapshot["type"], snapshot["position"], snapshot["counters"]) == ("snapshot", "epoch:0:0", {"jobs": 1})
    edge.feed(record(FAIR, 2, 2))
    assert (await viewer.hear())["position"] == "epoch:0:1"


async def test_an_unknown_room_is_answered_when_it_comes(edge: Edge) -> None:
    """A subscription waits for the room of a fair that was just created."""
    viewer = await edge.connect(HELLO)
    await viewer.say(type="subscribe", room=FAIR)
    await viewer.say(type="ping")
    assert (await viewer.hear())["type"] == "pong"
    edge.feed(record(FAIR, 1, 1))
    assert (await viewer.hear())["type"] == "snapshot"


async def test_an_unknown_room_is_an_error_in_the_end(edge: Edge) -> None:
    """After two seconds, with the room's name."""
    viewer = await edge.connect(HELLO)
    await viewer.say(type="subscribe", room=FAIR)
    error = await viewer.hear()
    assert (error["code"], error["room"]) == ("unknown_room", FAIR)


async def test_odd_frames_are_errors_and_not_the_end(edge: Edge) -> None:
    """Each gets an error with code and message, and the connection goes on."""
    viewer = await edge.connect(HELLO)
    for odd in ("", "{", '{"type": "dance"}', '{"type": "subscribe", "room": 7}'):
        await viewer.socket.send(odd)
        error = await viewer.hear()
        assert (error["type"], error["code"]) == ("error", "bad_frame")
        assert error["message"]
    await viewer.say(type="ping")
    assert await viewer.hear() == {"type": "pong"}


async def test_a_bad_token_is_4401(edge: Edge) -> None:
    """After an error frame, for clients that cannot read close codes."""
    viewer = await edge.connect()
    await viewer.say(type="hello", token="forged")
    assert (await viewer.hear())["type"] == "error"
    assert await viewer.ended() == 4401


async def test_a_token_that_expires_is_4401(edges: StartEdge) -> None:
    """Also when it expires while connected."""
    async with edges(FAST) as edge:
        viewer = await edge.connect({"type": "hello", "token": "ann:0.05"})
        assert await viewer.ended() == 4401


async def test_no_hello_is_4408(edges: StartEdge) -> None:
    """A client that connects and sends nothing is disconnected."""
    async with edges(FAST) as edge:
        viewer = await edge.connect()
        assert await viewer.ended() == 4408


async def test_no_pong_is_4408(edges: StartEdge) -> None:
    """A heartbeat without an answer ends the connection; clients that answer stay."""
    async with edges(FAST) as edge:
        alive = await edge.connect(HELLO)
        dead = await edge.connect(HELLO)
        dead.socket.protocol.send_frame = lambda frame: None  # type: ignore[method-assign]  # sends nothing any more
        assert await dead.ended() == 4408
        await alive.say(type="ping")
        assert await alive.hear() == {"type": "pong"}


async def test_too_many_frames_is_4429(edge: Edge) -> None:
    """A client that sends too many frames is disconnected."""
    viewer = await edge.connect(HELLO)
    with contextlib.suppress(websockets.ConnectionClosed):
        for _ in range(100_000):
            await viewer.say(type="ping")
    assert await viewer.ended() == 4429


async def test_a_frame_over_16_kib_is_1009(edge: Edge) -> None:
    """A larger frame is not even read."""
    fits = await edge.connect(HELLO)
    await fits.socket.send("x" * 16 * 1024)
    assert (await fits.hear())["code"] == "bad_frame"
    await fits.socket.send("x" * (16 * 1024 + 1))
    assert await fits.ended() == 1009


async def test_a_binary_frame_is_4400(edge: Edge) -> None:
    """The protocol is JSON text."""
    viewer = await edge.connect(HELLO)
    await viewer.socket.send(b"{}")
    assert await viewer.ended() == 4400


async def test_at_most_64_rooms(edge: Edge) -> None:
    """The 65th subscription is an error; the others go on."""
    rooms = [f"fair:00000000-0000-4000-8000-{number:012}" for number in range(65)]
    edge.feed(*(record(room, number) for number, room in enumerate(rooms)))
    viewer = await edge.connect(HELLO)
    for room in rooms:
        await viewer.say(type="subscribe", room=room)
    answers = [await viewer.hear() for _ in rooms]
    assert [answer["type"] for answer in answers] == ["snapshot"] * 64 + ["error"]
    assert answers[-1]["code"] == "too_many_rooms"


async def test_unsubscribing_ends_the_updates(edge: Edge) -> None:
    """After the next pong no update of the room arrives, while the other room goes on."""
    edge.feed(record(FAIR, 1), record(OTHER_FAIR, 2))
    viewer = await edge.connect(HELLO)
    for room in (FAIR, OTHER_FAIR):
        await viewer.say(type="subscribe", room=room)
        await viewer.hear()
    await viewer.say(type="unsubscribe", room=FAIR)
    await viewer.say(type="ping")
    await viewer.hear()
    edge.feed(record(FAIR, 3, 3), record(OTHER_FAIR, 4, 4))
    assert (await viewer.hear())["room"] == OTHER_FAIR


async def test_a_viewer_that_vanishes_is_forgotten(edge: Edge) -> None:
    """A client whose connection was aborted leaves its rooms."""
    edge.feed(record(FAIR, 0))
    viewer, witness = await edge.connect(HELLO), await edge.connect(HELLO)
    await viewer.say(type="subscribe", room=FAIR)
    await viewer.hear()
    viewer.socket.transport.abort()
    await viewer.socket.wait_closed()
    while len(edge.server.open_sockets) > 1:
        await witness.say(type="ping")
        await witness.hear()
    assert edge.hub.watched == 0


async def test_a_port_that_is_taken_is_said(edge: Edge) -> None:
    """Starting a second server on the port raises OSError."""
    with pytest.raises(OSError, match="in use"):
        await Edge(Bounds()).server.start("127.0.0.1", edge.server.port)


def test_a_room_that_is_due_at_once_is_told_on_the_services_own_loop() -> None:
    """uvloop gives a handle no time if it is due now; a tick must not rely on one."""

    class DueNow(Hub[Socket]):
        @property
        def next_due(self) -> float | None:
            return 0.0

    async def tick_twice() -> None:
        server = LiveServer(DueNow("epoch", lambda key: 0), _nobody, Endpoints(lambda: None, {}, {}), Doors())
        server.tick()
        server.tick()
        await server.stop(0)

    with ThreadPoolExecutor(1) as thread:  # this one has a loop already
        assert thread.submit(uvloop.run, tick_twice()).exception() is None


def _nobody(token: str) -> Member:
    raise BadCredentials


async def test_frames_of_one_turn_are_written_at_once(edge: Edge) -> None:
    """A viewer of two rooms gets both frames in the order of the log."""
    edge.feed(record(FAIR, 0), record(OTHER_FAIR, 1))
    viewer = await edge.connect(HELLO)
    for room in (FAIR, OTHER_FAIR):
        await viewer.say(type="subscribe", room=room)
        await viewer.hear()
    edge.feed(record(FAIR, 2, 2), record(OTHER_FAIR, 3, 3))
    assert [(await viewer.hear())["room"] for _ in range(2)] == [FAIR, OTHER_FAIR]


async def test_a_sweep_that_fails_stops_the_process(edges: StartEdge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the sweep no client would be pinged, and tokens would never expire."""
    stopped = asyncio.get_running_loop().create_future()
    monkeypatch.setattr("plumbing.telemetry.fatal.stop_process", stopped.set_result)

    def fail(*_: object) -> None:
        raise RuntimeError("for once")

    async with edges(FAST) as edge:
        await edge.connect(HELLO)
        monkeypatch.setattr(Connection, "on_time", fail)
        assert await asyncio.wait_for(stopped, 10) == "silent sockets cannot be found: RuntimeError('for once')"
