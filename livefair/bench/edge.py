"""The edge: submissions acknowledged in a second by 64 and by 512 clients, each waiting for its answer.

Against the same duties written the ordinary way, with Starlette and `send_and_wait` (`plain_ingest.py`). Both run as
processes of their own against one Apache Kafka; the load comes from a third.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from livefair.bench.figures import Figure
from livefair.bench.servers import Servers, servers
from livefair.home import Home
from livefair.keys import Signer, ensure_keys
from livefair.servers.child import Child, Program
from livefair.servers.ports import free_port
from livefair.servers.service import Service
from plumbing.kafka.publisher import Publisher
from plumbing.objects.store import Objects
from schemas.catalog import FairEntry, JobEntry
from schemas.resume import ResumeCard, card_path, resume_id
from schemas.topics import CATALOG

CLIENTS = (64, 512)
AIMS = {64: "2", 512: "6"}
SECONDS = 4.0
JOBS = 50


@dataclass(frozen=True, slots=True)
class Plain(Service):
    """The baseline, started as the service is."""

    def program(self) -> Program:
        program = Service.program(self)
        return replace(program, argv=(sys.executable, "-P", "-m", "livefair.bench.plain_ingest"))


async def edge(repeats: int) -> list[Figure]:
    """Both figures of the edge."""
    with tempfile.TemporaryDirectory(prefix="livefair-bench-") as folder:
        home = Home(Path(folder))
        ensure_keys(home)
        fair, jobs = uuid4(), [uuid4() for _ in range(JOBS)]
        async with servers() as running, _serving(_settings(running, home, fair, jobs), home) as (ours, plain):
            requests = await prepared(running, home, fair, jobs)
            return [await _figure(clients, requests, ours, plain, repeats) for clients in CLIENTS]


async def _figure(clients: int, requests: list[str], ours: Child, plain: Child, repeats: int) -> Figure:
    rates: dict[int, list[float]] = {ours.server.port: [], plain.server.port: []}
    for port in (*rates, *(port for _ in range(repeats) for port in rates)):  # the first round warms up
        rates[port].append(await answers_per_second(port, requests[:clients]))
    measured, baseline = (rates[child.server.port][1:] for child in (ours, plain))
    return Figure(
        f"ingest_{clients}", "answers/s", measured, baseline, "plain Starlette + send_and_wait", AIMS[clients]
    )


async def answers_per_second(port: int, requests: list[str]) -> float:
    """Acknowledged submissions in a second. Raises RuntimeError where an answer was none."""
    told = json.dumps({"port": port, "requests": requests, "seconds": SECONDS}).encode()
    command = (sys.executable, "-P", "-m", "livefair.bench.load")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    out, _ = await process.communicate(told)
    found = json.loads(out)
    if found["others"]:
        raise RuntimeError(f"{found['others']} answers were no 202")
    return float(found["answers"] / found["seconds"])


async def prepared(servers: Servers, home: Home, fair: UUID, jobs: list[UUID]) -> list[str]:
    """The fair with its jobs in the catalog, and for each client a student with a resume and a request to send."""
    ends_at = datetime.now(UTC) + timedelta(hours=8)
    entries: list[tuple[str, FairEntry | JobEntry]] = [
        (str(fair), FairEntry(fair=fair, org="unit-1", state="open", ends_at=ends_at)),
        *((str(job), JobEntry(job=job, fair=fair, org="enterprise-1", state="open")) for job in jobs),
    ]
    publisher = Publisher(servers.kafka, deadline_s=10.0)
    await publisher.start()
    for key, entry in entries:
        await publisher.publish(CATALOG.name, key.encode(), entry.model_dump_json().encode())
    await publisher.stop()
    objects, signer = Objects(str(home.path / "objects")), Signer(home)
    return [await _request(objects, signer, f"stu-{n}", str(jobs[n % JOBS])) for n in range(max(CLIENTS))]


async def _request(objects: Objects, signer: Signer, student: str, job: str) -> str:
    card = ResumeCard(resume=resume_id(student), sha256="0" * 64)
    await objects.put(card_path(card.resume), card.model_dump_json().encode())
    token = signer.token({"sub": student, "role": "student"}, 3_600)
    body = json.dumps({"resume_id": str(card.resume)})
    head = f"POST /v1/jobs/{job}/applications HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"


@asynccontextmanager
async def _serving(settings: Mapping[str, str], home: Home) -> AsyncIterator[tuple[Child, Child]]:
    children = [Child(kind("ingest", n, free_port(), home.path / f"{n}.log", settings)) for n, kind in _KINDS]
    try:
        for child in children:
            await child.start()
        yield children[0], children[1]
    finally:
        for child in children:
            await child.stop()


_KINDS: tuple[tuple[int, type[Service]], ...] = ((1, Service), (2, Plain))


def _settings(servers: Servers, home: Home, fair: UUID, jobs: list[UUID]) -> Mapping[str, str]:
    return {
        "LIVEFAIR_KAFKA": servers.kafka.bootstrap,
        "LIVEFAIR_JWKS": str(home.jwks),
        "LIVEFAIR_OBJECTS": str(home.path / "objects"),
        "LIVEFAIR_RATE_LIMIT": "off",
        "LIVEFAIR_LOG_LEVEL": "warning",  # the baseline logs no request
        "PLAIN_FAIR": str(fair),
        "PLAIN_JOBS": ",".join(map(str, jobs)),
    }
