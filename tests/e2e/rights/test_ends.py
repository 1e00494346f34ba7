"""Rights end when they end: at both edges and in open connections, within two seconds of the record that ends them."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from livefair.system.home import Home
from livefair.system.keys import Signer, ensure_keys
from tests.e2e.rights.people import TOKEN_S
from tests.e2e.running import System
from tests.e2e.stage import Person, Stage, Student, set_stage
from tests.e2e.viewing import Viewer
from tests.e2e.waiting import until

WITHIN_S = 2.0
GIVE_UP_S = 20.0
"""A denial of ingest may itself take two seconds, since a newer record could lift it."""
TOLD_OF_REFUSALS = {"BoothRefused", "InvitationExpired"}
Ask = Callable[[], Awaitable[httpx.Response]]


@pytest.fixture
async def stage(system: System, http: httpx.AsyncClient) -> Stage:
    return await set_stage(system, http, "A fair of its own")


async def ends(ask: Ask, status: int, what: str) -> None:
    """Ask until it is denied with `status`. Nothing that was asked later than two seconds from now is allowed."""
    began, allowed = time.monotonic(), 0.0

    async def is_denied() -> bool:
        nonlocal allowed
        sent = time.monotonic() - began
        answer = await ask()
        if answer.status_code < 300:
            allowed = sent
        return answer.status_code == status

    await until(is_denied, f"{what} to be answered {status}", GIVE_UP_S)
    assert allowed <= WITHIN_S, f"{what} was allowed after {allowed:.1f} s"


async def an_applicant(stage: Stage) -> tuple[Student, str, str]:
    """A student, the job, and their application to it, which is decided."""
    job, (student,) = await stage.publish("数据分析师"), await stage.students(1)
    sent = await student.submit(job)
    await student.person.read("/me/applications", after=sent.position)
    return student, job, sent.id


def amending(person: Person, job: str) -> Ask:
    """A write to a job, each time a new one."""
    return lambda: person.send(f"/jobs/{job}", {"description": uuid.uuid4().hex}, method="PATCH")


async def test_staff_that_is_removed(stage: Stage) -> None:
    """A recruiter amends jobs and reads applicants, until they are removed."""
    _, job, _ = await an_applicant(stage)
    (token,) = await stage.system.tokens("enterprise", f"rec-{stage.name}", org=f"agency-{stage.name}")
    recruiter = Person(stage.http, stage.system, f"rec-{stage.name}", token)
    booth = f"/fairs/{stage.fair}/booths/{stage.org}"
    secret = (await stage.enterprise.send(f"{booth}/staff-links", {})).json()["secret"]
    joined = await recruiter.write(f"/staff-links/{secret}/join")
    await recruiter.read(f"/jobs/{job}/applications", after=joined.position)
    assert (await amending(recruiter, job)()).status_code == 202
    await stage.enterprise.write(f"{booth}/staff/remove", {"person": recruiter.sub})
    await asyncio.gather(
        ends(amending(recruiter, job), 403, "the recruiter's write"),
        ends(lambda: recruiter.look(f"/jobs/{job}/applications"), 404, "the recruiter's read"),
    )


async def test_a_booth_that_is_refused(stage: Stage) -> None:
    """Its writes and reads; its open invitation lapses, and the student is told why in `me`."""
    student, job, application = await an_applicant(stage)
    invited = await stage.enterprise.write(f"/jobs/{job}/applications/{application}/invite")
    await student.person.read("/me/applications", after=invited.position)
    path = f"/fairs/{stage.fair}/booths/{stage.org}/refuse"
    viewer = Viewer(["me"], student.person.token)
    await viewer.enter(stage.system.notify)
    await viewer.reads_until(lambda: not viewer.joining, "the room `me`")
    await stage.organizer.write(path, {"reason": "No licence"})
    await asyncio.gather(
        ends(amending(stage.enterprise, job), 403, "the enterprise's write"),
        ends(lambda: stage.enterprise.look(f"/jobs/{job}/applications"), 403, "the enterprise's read"),
    )

    def told() -> dict[str, dict[str, str]]:
        return {one["event"]: one["data"] for one in viewer.rooms["me"].items if one["event"] in TOLD_OF_REFUSALS}

    await viewer.reads_until(lambda: set(told()) == TOLD_OF_REFUSALS, "both items of the refusal", GIVE_UP_S)
    await viewer.close()
    assert {data["application"] for data in told().values()} == {application}
    assert {data["reason"] for data in told().values()} == {"booth_refused"}


async def test_an_application_that_is_withdrawn(stage: Stage) -> None:
    """Its resume, and the student's name."""
    student, job, application = await an_applicant(stage)
    path = f"/jobs/{job}/applications/{application}/resume"
    assert (await stage.enterprise.look(path)).status_code == 200
    await student.withdraw(job, application)
    await ends(lambda: stage.enterprise.look(path), 404, "the resume")


async def test_a_fair_that_is_closed_and_archived(stage: Stage) -> None:
    """Closed, it takes no change of a job; archived, it does not exist for writes."""
    job = await stage.publish("数据分析师")
    await stage.organizer.write(f"/fairs/{stage.fair}/close")
    await ends(amending(stage.enterprise, job), 409, "a write to a closed fair")
    await stage.organizer.write(f"/fairs/{stage.fair}/archive")
    path = f"/fairs/{stage.fair}/booths/{stage.org}/staff-links"
    await ends(lambda: stage.enterprise.send(path, {}), 404, "a write to an archived fair")


async def test_a_key_that_is_removed(stage: Stage, system: System, tmp_path: Path) -> None:
    """Its tokens at both edges, and the connections that they opened."""
    other, ours = Home(tmp_path), Home(system.home)
    ensure_keys(other)
    with_both, before = [*_keys(ours), *_keys(other)], ours.jwks.read_text()
    token = Signer(other).token({"sub": "key-2", "role": "student"}, TOKEN_S)
    person = Person(stage.http, system, "key-2", token)
    ours.jwks.write_text(json.dumps({"keys": with_both}))

    async def is_known() -> bool:
        answers = [await person.look("/me/applications"), await person.send("/me/resume", {"basics": {}}, method="PUT")]
        return all(answer.status_code in (200, 202) for answer in answers)

    await until(is_known, "the second key to be read", GIVE_UP_S)
    async with connect(f"{system.notify}/v1/live", compression=None) as socket:
        await say(socket, {"type": "hello", "token": token}, {"type": "subscribe", "room": "me"})
        ours.jwks.write_text(before)
        began = time.monotonic()
        await asyncio.wait_for(socket.wait_closed(), GIVE_UP_S)
        assert time.monotonic() - began <= WITHIN_S
        assert socket.close_code == 4401
    save = {"basics": {"name": "Nobody"}}
    await ends(lambda: person.look("/me/applications"), 401, "a read with the removed key")
    await ends(lambda: person.send("/me/resume", save, method="PUT"), 401, "a write with the removed key")


def _keys(home: Home) -> list[object]:
    keys: list[object] = json.loads(home.jwks.read_text())["keys"]
    return keys


async def say(socket: ClientConnection, *frames: dict[str, str]) -> None:
    """Send each frame and wait for its answer."""
    for frame in frames:
        await socket.send(json.dumps(frame))
        await asyncio.wait_for(socket.recv(), GIVE_UP_S)
