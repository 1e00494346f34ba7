"""Records that the edge would never write, put into the log between good ones."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest_asyncio
from aiokafka import AIOKafkaProducer

from tests.e2e.running import System
from tests.e2e.stage import Stage, offset_of
from tests.e2e.waiting import until

LOG = "livefair.fairs"
RECORD_BYTES_MAX = 4 * 1_048_576
LISTED_S = 60.0
Headers = list[tuple[str, bytes | None]]


@dataclass(frozen=True)
class Bad:
    """A record, and words of the expected reason."""

    value: bytes | None
    headers: Headers
    why: str


def bad_records(fair: str, org: str) -> dict[str, Bad]:
    """One of each kind: a good JobClosed with one defect."""
    value = json.dumps({"fair": fair, "job": str(uuid.uuid4())}).encode()
    good = Bad(value, envelope(org), "")
    return {
        "bad JSON": replace(good, value=value[:-1], why="JSON"),
        "wrong schema": replace(good, value=json.dumps({"fair": fair}).encode(), why="job"),
        "null value": replace(good, value=None, why="null"),
        "null header": replace(good, headers=[*good.headers, ("ce_request", None)], why="ce_request is null"),
        "not UTF-8": replace(good, headers=[*good.headers, ("ce_request", b"\xff\xfe")], why="ce_request is not UTF-8"),
        "2 MB": replace(good, value=value[:-1] + b" " * 2_000_000 + b"}", why="bytes"),
    }


def envelope(org: str) -> Headers:
    """CloudEvents headers as `docs/contracts/records/envelope.json` requires them."""
    told = {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_id": str(uuid.uuid4()),
        "ce_type": "livefair.JobClosed.v1",
        "ce_source": "/tests",
        "ce_time": datetime.now(UTC).isoformat(),
        "ce_actor": "nobody",
        "ce_role": "enterprise",
        "ce_org": org,
    }
    return [(name, text.encode()) for name, text in told.items()]


@pytest_asyncio.fixture(loop_scope="session")
async def producer(system: System) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(bootstrap_servers=system.run["kafka"], acks="all", max_request_size=RECORD_BYTES_MAX)
    await producer.start()
    yield producer
    await producer.stop()


async def listed(system: System, positions: set[str]) -> dict[str, dict[str, Any]]:
    """The dead letters of these positions; empty while one of them is missing."""
    ran = await system.livefair("dlq", "list", "--json", "--limit", "1000")
    assert ran.status == 0, ran.output
    letters = [json.loads(line) for line in ran.output.splitlines()]
    found = {letter["position"]: letter for letter in letters if letter["position"] in positions}
    assert len(letters) == len({letter["position"] for letter in letters})
    return found if len(found) == len(positions) else {}


async def test_they_are_put_aside_and_their_neighbours_decided(
    system: System, stage: Stage, producer: AIOKafkaProducer
) -> None:
    """Each becomes a dead letter with position and reason; the submissions around them all count."""
    job, kinds = await stage.publish("Engineer"), bad_records(stage.fair, stage.org)
    students = await stage.students(len(kinds) + 1)
    written = [await students[0].submit(job)]
    places: dict[str, Bad] = {}
    for student, bad in zip(students[1:], kinds.values(), strict=True):
        told = await producer.send_and_wait(LOG, bad.value, key=stage.fair.encode(), headers=bad.headers)
        places[f"{told.topic}:{told.partition}:{told.offset}"] = bad
        written.append(await student.submit(job))
    order = [offset_of(position) for position in (written[0].position, *places, written[-1].position)]
    assert order == sorted(order)
    counters = await stage.counters(after=written[-1].position)
    assert (counters["applications"], counters["applicants"]) == (len(students), len(students))

    async def found() -> dict[str, dict[str, Any]]:
        return await listed(system, set(places))

    letters = await until(found, f"{len(places)} dead letters", LISTED_S)
    for position, bad in places.items():
        assert bad.why in letters[position]["reason"], letters[position]
        assert letters[position]["key"] == stage.fair
        assert letters[position]["bytes"] == len(bad.value or b"")
    await system.balances()
