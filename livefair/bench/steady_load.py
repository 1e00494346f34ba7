"""The open-loop load client: sends each prepared request once, at its time, whether or not the last are answered.

`python -m livefair.bench.steady_load` reads `{"port", "requests": [text], "per_s", "connections"}` on stdin (`per_s` 0
is as fast as connections are free) and prints `{"began", "ended", "answers"}`: nanoseconds of the monotonic clock, and
`[status, ns, receipt]` for each request. `ns` counts from the time at which it was to be sent, so that waiting for a
free connection counts too; `status` is 0 where there was no answer.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import deque
from functools import partial
from typing import Any, cast

import uvloop

from livefair.servers.ports import HOST

TICK_S = 0.001
PATIENCE_S = 30.0  # since the last answer, or since the last request was due
ASK_AGAIN_S = 0.2
NS = 1_000_000_000
NO_ANSWER: tuple[int, int, str | None] = (0, 0, None)


class Connection(asyncio.Protocol):
    """One connection: a request, its answer, then the next that is due."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._answer = b""
        self._number = -1
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's transport is no subclass

    def send(self, number: int) -> None:
        assert self._transport is not None
        self._number = number
        self._transport.write(self._load.requests[number])

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, separator, body = self._answer.partition(b"\r\n\r\n")
        if separator and len(body) >= _content_length(head):
            number, self._number, self._answer = self._number, -1, b""
            self._load.answered(number, int(head[9:12]), body)
            self._load.free(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._load.lost(self, self._number)


class Load:
    """All requests: those due, those waiting for a connection, and the answers."""

    def __init__(self, requests: list[str], per_s: float) -> None:
        self.requests = [request.encode() for request in requests]
        self.answers = [NO_ANSWER] * len(requests)
        self._interval = NS / per_s if per_s else 0.0
        self._idle: deque[Connection] = deque()
        self._due: deque[int] = deque()
        self._open = len(requests)
        self.began = self.ended = time.monotonic_ns()

    async def run(self, port: int, connections: int) -> None:
        """Wait until all are answered or given up."""
        loop = asyncio.get_running_loop()
        for _ in range(connections):
            _, connection = await loop.create_connection(partial(Connection, self), HOST, port)
            self._idle.append(connection)
        self.began = time.monotonic_ns()
        await self._send_all()
        all_due = time.monotonic_ns()
        while self._open and time.monotonic_ns() - max(self.ended, all_due) < PATIENCE_S * NS:
            await asyncio.sleep(ASK_AGAIN_S)

    async def _send_all(self) -> None:
        sent = 0
        while sent < len(self.requests):
            while sent < len(self.requests) and self._due_at(sent) <= time.monotonic_ns():
                self._due.append(sent)
                sent += 1
            self._hand_out()
            await asyncio.sleep(TICK_S)

    def answered(self, number: int, status: int, body: bytes) -> None:
        self.ended = time.monotonic_ns()
        receipt = json.loads(body)["receipt"]["position"] if status == 202 else None
        self.answers[number] = (status, self.ended - self._due_at(number), receipt)
        self._open -= 1

    def free(self, connection: Connection) -> None:
        self._idle.append(connection)
        self._hand_out()

    def lost(self, connection: Connection, number: int) -> None:
        if connection in self._idle:
            self._idle.remove(connection)
        self._open -= number >= 0

    def _hand_out(self) -> None:
        while self._idle and self._due:
            self._idle.pop().send(self._due.popleft())

    def _due_at(self, number: int) -> int:
        return self.began + int(number * self._interval)


def _content_length(head: bytes) -> int:
    start = head.lower().find(b"content-length:")
    return int(head[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0


async def load(port: int, requests: list[str], per_s: float, connections: int) -> dict[str, Any]:
    """Send all of it, and wait for the answers."""
    under_way = Load(requests, per_s)
    await under_way.run(port, connections)
    return {"began": under_way.began, "ended": under_way.ended, "answers": under_way.answers}


if __name__ == "__main__":
    print(json.dumps(uvloop.run(load(**json.load(sys.stdin)))))
