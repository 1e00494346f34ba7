"""The same request a hundred times at once, over both instances of ingest."""

from __future__ import annotations

import asyncio
import uuid

import httpx
import pytest
import pytest_asyncio

from tests.e2e.stage import Stage, Student, Written, accepted, offset_of
from tests.e2e.viewing import snapshot

TIMES = 100
APPLICATIONS = "SELECT id::text, jsonb_array_length(history) AS steps FROM applications WHERE fair = $1"


@pytest_asyncio.fixture(loop_scope="session")
async def student(stage: Stage) -> Student:
    return (await stage.students(1))[0]


async def send_all(student: Student, job: str, key: str | None) -> list[Written]:
    """All at once, half to each instance."""
    path, body = f"/jobs/{job}/applications", {"resume_id": student.resume}
    sending = (student.person.send(path, body, key=key, ingest=number % 2) for number in range(TIMES))
    answers: list[httpx.Response] = await asyncio.gather(*sending)
    return [accepted(answer) for answer in answers]


async def has_one_effect(stage: Stage, written: list[Written]) -> None:
    """One application with one step, counted once, sent once."""
    newest = max((one.position for one in written), key=offset_of)
    counters = await stage.counters(after=newest)
    assert (counters["applications"], counters["applicants"]) == (1, 1)
    (row,) = await stage.system.rows(APPLICATIONS, uuid.UUID(stage.fair))
    assert dict(row) == {"id": written[0].id, "steps": 1}
    assert {one.id for one in written} == {row["id"]}
    room, first = f"enterprise:{stage.org}", min((one.position for one in written), key=offset_of)
    told = (await snapshot(stage.system.notify, [room], first, stage.enterprise.token))[room]
    about = [item["event"] for item in told.items if "application" in item["data"]]
    assert about == ["ApplicationReceived"]
    await stage.system.balances()


async def test_with_a_key(stage: Stage, student: Student) -> None:
    """With one Idempotency-Key all share one event id, and it was applied."""
    written = await send_all(student, await stage.publish("Engineer"), uuid.uuid4().hex)
    (event,) = {one.event_id for one in written}
    newest = max((one.position for one in written), key=offset_of)
    assert (await student.person.read(f"/outcomes/{event}", after=newest))["outcome"] == "applied"
    await has_one_effect(stage, written)


async def test_without_a_key(stage: Stage, student: Student) -> None:
    """Without a key each is an event: the first in the log is applied, the others are unchanged."""
    written = await send_all(student, await stage.publish("Engineer"), None)
    assert len({one.event_id for one in written}) == TIMES
    newest = max((one.position for one in written), key=offset_of)
    ordered = sorted(written, key=lambda one: offset_of(one.position))
    asking = (student.person.read(f"/outcomes/{one.event_id}", after=newest) for one in ordered)
    outcomes = [told["outcome"] for told in await asyncio.gather(*asking)]
    assert outcomes == ["applied", *["unchanged"] * (TIMES - 1)]
    await has_one_effect(stage, written)


@pytest.mark.parametrize("key", ["of-the-fair", None])
async def test_a_fair(stage: Stage, key: str | None) -> None:
    """One fair for one key; without a key, one for each request."""
    now = await stage.guest.read(f"/fairs/{stage.fair}")
    body = {name: now[name] for name in ("title", "host", "starts_at", "ends_at")}
    sending = (stage.organizer.send("/fairs", body, key=key, ingest=number % 2) for number in range(10))
    ids = {accepted(answer).id for answer in await asyncio.gather(*sending)}
    assert len(ids) == (1 if key else 10)
