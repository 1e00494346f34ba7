"""One actor who takes what they can get of one thing, and counts the answers: `python -m tests.faults.hostile NAME`.

A process of its own, so that its work does not delay the client that is measured. It sends about four times what one
person may, no more: a flood of packets is stopped before a machine, not in it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

PER_S = 200
ANSWER_S = 45.0  # a file that does not come is waited for 30 s
LISTS = b'{"x":[' + b"[]," * 340_000 + b"[]]}"
PDF = b"%PDF-" + bytes(10 * 1_048_576 - 5)
A_DAY_S = 20  # a longer Retry-After is that of a limit by the day


@dataclass(slots=True)
class Actor:
    """Who attacks what: addresses, a token, and things that exist."""

    ingest: str
    notify: str
    token: str
    job: str
    fair: str
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
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), ANSWER_S)).decode("latin-1").lower()
            writer.close()
        except (OSError, EOFError, TimeoutError) as error:
            self.answers[type(error).__name__] += 1
            return
        status, later = head.split(" ")[1], head.partition("retry-after: ")[2].partition("\r\n")[0]
        if status in ("429", "503") and not later.isdigit():
            self.answers["without Retry-After"] += 1
        self.answers[f"{status} of the day" if later.isdigit() and int(later) > A_DAY_S else status] += 1

    def _head(self, method: str, path: str, size: int, kind: str) -> bytes:
        lines = (f"{method} /v1{path} HTTP/1.1", "Host: fair", f"Authorization: Bearer {self.token}")
        return "\r\n".join((*lines, f"Content-Type: {kind}", f"Content-Length: {size}", "", "")).encode()


async def repeated(work: Callable[[], Coroutine[Any, Any, None]], times: int, per_s: float = PER_S) -> None:
    """Begin `times` pieces of work at this rate, and wait for all of them."""
    async with asyncio.TaskGroup() as group:
        for _ in range(times):
            group.create_task(work())
            await asyncio.sleep(1 / per_s)


async def waiting(actor: Actor) -> None:
    """Requests for jobs that do not exist, each of which would wait 2 s for the catalog."""
    body = json.dumps({"resume_id": str(uuid.uuid4())}).encode()
    await repeated(lambda: actor.ask("POST", f"/jobs/{uuid.uuid4()}/applications", body), 1_500)


async def silent(actor: Actor) -> None:
    """Bodies of 10 MB that are announced and never come."""
    ask = ("PUT", "/me/resume/attachment", PDF)
    await repeated(lambda: actor.ask(*ask, kind="application/pdf", send=False), 600)


async def values(actor: Actor) -> None:
    """A megabyte of empty lists, again and again."""
    await repeated(lambda: actor.ask("PUT", "/me/resume", LISTS), 160, per_s=20)


async def long_bodies(actor: Actor) -> None:
    """A megabyte for a route whose bodies have some hundred bytes."""
    await repeated(lambda: actor.ask("POST", f"/jobs/{actor.job}/applications", LISTS, send=False), 1_000)


async def files(actor: Actor) -> None:
    """Attachments of 10 MB, eight at once: more than may be in flight, then more than a day allows."""
    allowed = asyncio.Semaphore(8)

    async def one() -> None:
        async with allowed:
            await actor.ask("PUT", "/me/resume/attachment", PDF, kind="application/pdf")

    await repeated(one, 40, per_s=4)


async def fairs(actor: Actor) -> None:
    """Draft after draft."""
    now = datetime.now(UTC)
    times = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=1)).isoformat()}
    body = json.dumps({"title": "A fair", "host": "A host", "draft": True, **times}).encode()
    await repeated(lambda: actor.ask("POST", "/fairs", body), 700, per_s=60)


async def imports(actor: Actor) -> None:
    """Files of which only the head comes: all but one place stay free."""
    kind = "multipart/form-data; boundary=b"
    await repeated(lambda: actor.ask("POST", f"/fairs/{actor.fair}/jobs/import", PDF, kind=kind, send=False), 200, 100)


async def sockets(actor: Actor) -> None:
    """More connections than a person may have, all at once."""
    async with AsyncExitStack() as held:
        for _ in range(120):
            socket = await held.enter_async_context(connect(f"{actor.notify}/v1/live", proxy=None))
            await socket.send(json.dumps({"type": "hello", "token": actor.token}))
            told = json.loads(await socket.recv())
            actor.answers[told.get("code", told["type"])] += 1


async def rooms(actor: Actor) -> None:
    """Guests who wait for 1,280 rooms that do not exist, and count what is answered at once."""

    async def guest() -> None:
        async with connect(f"{actor.notify}/v1/live", proxy=None) as socket:
            await socket.send(json.dumps({"type": "hello"}))
            await socket.recv()
            for _ in range(64):
                await socket.send(json.dumps({"type": "subscribe", "room": f"fair:{uuid.uuid4()}"}))
            began = asyncio.get_running_loop().time()
            for _ in range(64):
                told = json.loads(await socket.recv())
                late = asyncio.get_running_loop().time() - began > 1.5
                actor.answers[told["code"] + (" after waiting" if late else "")] += 1

    await repeated(guest, 20)


async def handshakes(actor: Actor) -> None:
    """Connections that say nothing."""
    at = urlsplit(actor.notify)

    async def ends(reader: asyncio.StreamReader) -> None:
        with suppress(OSError):
            await reader.read(1)

    opened = [await asyncio.open_connection(at.hostname, at.port) for _ in range(4_200)]
    ended, held = await asyncio.wait([asyncio.create_task(ends(reader)) for reader, _ in opened], timeout=5)
    actor.answers.update({"closed at once": len(ended), "held": len(held)})
    for task in held:
        task.cancel()
    for _, writer in opened:
        writer.close()


ATTACKS: dict[str, Callable[[Actor], Awaitable[None]]] = {
    attack.__name__: attack
    for attack in (waiting, silent, values, long_bodies, files, fairs, imports, sockets, rooms, handshakes)
}


async def main(name: str, told: dict[str, Any]) -> None:
    """Attack, and print the answers."""
    actor = Actor(**told)
    with suppress(ConnectionClosed, InvalidHandshake):
        await ATTACKS[name](actor)
    print(json.dumps(actor.answers))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
