"""One WebSocket byte by byte: cases that normal clients never send."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from websockets.frames import Frame, Opcode

from services.notify.edge.server import Bounds
from services.notify.edge.sockets import PARTS_MAX
from tests.services.notify.conftest import Edge, StartEdge
from tests.services.notify.watching import FAIR, record

SHAKE = (
    b"GET /v1/live HTTP/1.1\r\nHost: edge\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Raw:
    """A client that sends raw bytes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def say(self, opcode: Opcode, data: bytes, fin: bool = True) -> None:
        self.writer.write(Frame(opcode, data, fin).serialize(mask=True))

    async def hear(self) -> tuple[int, bytes]:
        """The opcode and payload of the next frame."""
        first, size = await asyncio.wait_for(self.reader.readexactly(2), 10)
        if size == 126:
            size = int.from_bytes(await self.reader.readexactly(2), "big")
        return first & 15, await self.reader.readexactly(size)

    async def close_code(self) -> int:
        while True:
            opcode, data = await self.hear()
            if opcode == Opcode.CLOSE:
                return int.from_bytes(data[:2], "big")

    async def gone(self) -> bool:
        """Whether the server closes the connection."""
        return await asyncio.wait_for(self.reader.read(), 10) == b""


@contextlib.asynccontextmanager
async def connected(edge: Edge) -> AsyncIterator[Raw]:
    reader, writer = await asyncio.open_connection("127.0.0.1", edge.server.port)
    try:
        yield Raw(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


@contextlib.asynccontextmanager
async def shaken(edge: Edge) -> AsyncIterator[Raw]:
    async with connected(edge) as raw:
        raw.writer.write(SHAKE)
        await raw.reader.readuntil(b"\r\n\r\n")
        yield raw


async def test_a_message_may_come_in_pieces(edge: Edge) -> None:
    """Split bytes, split frames with a ping in between, and two messages in one write."""
    async with shaken(edge) as raw:
        raw.say(Opcode.TEXT, b'{"type": ', fin=False)
        raw.say(Opcode.PING, b"there?")
        assert await raw.hear() == (Opcode.PONG, b"there?")
        raw.say(Opcode.CONT, b'"hello"}')
        raw.say(Opcode.TEXT, b'{"type": "ping"}')
        assert b"welcome" in (await raw.hear())[1]
        assert b"pong" in (await raw.hear())[1]


async def test_text_that_is_no_utf_8_is_1007(edge: Edge) -> None:
    """As RFC 6455 requires."""
    async with shaken(edge) as raw:
        raw.say(Opcode.TEXT, b"\xff")
        assert await raw.close_code() == 1007
        assert await raw.gone()


@pytest.mark.parametrize("data", [b"", b"x"])
async def test_a_message_in_too_many_pieces_is_4429(edge: Edge, data: bytes) -> None:
    """Also empty pieces: they would be kept until a last piece that may never arrive."""
    async with shaken(edge) as raw:
        raw.say(Opcode.TEXT, data, fin=False)
        for _ in range(9 * PARTS_MAX):
            raw.say(Opcode.CONT, data, fin=False)
        assert await raw.close_code() == 4429
        assert edge.server.open_sockets == ()
        assert await raw.gone()


async def test_what_comes_right_before_a_goodbye_leaves_nobody_behind(edge: Edge) -> None:
    """A subscription and a close in one write: the closing client joins no room, where nothing would remove it."""
    edge.feed(record(FAIR, 0))
    async with shaken(edge) as raw:
        subscribe = b'{"type": "subscribe", "room": "%s"}' % FAIR.encode()
        said = (Opcode.TEXT, b'{"type": "hello"}'), (Opcode.TEXT, subscribe), (Opcode.CLOSE, b"\x03\xe8")
        raw.writer.write(b"".join(Frame(*one).serialize(mask=True) for one in said))
        assert await raw.close_code() == 1000
        assert await raw.gone()
    assert edge.hub.watched == 0


async def test_a_frame_without_a_mask_is_1002(edge: Edge) -> None:
    """The library refuses a frame that clients must not send."""
    async with shaken(edge) as raw:
        raw.writer.write(Frame(Opcode.TEXT, b"{}").serialize(mask=False))
        assert await raw.close_code() == 1002


async def test_a_goodbye_is_answered_and_leaves_the_rooms(edge: Edge) -> None:
    """The client leaves its rooms at once, not only when the connection is closed."""
    edge.feed(record(FAIR, 0))
    async with shaken(edge) as raw:
        raw.say(Opcode.TEXT, b'{"type": "hello"}')
        raw.say(Opcode.TEXT, b'{"type": "subscribe", "room": "%s"}' % FAIR.encode())
        await raw.hear()
        await raw.hear()
        assert edge.hub.watched == 1
        raw.say(Opcode.CLOSE, b"\x03\xe8")
        assert await raw.close_code() == 1000
        assert (edge.hub.watched, edge.server.open_sockets) == (0, ())
        assert await raw.gone()


async def test_who_does_not_shake_hands_is_not_kept(edges: StartEdge) -> None:
    """A connection that sends nothing, or half a request, is closed."""
    impatient = Bounds(sweep_s=0.01, handshake_s=0.1)
    async with edges(impatient) as edge, connected(edge) as silent, connected(edge) as half:
        half.writer.write(SHAKE[:40])
        assert await silent.gone()
        assert await half.gone()


async def test_what_is_no_http_is_ended(edge: Edge) -> None:
    """The connection is closed without an answer."""
    async with connected(edge) as raw:
        raw.writer.write(b"\x16\x03\x01 no http\r\n\r\n")
        assert await raw.gone()


async def test_pings_whose_answers_nobody_reads_are_no_way_to_fill_memory(edges: StartEdge) -> None:
    """A client that sends pings and reads no pongs is disconnected at the bound."""
    async with edges(Bounds(held_bytes_max=50_000, kernel_bytes=4_096)) as edge, shaken(edge) as raw:
        ping = Frame(Opcode.PING, b"x" * 125).serialize(mask=True)
        with contextlib.suppress(OSError):
            while not raw.reader.at_eof():
                raw.writer.write(ping * 1_000)
                await asyncio.wait_for(raw.writer.drain(), 10)
        assert edge.server.open_sockets == ()


async def test_a_failure_ends_one_socket_and_no_other(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exception is logged and closes that socket, which would hang otherwise."""
    witness = await edge.connect({"type": "hello"})
    async with shaken(edge) as raw:

        def fail(*_: object) -> None:
            raise RuntimeError

        with monkeypatch.context() as broken:
            broken.setattr(edge.server, "received", fail)
            raw.say(Opcode.TEXT, b"{}")
            assert await raw.gone()
        await witness.say(type="ping")
        assert await witness.hear() == {"type": "pong"}
