"""The links of the fault tests, over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.faults.storm.link import HOST, Link

WITHIN_S = 10.0
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def echoing() -> AsyncIterator[Link]:
    """A link to a server that answers with what it gets."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionResetError):
            while data := await reader.read(100):
                writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, HOST)
    link = Link(server.sockets[0].getsockname()[1])
    await link.start()
    try:
        yield link
    finally:
        await link.stop()
        server.close()


@asynccontextmanager
async def connected(*ports: int) -> AsyncIterator[list[Connection]]:
    """A connection to each of them."""
    made = [await asyncio.open_connection(HOST, port) for port in ports]
    try:
        yield made
    finally:
        for _, writer in made:
            writer.transport.abort()


async def said(connection: Connection, words: bytes) -> bytes:
    """What comes back."""
    reader, writer = connection
    writer.write(words)
    return await asyncio.wait_for(reader.read(100), WITHIN_S)


async def test_it_forwards_both_ways() -> None:
    """Until the end, which it forwards too."""
    async with echoing() as link, connected(link.port) as [one]:
        assert await said(one, b"one") == b"one"
        one[1].write_eof()
        assert await asyncio.wait_for(one[0].read(), WITHIN_S) == b""


async def test_a_cut_link_resets() -> None:
    """Open connections and new ones are reset, and after the link is healed new ones work."""
    async with echoing() as link, connected(link.port) as [old]:
        assert await said(old, b"one") == b"one"
        link.cut()
        async with connected(link.port) as [new]:
            for reader, _ in (old, new):
                with pytest.raises(ConnectionResetError):
                    await asyncio.wait_for(reader.read(), WITHIN_S)
        link.heal()
        async with connected(link.port) as [healed]:
            assert await said(healed, b"two") == b"two"


async def test_a_silent_link_delivers_later() -> None:
    """Nothing arrives on an old connection or a new one, none ends, and afterwards everything arrives."""
    async with echoing() as link, connected(link.port) as [old]:
        assert await said(old, b"one") == b"one"
        link.silence()
        async with connected(link.port, link.target) as [new, direct]:
            asked = [asyncio.create_task(said(one, b"two")) for one in (old, new)]
            assert await said(direct, b"while it is silent") == b"while it is silent"
            assert not any(one.done() for one in asked)
            link.heal()
            assert await asyncio.gather(*asked) == [b"two", b"two"]
