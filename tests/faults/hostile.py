"""One actor who takes what they can get of one thing, and counts the answers: `python -m tests.faults.hostile NAME`.

A process of its own, so that its work does not delay the client that is measured. It sends about four times what one
person may, no more: a flood of packets is stopped before a machine, not in it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.faults.actor import Actor, repeated

LISTS = b'{"x":[' + b"[]," * 340_000 + b"[]]}"
PDF = b"%PDF-" + bytes(10 * 1_048_576 - 5)
FORM = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="jobs.csv"\r\nContent-Type: text/csv\r\n\r\n'
HELD_S = 3.0


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
    await repeated(lambda: actor.ask("POST", f"/fairs/{actor.fair}/jobs/import", PDF, kind=FORM, send=False), 200, 100)


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
            await unknown_rooms(actor, socket)

    await repeated(guest, 20)


async def unknown_rooms(actor: Actor, socket: ClientConnection) -> None:
    """Subscribe to 64 rooms that do not exist."""
    for _ in range(64):
        await socket.send(json.dumps({"type": "subscribe", "room": f"fair:{uuid.uuid4()}"}))
    began = asyncio.get_running_loop().time()
    for _ in range(64):
        told = json.loads(await socket.recv())
        late = asyncio.get_running_loop().time() - began > 1.5
        actor.answers[told["code"] + (" after waiting" if late else "")] += 1


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


def file_of_jobs(rows: int) -> bytes:
    """A form with a file of this many new jobs, of 300 bytes each in an export."""
    lines = [f"{'焊工' * 40}{uuid.uuid4()},1,浙江" for _ in range(rows)]
    return PART + "\n".join(("title,headcount,region", *lines)).encode() + b"\r\n--b--\r\n"


async def jobs(actor: Actor) -> None:
    """Jobs from files and one by one, more than an enterprise may publish in a day."""
    for _ in range(3):
        await actor.ask("POST", f"/fairs/{actor.fair}/jobs/import", file_of_jobs(400), kind=FORM)
    body = json.dumps({"title": "Engineer", "headcount": 1, "region": "杭州"}).encode()
    await repeated(lambda: actor.ask("POST", f"/fairs/{actor.fair}/jobs", body), 300, per_s=60)


async def entries(actor: Actor) -> None:
    """Invitation links, which the catalog keeps, more than an enterprise may make in a day."""
    path, body = f"/fairs/{actor.fair}/booths/{actor.org}/staff-links", json.dumps({"role": "lead"}).encode()
    await repeated(lambda: actor.ask("POST", path, body), 300, per_s=60)


async def remembered(actor: Actor) -> None:
    """Large answers to remember, each for a retry: those beyond the share are made anew."""
    for number in range(12):
        orgs = [f"{'云' * 190}-{number}-{org}" for org in range(500)]
        body, key = json.dumps({"orgs": orgs}).encode(), str(uuid.uuid4())
        path = f"/fairs/{actor.fair}/booths/approve"
        first, again = [await actor.write(path, body, key) for _ in range(2)]
        actor.answers["remembered" if first == again else "made anew"] += 1
        await asyncio.sleep(0.4)


async def exports(actor: Actor) -> None:
    """Many files at once, of which none is read for a while."""
    path = f"/fairs/{actor.fair}/exports/jobs.csv"
    await repeated(lambda: actor.read(path, hold_s=HELD_S), 120, per_s=20)


async def reports(actor: Actor) -> None:
    """Reports as pages, which take the most work of a processor."""
    await repeated(lambda: actor.read(f"/fairs/{actor.fair}/report.pdf"), 120, per_s=20)


async def breakdowns(actor: Actor) -> None:
    """The same figures again and again."""
    await repeated(lambda: actor.read(f"/fairs/{actor.fair}/breakdown?by=degree"), 600)


async def futures(actor: Actor) -> None:
    """Reads that wait for a record that the log does not have."""
    path = f"/jobs/{actor.job}?after=livefair.fairs:0:999999999"
    await repeated(lambda: actor.read(path), 600)


async def subscriptions(actor: Actor) -> None:
    """A person on three sockets who waits for three times as many rooms as one may."""

    async def one() -> None:
        async with connect(f"{actor.notify}/v1/live", proxy=None) as socket:
            await socket.send(json.dumps({"type": "hello", "token": actor.token}))
            await socket.recv()
            await unknown_rooms(actor, socket)

    await repeated(one, 3)


async def snapshots(actor: Actor) -> None:
    """Guests who join the same room again and again, until they are closed for it."""

    async def guest() -> None:
        async with connect(f"{actor.notify}/v1/live", proxy=None, max_size=2**24) as socket:
            await socket.send(json.dumps({"type": "hello"}))
            await socket.recv()
            for _ in range(300):
                await socket.send(json.dumps({"type": "subscribe", "room": f"fair:{actor.fair}"}))
            with suppress(ConnectionClosed):
                while True:
                    told = await socket.recv(decode=False)
                    actor.answers["snapshot"] += told.startswith(b'{"type":"snapshot"')
            actor.answers[f"closed with {socket.close_code}"] += 1

    await repeated(guest, 20)


WRITES = (waiting, silent, values, long_bodies, files, fairs, jobs, entries, imports, remembered)
READS = (exports, reports, breakdowns, futures, sockets, rooms, subscriptions, snapshots, handshakes)
ATTACKS: dict[str, Callable[[Actor], Awaitable[None]]] = {attack.__name__: attack for attack in WRITES + READS}


async def main(name: str, told: dict[str, Any]) -> None:
    """Attack, and print the answers."""
    actor = Actor(**told)
    with suppress(ConnectionClosed, InvalidHandshake):
        await ATTACKS[name](actor)
    print(json.dumps(actor.answers))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
