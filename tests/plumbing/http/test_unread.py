"""Large answers that nobody reads, on real sockets: each asker has a share, and the memory is given back."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from livefair.servers.ports import HOST, free_port
from plumbing.http import protocol, unread
from plumbing.http.protocol import BoundedProtocol
from plumbing.http.unread import LARGE_BYTES, Unread
from plumbing.limits import ADDRESS, PERSON, Limit

LARGE, SMALL = 6_000_000, LARGE_BYTES
LIMIT = Limit("answers", 20_000_000, "503", "bytes", shares={PERSON: 13_000_000, ADDRESS: 7_000_000})
WITHIN_S = 20.0


class Pieces(Response):
    """An answer of several pieces; an error while it is sent is kept."""

    def __init__(self, size: int, errors: list[Exception]) -> None:
        super().__init__(None, headers={"Content-Length": str(2 * size)})
        self._piece, self._errors = b"x" * size, errors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        try:
            for more in (True, True, False):
                await send({"type": "http.response.body", "body": self._piece if more else b"", "more_body": more})
        except Exception as error:
            self._errors.append(error)


class Site:
    """A server whose answers are as large as asked; the asker stands in the address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.unread: Unread | None = None
        self.errors: list[Exception] = []
        self._who: Mapping[str, str] = {}
        self._writers: list[asyncio.StreamWriter] = []
        self.open: set[Any] = set()

    async def answer(self, request: Request) -> Response:
        kind, _, name = request.query_params["who"].partition(":")
        self._who = {kind: name}
        if "pieces" in request.query_params:
            return Pieces(int(request.query_params["size"]), self.errors)
        return Response(b"x" * int(request.query_params["size"]))

    def bounded(self, app: Starlette) -> Unread:
        self.unread = Unread(app, lambda: self._who, LIMIT)
        return self.unread

    @property
    def taken(self) -> int:
        assert self.unread is not None
        return self.unread.shares.taken

    async def asked(self, who: str, size: int, more: str = "") -> tuple[asyncio.StreamReader, bytes]:
        """Ask, and read the status line only; the kernel takes little beyond it."""
        raw = socket.socket()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        raw.setblocking(False)
        await asyncio.get_running_loop().sock_connect(raw, (HOST, self.port))
        reader, writer = await asyncio.open_connection(sock=raw, limit=2_048)
        writer.write(f"GET /?who={who}&size={size}{more} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        self._writers.append(writer)
        async with asyncio.timeout(WITHIN_S):
            return reader, (await reader.readline()).split()[1]

    async def leave(self) -> None:
        """Close all connections."""
        for writer in self._writers:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in self._writers), return_exceptions=True)


@asynccontextmanager
async def serving() -> AsyncIterator[Site]:
    site = Site()
    app = site.bounded(Starlette(routes=[Route("/", site.answer)]))
    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=site.port, http=BoundedProtocol, log_config=None))
    site.open = server.server_state.connections
    task = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0)
    try:
        yield site
    finally:
        await site.leave()
        server.should_exit = True
        await task


async def until_taken(site: Site, size: int) -> None:
    async with asyncio.timeout(WITHIN_S):
        while site.taken != size:
            await asyncio.sleep(0)


async def test_each_asker_has_a_share_of_what_is_not_read() -> None:
    """429 beyond it, 503 beyond the bound of all; small answers count for nothing, and what is read is free again."""
    async with serving() as site:
        asked = [await site.asked(who, LARGE) for who in ("address:b", "address:b", "person:a", "person:a", "person:c")]
        assert [status for _, status in asked] == [b"200", b"429", b"200", b"200", b"503"]
        assert site.taken == 3 * LARGE
        assert (await site.asked("person:a", SMALL))[1] == b"200"
        reader = asked[0][0]
        async with asyncio.timeout(WITHIN_S):
            assert (await reader.read()).endswith(b"x")
            while await reader.read(65_536):
                pass
        await until_taken(site, 2 * LARGE)
        await site.leave()
        await until_taken(site, 0)


async def test_who_reads_nothing_is_disconnected(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time of the pace, and what waited for them is free."""
    monkeypatch.setattr(protocol, "READ_PACE_S", 0.2)
    async with serving() as site:
        reader, status = await site.asked("person:a", LARGE)
        assert (status, site.taken) == (b"200", LARGE)
        await until_taken(site, 0)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(LARGE)


async def test_who_reads_slowly_gets_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who keeps the pace is not disconnected, however long the whole answer takes."""
    monkeypatch.setattr(protocol, "READ_PACE_S", 0.2)
    async with serving() as site:
        reader, _ = await site.asked("person:a", LARGE)
        read, loop = 0, asyncio.get_running_loop()
        begun = loop.time()
        async with asyncio.timeout(WITHIN_S):
            while piece := await reader.read(65_536):
                read += len(piece)
                turn = loop.time() + 0.003
                while loop.time() < turn:
                    await asyncio.sleep(0)
        assert read > LARGE
        assert loop.time() - begun > 0.2


async def test_who_reads_too_slowly_for_its_size_is_disconnected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who keeps the pace of connections but takes too long for a whole answer gets no more of it, and it is free."""
    monkeypatch.setattr(unread, "GRACE_S", 0.2)
    monkeypatch.setattr(unread, "PACE", Limit("pace", None, shares={"request": 100 * LARGE}))
    async with serving() as site:
        reader, _ = await site.asked("person:a", LARGE)
        await reader.readexactly(LARGE // 10)
        assert site.taken == LARGE
        await until_taken(site, 0)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(LARGE)


@pytest.mark.parametrize("size", [LARGE_BYTES + 30_000, LARGE_BYTES + 60_000, LARGE])
async def test_the_end_of_an_answer_is_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """An answer whose last bytes are handed to the server and never read ends with the pace, too."""
    monkeypatch.setattr(protocol, "READ_PACE_S", 0.2)
    async with serving() as site:
        assert (await site.asked("person:a", size))[1] == b"200"
        assert len(site.open) == 1
        async with asyncio.timeout(WITHIN_S):
            while site.open:
                await asyncio.sleep(0)


async def test_nothing_follows_a_refusal() -> None:
    """An answer of several pieces that is refused with its first one is left out whole."""
    async with serving() as site:
        assert [(await site.asked("address:b", LARGE))[1] for _ in range(2)] == [b"200", b"429"]
        reader, status = await site.asked("address:b", 2_000_000, "&pieces")
        assert status == b"429"
        async with asyncio.timeout(WITHIN_S):
            assert (await reader.read()).endswith(b"}")
        assert site.errors == []
