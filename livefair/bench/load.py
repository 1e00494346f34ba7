"""The load client: keep-alive connections that send prepared requests and wait for each answer, in a lean process.

`python -m livefair.bench.load` reads `{"port", "requests": [text], "seconds"}` on stdin, opens a connection for each
request, repeats it until the end, and prints `{"answers", "others", "seconds"}`: answers with status 202, and others.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from functools import partial
from typing import Any, cast

import uvloop

from livefair.servers.ports import HOST


class Client(asyncio.Protocol):
    """One connection that repeats one request until it is stopped."""

    def __init__(self, request: bytes, count: dict[bytes, int]) -> None:
        self._request = request
        self._count = count
        self._answer = b""
        self._transport: asyncio.Transport | None = None
        self.stopped = False
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's transport is no subclass
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, separator, body = self._answer.partition(b"\r\n\r\n")
        if not separator or len(body) < _content_length(head):
            return
        status, self._answer = head[9:12], b""
        self._count[status] = self._count.get(status, 0) + 1
        assert self._transport is not None
        if self.stopped:
            self._transport.close()
        else:
            self._transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


def _content_length(head: bytes) -> int:
    start = head.lower().find(b"content-length:")
    return int(head[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0


async def load(port: int, requests: list[str], seconds: float) -> dict[str, Any]:
    """Send until the time is up, then wait for the requests in flight."""
    loop, count = asyncio.get_running_loop(), dict[bytes, int]()
    started = time.perf_counter()
    clients = []
    for request in requests:
        _, client = await loop.create_connection(partial(Client, request.encode(), count), HOST, port)
        clients.append(client)
    await asyncio.sleep(seconds)
    for client in clients:
        client.stopped = True
    await asyncio.wait_for(asyncio.gather(*(client.done for client in clients)), 30)
    answers = count.pop(b"202", 0)
    return {"answers": answers, "others": sum(count.values()), "seconds": time.perf_counter() - started}


if __name__ == "__main__":
    print(json.dumps(uvloop.run(load(**json.load(sys.stdin)))))
