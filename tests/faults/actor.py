"""One actor who sends what nobody should, over connections of their own, and counts the answers."""

from __future__ import annotations

import asyncio
import socket as sockets
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

PER_S = 200
ANSWER_S = 45.0  # a file that does not come is waited for 30 s
A_DAY_S = 20  # a longer Retry-After is that of a limit by the day


@dataclass(slots=True)
class Actor:
    """Who attacks what: addresses, a token, and things that exist."""

    ingest: str
    notify: str
    token: str
    job: str
    fair: str
    reads: str
    org: str
    answers: Counter[str] = field(default_factory=Counter)

    async def ask(
        self, method: str, path: str, body: bytes = b"", *, kind: str = "application/json", send: bool = True
    ) -> None:
        """Send one request, or only its head, and count the answer."""
        at = urlsplit(self.ingest)
        try:
            reader, writer = await asyncio.open_connection(at.hostname, at.port)
            with suppress(OSError):
                writer.write(self._head(method, path, len(body), kind) + (body if send else b""))
                await writer.drain()
            self.count(await head_of(reader))
            writer.close()
        except (OSError, EOFError, TimeoutError) as error:
            self.answers[type(error).__name__] += 1

    async def write(self, path: str, body: bytes, key: str) -> bytes:
        """Send one request with an Idempotency-Key, count the answer, and return its body."""
        at = urlsplit(self.ingest)
        reader, writer = await asyncio.open_connection(at.hostname, at.port)
        head = self._head("POST", path, len(body), "application/json", f"Idempotency-Key: {key}")
        writer.write(head + body)
        head_told = await head_of(reader)
        self.count(head_told)
        told = await reader.readexactly(int(head_told.partition("content-length: ")[2].partition("\r\n")[0]))
        writer.close()
        return told

    async def read(self, path: str, *, hold_s: float = 0.0) -> None:
        """Read from fair, count the answer, and take nothing of it for so long."""
        at = urlsplit(self.reads)
        slow = sockets.socket()
        slow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4_096)
        slow.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(slow, (at.hostname, at.port))
            reader, writer = await asyncio.open_connection(sock=slow, limit=4_096)
            writer.write(self._head("GET", path, 0, "application/json"))
            self.count(await head_of(reader))
            await asyncio.sleep(hold_s)
            writer.close()
        except (OSError, EOFError, TimeoutError) as error:
            self.answers[type(error).__name__] += 1

    def count(self, head: str) -> None:
        """Count an answer."""
        status, later = head.split(" ")[1], head.partition("retry-after: ")[2].partition("\r\n")[0]
        if status in ("429", "503") and not later.isdigit():
            self.answers["without Retry-After"] += 1
        self.answers[f"{status} of the day" if later.isdigit() and int(later) > A_DAY_S else status] += 1

    def _head(self, method: str, path: str, size: int, kind: str, *more: str) -> bytes:
        lines = (f"{method} /v1{path} HTTP/1.1", "Host: fair", f"Authorization: Bearer {self.token}", *more)
        return "\r\n".join((*lines, f"Content-Type: {kind}", f"Content-Length: {size}", "", "")).encode()


async def head_of(reader: asyncio.StreamReader) -> str:
    """The head of an answer, in lower case."""
    return (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), ANSWER_S)).decode("latin-1").lower()


async def repeated(work: Callable[[], Coroutine[Any, Any, None]], times: int, per_s: float = PER_S) -> None:
    """Begin `times` pieces of work at this rate, and wait for all of them."""
    async with asyncio.TaskGroup() as group:
        for _ in range(times):
            group.create_task(work())
            await asyncio.sleep(1 / per_s)
