"""A drop with thousands of submissions as fast as possible, and hundreds of connected viewers."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from functools import partial

import httpx
import pytest_asyncio

from tests.e2e.hosting import begun
from tests.e2e.lean import Lean
from tests.e2e.running import System
from tests.e2e.stage import Stage, Student, Written, at_once, offset_of, set_stage
from tests.e2e.viewing import Viewer, watching
from tests.faults import books
from tests.faults.group import owner, partition_of

SUBMISSIONS, VIEWERS, CAP = 2_000, 300, 200
RUSHING, WATCHING = 1_000, 50
STORED = """
SELECT id::text, student, "offset", drop_place, admitted, state FROM applications WHERE drop = $1 ORDER BY "offset"
"""


@pytest_asyncio.fixture(loop_scope="session")
async def stage(system: System) -> AsyncIterator[Stage]:
    async with httpx.AsyncClient(transport=Lean(), trust_env=False) as http:
        yield await set_stage(system, http, "A fair with a rush")


async def test_all_that_is_acknowledged_is_counted_by_everybody(stage: Stage) -> None:
    """With two instances of each service: the first in the log are admitted, and every socket gets every number."""
    job, students, session = await stage.publish("Engineer"), await stage.students(SUBMISSIONS), await begun(stage)
    viewers = [Viewer([session.room]) for _ in range(VIEWERS)]
    async with watching(*viewers, addresses=stage.system.addresses("notify")):
        await all_see(viewers, {"viewers": VIEWERS})
        drop = (await session.does("drops", job=job, cap=CAP)).id
        written = await rush(students, job, drop)
        truth = {"applications": SUBMISSIONS, f"drop:{drop}:applications": SUBMISSIONS, f"drop:{drop}:remaining": 0}
        await all_see(viewers, truth | {"viewers": VIEWERS})
        newest = newest_of(written)
        assert all(viewer.decided(newest)() for viewer in viewers)
        assert {(viewer.connections, *viewer.reloads) for viewer in viewers} == {(1,)}
    for number, _ in enumerate(stage.system.addresses("fair")):
        told = await session.told(newest, fair=number)
        assert {name: told["counters"][name] for name in truth} == truth
        (shown,) = told["drops"]
        assert (shown["admitted"], shown["waiting"], shown["remaining"]) == (CAP, SUBMISSIONS - CAP, 0)
        assert (await stage.counters(newest, fair=number))["applications"] == SUBMISSIONS
    await stands(stage, job, drop, students, written)
    await stage.system.balances()


async def test_instances_are_killed_during_the_burst(stage: Stage) -> None:
    """kill -9 of the deciding fair and of a live edge: the same students are admitted, all sockets reconnect."""
    job, students, session = await stage.publish("Engineer"), await stage.students(RUSHING), await begun(stage)
    viewers = [Viewer([session.room]) for _ in range(WATCHING)]
    async with watching(*viewers, addresses=stage.system.addresses("notify")):
        opened = await session.does("drops", job=job, cap=CAP)
        await asyncio.gather(*(viewer.sees(viewer.decided(opened.position), "the drop") for viewer in viewers))
        deciding = await owner(stage.system, partition_of(opened.position))
        dying = asyncio.gather(stage.system.kill("fair", deciding), stage.system.kill("notify", 1))
        written = await rush(students, job, opened.id)
        await dying
        await books.decided(stage, newest_of(written))
        ids = (f"drop:{opened.id}:applications", f"drop:{opened.id}:remaining")
        await all_see(viewers, dict(zip(ids, (RUSHING, 0), strict=True)) | {"viewers": WATCHING})
    assert max(viewer.connections for viewer in viewers) > 1
    await stands(stage, job, opened.id, students, written)
    await stage.system.balances()


async def rush(students: list[Student], job: str, drop: str) -> list[Written]:
    """All submit through the drop, half at each instance."""
    written: list[Written] = await at_once(
        student.submit(job, drop, ingest=number % 2) for number, student in enumerate(students)
    )
    return written


def newest_of(written: list[Written]) -> str:
    return max((one.position for one in written), key=offset_of)


async def all_see(viewers: list[Viewer], counters: dict[str, int]) -> None:
    """Wait until every viewer has these numbers."""
    await asyncio.gather(*(viewer.sees(partial(shows, viewer, counters), f"{counters}") for viewer in viewers))


def shows(viewer: Viewer, counters: dict[str, int]) -> bool:
    return all(counters.items() <= room.counters.items() for room in viewer.rooms.values())


async def stands(stage: Stage, job: str, drop: str, students: list[Student], written: list[Written]) -> None:
    """The rows match the receipts by offset: the lowest are admitted, all others wait and know their place."""
    asked = sorted(zip(students, written, strict=True), key=lambda pair: offset_of(pair[1].position))
    assert [tuple(row) for row in await stage.system.rows(STORED, uuid.UUID(drop))] == [
        (
            one.id,
            student.sub,
            offset_of(one.position),
            place,
            place <= CAP,
            "submitted" if place <= CAP else "waitlisted",
        )
        for place, (student, one) in enumerate(asked, start=1)
    ]
    for place in (CAP, CAP + 1, len(students)):
        student, one = asked[place - 1]
        mine = (await student.person.read(f"/jobs/{job}/applications/{one.id}"))["drop"]
        waits = {"in_line": place - CAP} if place > CAP else {}
        assert mine == {"id": drop, "place": place, "admitted": place <= CAP, **waits}
