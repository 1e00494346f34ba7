"""ingest as a process: several workers on one port, and what it cannot start without."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from livefair.servers.ports import free_port
from livefair.system.topics import create_topics
from tests.conftest import RunningKafka
from tests.plumbing.auth.issuer import Issuer
from tests.services.ingest.write_edge import fair_body

WITHIN_S = 30
STOPS_WITHIN_S = 15


@asynccontextmanager
async def running(
    kafka: RunningKafka, issuer: Issuer, workers: int, **given: str
) -> AsyncIterator[tuple[Process, str]]:
    """ingest with this number of workers and these settings, and its address."""
    await create_topics(kafka.bootstrap)
    port = free_port()
    told = {
        "LIVEFAIR_PORT": str(port),
        "LIVEFAIR_KAFKA": kafka.bootstrap,
        "LIVEFAIR_JWKS": str(issuer.jwks),
        "LIVEFAIR_OBJECTS": str(issuer.jwks.parent / "objects"),
        "LIVEFAIR_INSTANCE": "edge",
        "LIVEFAIR_INGEST_WORKERS": str(workers),
        **given,
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LIVEFAIR_")}
    command = (sys.executable, "-m", "services.ingest")
    process = await asyncio.create_subprocess_exec(*command, env=inherited | told, stderr=PIPE)
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def answered_by(process: Process, address: str) -> str:
    """Send one request on a new connection; returns the worker that logged it."""
    async with httpx.AsyncClient(base_url=address) as http:
        assert (await http.post("/v1/fairs", json={})).status_code == 401
    assert process.stderr is not None
    while True:
        line = json.loads(await process.stderr.readline())
        if line["event"] == "request":
            return str(line["instance"])


async def listening(address: str) -> None:
    async with httpx.AsyncClient(base_url=address) as http:
        while True:
            try:
                if (await http.get("/readyz")).status_code == 200:
                    return
            except httpx.ConnectError:
                await asyncio.sleep(0)


async def test_workers_share_a_port_and_stop_together(kafka: RunningKafka, tmp_path: Path) -> None:
    """Requests reach both; SIGTERM stops all in order."""
    async with running(kafka, Issuer(tmp_path), 2) as (process, address), asyncio.timeout(WITHIN_S):
        await listening(address)
        seen: set[str] = set()
        while len(seen) < 2:
            seen.add(await answered_by(process, address))
        assert seen == {"edge/1", "edge/2"}
        process.send_signal(signal.SIGTERM)
        await process.communicate()
        assert process.returncode == 0


async def test_workers_do_not_outlive_their_parent(kafka: RunningKafka, tmp_path: Path) -> None:
    """Orphans would keep the port."""
    async with running(kafka, Issuer(tmp_path), 2) as (process, address), asyncio.timeout(WITHIN_S):
        await listening(address)
        process.kill()
        await process.communicate()  # the end of its stderr is theirs too
        async with httpx.AsyncClient(base_url=address) as http:
            with pytest.raises(httpx.ConnectError):
                await http.get("/readyz")


async def test_it_stops_in_time_though_its_broker_is_away(own_kafka: RunningKafka, tmp_path: Path) -> None:
    """Within 15 s, even with a record in flight that is never acknowledged."""
    issuer = Issuer(tmp_path)
    async with running(own_kafka, issuer, 1) as (process, address), httpx.AsyncClient(base_url=address) as http:
        async with asyncio.timeout(WITHIN_S):
            await listening(address)
        await own_kafka.kill()
        token = issuer.token("organizer", "org-1", "unit-1")
        answer = await http.post("/v1/fairs", json=fair_body(), headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 503
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOPS_WITHIN_S):
            await process.communicate()
        assert process.returncode == 0


async def test_what_it_cannot_start_without_is_named(kafka: RunningKafka, tmp_path: Path) -> None:
    """Exit status 1 and one line: for a broker that is away its address, for a setting that is no number its name."""
    issuer, away = Issuer(tmp_path), f"127.0.0.1:{free_port()}"
    for given, said in (
        ({"LIVEFAIR_KAFKA": away}, f"ingest cannot start on Kafka at {away}"),
        ({"LIVEFAIR_PORT": "many"}, "LIVEFAIR_PORT"),
    ):
        async with running(kafka, issuer, 1, **given) as (process, _), asyncio.timeout(WITHIN_S):
            _, errors = await process.communicate()
        assert (process.returncode, said in errors.decode()) == (1, True)
