"""Closing connections of slow readers, and all connections when the server stops."""

from __future__ import annotations

import asyncio
import socket as sockets

from services.notify.edge.server import Bounds
from tests.services.notify.conftest import Edge, StartEdge
from tests.services.notify.watching import FAIR, OTHER_FAIR, record

HELLO = {"type": "hello"}


async def test_a_slow_reader_is_4409_and_can_resume(edges: StartEdge) -> None:
    """Only that client is disconnected, its buffer stays bounded, and `since` delivers what it missed."""
    bounds = Bounds(held_bytes_max=200_000, kernel_bytes=8_192, farewell_s=20)
    async with edges(bounds) as edge:
        edge.feed(record(FAIR, 0, 0))
        slow = await edge.connect(HELLO, max_queue=1, sock=_with_small_buffer(edge))
        (socket,) = edge.server.open_sockets  # the server's side of the connection, to look at its buffer
        witness = await edge.connect(HELLO)
        for viewer in (slow, witness):
            await viewer.say(type="subscribe", room=FAIR)
            position = (await viewer.hear())["position"]
        slow.socket.transport.pause_reading()
        number = 0
        while socket.open:
            number += 1
            edge.feed(record(FAIR, number, number, padding="x" * 150_000))
            assert (await witness.hear())["items"][0]["data"]["n"] == number
            assert socket.held_bytes <= bounds.held_bytes_max + 151_000
        slow.socket.transport.resume_reading()
        frames = await slow.rest()
        told = [item["data"]["n"] for frame in frames for item in frame["items"]]
        position = frames[-1]["position"] if frames else position
        assert slow.socket.close_code == 4409
        again = await edge.connect(HELLO)
        await again.say(type="subscribe", room=FAIR, since=position)
        assert (await again.hear())["type"] == "resumed"
        told += [item["data"]["n"] for item in (await again.hear())["items"]]
        assert told == list(range(1, number + 1))


async def test_when_all_buffers_are_too_much_the_largest_goes_first(edges: StartEdge) -> None:
    """The slowest reader gets 4409 and resumes without a gap; one that is less behind and one that reads stay."""
    bounds = Bounds(backlog_bytes_max=900_000, kernel_bytes=8_192, farewell_s=20)
    async with edges(bounds) as edge:
        edge.feed(record(FAIR, 0, 0), record(OTHER_FAIR, 0, 0))
        slowest, slow = [await edge.connect(HELLO, max_queue=1, sock=_with_small_buffer(edge)) for _ in range(2)]
        (of_slowest, of_slow) = edge.server.open_sockets
        witness = await edge.connect(HELLO)
        for viewer, room in ((slowest, FAIR), (slow, OTHER_FAIR), (witness, FAIR)):
            await viewer.say(type="subscribe", room=room)
            position = (await viewer.hear())["position"] if viewer is slowest else await viewer.hear()
        for viewer in (slowest, slow):
            viewer.socket.transport.pause_reading()
        edge.feed(record(OTHER_FAIR, 1, 1, padding="x" * 150_000))
        number = 0
        while of_slowest.open:
            number += 1
            edge.feed(record(FAIR, number, number, padding="x" * 150_000))
            assert (await witness.hear())["items"][0]["data"]["n"] == number
            assert edge.server.backlog_bytes <= bounds.backlog_bytes_max
        assert of_slow.open
        slow.socket.transport.resume_reading()
        assert (await slow.hear())["items"][0]["data"]["n"] == 1
        slowest.socket.transport.resume_reading()
        frames = await slowest.rest()
        assert slowest.socket.close_code == 4409
        told = [item["data"]["n"] for frame in frames for item in frame["items"]]
        again = await edge.connect(HELLO)
        await again.say(type="subscribe", room=FAIR, since=frames[-1]["position"] if frames else position)
        assert (await again.hear())["type"] == "resumed"
        told += [item["data"]["n"] for item in (await again.hear())["items"]]
        assert told == list(range(1, number + 1))


async def test_a_reader_that_asks_faster_than_it_reads_waits_for_itself(edges: StartEdge) -> None:
    """Many large snapshots at once do not count as slow reading."""
    bounds = Bounds(held_bytes_max=100_000, kernel_bytes=8_192, farewell_s=1)
    async with edges(bounds) as edge:
        edge.feed(record(FAIR, 0, *range(80), padding="x" * 1_000))
        viewer = await edge.connect(HELLO)
        for _ in range(30):
            await viewer.say(type="subscribe", room=FAIR)
        assert [(await viewer.hear())["type"] for _ in range(30)] == ["snapshot"] * 30


async def test_stopping_tells_everyone_to_go_elsewhere(edges: StartEdge) -> None:
    """All get 1001 within the grace time, even while records arrive and one client does not read."""
    async with edges(Bounds(farewell_s=0.5)) as edge:
        edge.feed(record(FAIR, 0))
        viewers = [await edge.connect(HELLO) for _ in range(20)]
        for viewer in viewers:
            await viewer.say(type="subscribe", room=FAIR)
            await viewer.hear()
        viewers[0].socket.transport.pause_reading()
        feeding = asyncio.create_task(_feed_on(edge))
        endings = [asyncio.create_task(viewer.ended()) for viewer in viewers[1:]]
        started = edge.server.now()
        await edge.server.stop(grace_s=3)
        assert edge.server.now() - started < 3
        assert await asyncio.gather(*endings) == [1001] * 19
        feeding.cancel()


async def test_many_are_sent_away_bit_by_bit(edges: StartEdge) -> None:
    """Clients are closed gradually, since all would reconnect at once; those still open get updates."""
    async with edges(Bounds(accepts_per_s=100)) as edge:
        edge.feed(record(FAIR, 0))
        viewers = [await edge.connect(HELLO) for _ in range(12)]
        await viewers[-1].say(type="subscribe", room=FAIR)
        await viewers[-1].hear()
        stopping = asyncio.create_task(edge.server.stop(grace_s=5))
        assert await viewers[0].ended() == 1001
        edge.feed(record(FAIR, 1, 1))
        assert (await viewers[-1].hear())["items"]
        assert await viewers[-1].ended() == 1001
        await stopping


async def _feed_on(edge: Edge) -> None:
    while True:
        edge.feed(record(FAIR, edge.offset, edge.offset))
        await asyncio.sleep(0)


def _with_small_buffer(edge: Edge) -> sockets.socket:
    """A client socket with small kernel buffers."""
    small = sockets.socket()
    small.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4_096)
    small.connect(("127.0.0.1", edge.server.port))
    small.setblocking(False)
    return small
