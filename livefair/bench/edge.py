"""The write edge: acknowledged submissions per second from 64 and from 512 clients, each waiting for its answer.

Against the same work done the usual way, with Starlette and `send_and_wait` (`plain_ingest.py`). All run as separate
processes against one Apache Kafka; another process sends the load. `ingest_512` is ingest with a worker for each core
against one process of the baseline; `ingest_512_one` is one process of each, `ingest_512_all` a process for each core
on both sides. All sides take turns in each round.
"""

from __future__ import annotations

import asyncio
import json
import os
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
from livefair.servers.child import Child, Program
from livefair.servers.ports import free_port
from livefair.servers.service import Service
from livefair.system.home import Home
from livefair.system.keys import Signer, ensure_keys
from plumbing.kafka.publisher import Publisher
from plumbing.objects.store import Objects
from schemas.catalog import FairEntry, JobEntry
from schemas.resume import ResumeCard, card_path, resume_id
from schemas.topics import CATALOG

CLIENTS_MAX = 512
CORES = os.cpu_count() or 1
SECONDS = 4.0
JOBS = 50


@dataclass(frozen=True, slots=True)
class Side(Service):
    """Ingest, or the baseline, in a number of processes."""

    module: str = "services.ingest"
    workers: int = 1

    def program(self) -> Program:
        program = Service.program(self)
        many = {"LIVEFAIR_INGEST_WORKERS": str(self.workers), "PLAIN_WORKERS": str(self.workers)}
        return replace(program, argv=(sys.executable, "-P", "-m", self.module), env={**program.env, **many})


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure: which side against which, and the number of clients."""

    name: str
    clients: int
    ours: str
    plain: str
    against: str
    aim: str = ""


PLAIN = "plain Starlette + send_and_wait"
COMPARISONS = (
    Comparison("ingest_64", 64, "one", "plain", f"{PLAIN}; one process each", "2"),
    Comparison("ingest_512", 512, "all", "plain", f"{PLAIN} in one process; ours a worker a core ({CORES})", "6"),
    Comparison("ingest_512_one", 512, "one", "plain", f"{PLAIN}; one process each"),
    Comparison("ingest_512_all", 512, "all", "plain_all", f"{PLAIN}; {CORES} processes each"),
)


async def edge(repeats: int) -> list[Figure]:
    """The figures of the write edge."""
    with tempfile.TemporaryDirectory(prefix="livefair-bench-") as folder:
        home = Home(Path(folder))
        ensure_keys(home)
        fair, jobs = uuid4(), [uuid4() for _ in range(JOBS)]
        async with servers() as running, _serving(_settings(running, home, fair, jobs), home) as ports:
            requests = await prepared(running, home, fair, jobs)
            return [one for clients in (64, 512) for one in await _figures(clients, requests, ports, repeats)]


async def _figures(clients: int, requests: list[str], ports: Mapping[str, int], repeats: int) -> list[Figure]:
    """The figures of one number of clients, from the same rounds. The first round warms up."""
    wanted = [one for one in COMPARISONS if one.clients == clients]
    rates: dict[str, list[float]] = {side: [] for one in wanted for side in (one.ours, one.plain)}
    for number in range(repeats + 1):
        for side, found in rates.items():
            rate = await answers_per_second(ports[side], requests[:clients])
            found += [rate] if number else []
    return [Figure(one.name, "answers/s", rates[one.ours], rates[one.plain], one.against, one.aim) for one in wanted]


async def answers_per_second(port: int, requests: list[str]) -> float:
    """Acknowledged submissions per second. Raises RuntimeError where an answer was no 202."""
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
    return [await _request(objects, signer, f"stu-{n}", str(jobs[n % JOBS])) for n in range(CLIENTS_MAX)]


async def _request(objects: Objects, signer: Signer, student: str, job: str) -> str:
    card = ResumeCard(resume=resume_id(student), sha256="0" * 64)
    await objects.put(card_path(card.resume), card.model_dump_json().encode())
    token = signer.token({"sub": student, "role": "student"}, 3_600)
    body = json.dumps({"resume_id": str(card.resume)})
    head = f"POST /v1/jobs/{job}/applications HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"


@asynccontextmanager
async def _serving(settings: Mapping[str, str], home: Home) -> AsyncIterator[Mapping[str, int]]:
    """The ports of all sides, which run at once; only the one whose turn it is has work."""
    ours, plain = "services.ingest", "livefair.bench.plain_ingest"
    asked = {"one": (ours, 1), "all": (ours, CORES), "plain": (plain, 1), "plain_all": (plain, CORES)}
    children = {
        name: Child(
            Side("ingest", number, free_port(), home.path / f"{name}.log", settings, module=module, workers=many)
        )
        for number, (name, (module, many)) in enumerate(asked.items(), start=1)
    }
    try:
        for child in children.values():
            await child.start()
        yield {name: child.server.port for name, child in children.items()}
    finally:
        for child in children.values():
            await child.stop()


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
