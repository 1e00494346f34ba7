"""A transport for very many requests: httpx's own costs several times as much as the services.

Supports HTTP/1.1 with Content-Length and keep-alive, which is all that the services use.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict

import httpx

HEAD_BYTES_MAX, ANSWER_S = 65_536, 30.0
IDLE_S = 30.0  # the services close a connection that is idle for 75 s, perhaps just when it is reused
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Lean(httpx.AsyncBaseTransport):
    """Connections by address: those in use, and idle ones for the next request."""

    def __init__(self, answer_s: float = ANSWER_S) -> None:
        self._answer_s = answer_s
        self._idle: dict[tuple[str, int | None], list[tuple[float, Connection]]] = defaultdict(list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        address = (request.url.host, request.url.port)
        try:
            async with asyncio.timeout(self._answer_s):  # wait_for may lose a cancellation (python/cpython#86296)
                connection = await self._connected(address)
        except (OSError, TimeoutError) as error:
            raise httpx.ConnectError(repr(error), request=request) from error
        reader, writer = connection
        try:
            writer.write(head_of(request) + await request.aread())
            async with asyncio.timeout(self._answer_s):
                response = await read(reader)
        except (OSError, EOFError, TimeoutError) as error:
            writer.close()
            raise httpx.ReadError(repr(error), request=request) from error
        if response.headers.get("connection", "").lower() == "close":
            writer.close()
        else:
            self._idle[address].append((time.monotonic(), connection))
        return response

    async def aclose(self) -> None:
        for _, (_, writer) in (one for waiting in self._idle.values() for one in waiting):
            writer.close()
        self._idle.clear()

    async def _connected(self, address: tuple[str, int | None]) -> Connection:
        """The most recently used connection, unless the peer closed it; else a new one."""
        waiting = self._idle[address]
        while waiting:
            since, (reader, writer) = waiting.pop()
            if time.monotonic() - since < IDLE_S and not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection(*address, limit=HEAD_BYTES_MAX)


def head_of(request: httpx.Request) -> bytes:
    lines = [request.method.encode() + b" " + request.url.raw_path + b" HTTP/1.1"]
    lines += [name + b": " + value for name, value in request.headers.raw]
    return b"\r\n".join([*lines, b"", b""])


async def read(reader: asyncio.StreamReader) -> httpx.Response:
    """Read the whole answer. Raises EOFError if the connection ends too early."""
    status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = httpx.Headers(
        [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines if line)]
    )
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    return httpx.Response(int(status.split(" ")[1]), headers=headers, content=content)
