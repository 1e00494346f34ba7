"""PostgreSQL away, and the broker killed, while students submit: nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.conftest import RunningKafka, RunningPostgres
from tests.e2e.running import running
from tests.e2e.stage import Stage, Written, offset_of, set_stage
from tests.e2e.viewing import Viewer, watching
from tests.faults import books
from tests.faults.conftest import TWO_OF_EACH
from tests.faults.load import Load, prepare

PER_S = 50
POSTGRES_AWAY_S = 20
KAFKA_AWAY_S = 8
ANSWER_S = 3.0  # "within about 2 s", measured by a client on a busy machine


@dataclass(frozen=True, slots=True)
class Rush:
    """A fair to which students submit, and its viewers."""

    stage: Stage
    load: Load
    viewer: Viewer

    async def is_counted(self) -> None:
        """Everything acknowledged is in the tables, in the counters and at the viewer."""
        await books.equal(self.stage, self.load.ledger, self.viewer)


@asynccontextmanager
async def rush_to(home: Path, http: httpx.AsyncClient, *servers: str) -> AsyncIterator[Rush]:
    """Two instances of each service; the test controls one of the servers."""
    async with running(home, *servers, *TWO_OF_EACH) as system:
        await books.watch(system)
        stage = await set_stage(system, http, "A fair without its servers")
        load = await prepare(stage, students=201, jobs=20, per_s=PER_S)
        viewer = Viewer([f"fair:{stage.fair}", f"enterprise:{stage.org}"], stage.enterprise.token)
        async with watching(viewer, addresses=system.addresses("notify")):
            yield Rush(stage, load, viewer)


async def test_postgres_away(servers_folder: Path, own_postgres: RunningPostgres, http: httpx.AsyncClient) -> None:
    """Killed for 20 s: submissions are acknowledged, reads are 503, and afterwards everything is counted."""
    servers = ("--kafka", "apache", "--postgres", own_postgres.dsn)
    async with rush_to(servers_folder / "no-postgres", http, *servers) as rush:
        async with rush.load.running():
            await rush.load.acknowledges(100)
            await own_postgres.kill()
            left = time.monotonic() + POSTGRES_AWAY_S
            await rush.load.acknowledges(POSTGRES_AWAY_S * PER_S // 2)
            await reads_say_why(rush.stage)
            await asyncio.sleep(max(0.0, left - time.monotonic()))  # the outage itself
            await own_postgres.restart()
            await rush.load.acknowledges(100)
        assert not rush.load.ledger.unanswered
        await rush.is_counted()


async def reads_say_why(stage: Stage) -> None:
    answer = await stage.http.get(f"{stage.system.fair}/v1/fairs/{stage.fair}")
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1


async def test_kafka_killed(servers_folder: Path, own_kafka: RunningKafka, http: httpx.AsyncClient) -> None:
    """Writes are 503 in time, a retry with the same key has one effect, and everything is delivered later."""
    async with rush_to(servers_folder / "no-kafka", http, "--kafka", own_kafka.bootstrap) as rush:
        stage = rush.stage
        async with rush.load.running():
            await rush.load.acknowledges(100)
            await own_kafka.kill()
            left = time.monotonic() + KAFKA_AWAY_S
            keys = [await is_told_to_retry(stage, number) for number in (0, 1)]
            await asyncio.sleep(max(0.0, left - time.monotonic()))  # the outage itself
            await own_kafka.restart()
            await rush.load.acknowledges(100)
        await rush.is_counted()
        assert rush.load.ledger.unanswered["503"]
        jobs = [await publish(stage, key, number) for number, key in enumerate(keys)]
        counters = await stage.counters(after=max((job.position for job in jobs), key=offset_of))
        assert (len({job.id for job in jobs}), counters["jobs"]) == (2, 20 + 2)
        await stage.system.balances()


async def is_told_to_retry(stage: Stage, number: int) -> str:
    """A write to this instance while the broker is away is 503. Returns its key."""
    key, started = uuid.uuid4().hex, time.monotonic()
    async with httpx.AsyncClient(timeout=15, trust_env=False) as http:
        body = {"title": "Written in the dark", "headcount": 1}
        address = stage.system.addresses("ingest")[number]
        headers = {"Authorization": f"Bearer {stage.enterprise.token}", "Idempotency-Key": key}
        answer = await http.post(f"{address}/v1/fairs/{stage.fair}/jobs", json=body, headers=headers)
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["retry-after"]) >= 1
    assert time.monotonic() - started < ANSWER_S
    return key


async def publish(stage: Stage, key: str, number: int) -> Written:
    """The same request with its key, at the other instance."""
    body, path = {"title": "Written in the dark", "headcount": 1}, f"/fairs/{stage.fair}/jobs"
    return await stage.enterprise.write(path, body, key=key, ingest=1 - number)
