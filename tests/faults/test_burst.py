"""A drop and two thousand submissions as fast as they are answered, before three hundred who count along."""

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

SUBMISSIONS, VIEWERS, CAP = 2_000, 300, 200
STORED = """
SELECT id::text, student, "offset", drop_place, admitted, state FROM applications WHERE drop = $1 ORDER BY "offset"
"""


@pytest_asyncio.fixture(loop_scope="session")
async def stage(system: System) -> AsyncIterator[Stage]:
    async with httpx.AsyncClient(transport=Lean(), trust_env=False) as http:
        yield await set_stage(system, http, "A fair with a rush")


async def test_all_that_is_acknowledged_is_counted_by_everybody(stage: Stage) -> None:
    """Over two instances of each service: the first of the log get in, and no socket misses a number or is lost."""
    job, students, session = await stage.publish("Engineer"), await stage.students(SUBMISSIONS), await begun(stage)
    viewers = [Viewer([session.room]) for _ in range(VIEWERS)]
    async with watching(*viewers, addresses=stage.system.addresses("notify")):
        await all_see(viewers, {"viewers": VIEWERS})
        drop = (await session.does("drops", job=job, cap=CAP)).id
        written: list[Written] = await at_once(
            student.submit(job, drop, ingest=number % 2) for number, student in enumerate(students)
        )
        truth = {"applications": SUBMISSIONS, f"drop:{drop}:applications": SUBMISSIONS, f"drop:{drop}:remaining": 0}
        await all_see(viewers, truth | {"viewers": VIEWERS})
        newest = max((one.position for one in written), key=offset_of)
        assert all(viewer.rooms[session.room].decided_offset() >= offset_of(newest) for viewer in viewers)
        assert {(viewer.connections, *viewer.reloads) for viewer in viewers} == {(1,)}
    for number, _ in enumerate(stage.system.addresses("fair")):
        told = await session.read(newest, fair=number)
        assert {name: told["counters"][name] for name in truth} == truth
        (shown,) = told["drops"]
        assert (shown["admitted"], shown["waiting"], shown["remaining"]) == (CAP, SUBMISSIONS - CAP, 0)
        assert (await stage.counters(newest, fair=number))["applications"] == SUBMISSIONS
    await stands(stage, job, drop, students, written)
    await stage.system.balances()


async def all_see(viewers: list[Viewer], counters: dict[str, int]) -> None:
    """Wait until every one of them has these numbers."""
    await asyncio.gather(*(viewer.sees(partial(shows, viewer, counters), f"{counters}") for viewer in viewers))


def shows(viewer: Viewer, counters: dict[str, int]) -> bool:
    return all(counters.items() <= room.counters.items() for room in viewer.rooms.values())


async def stands(stage: Stage, job: str, drop: str, students: list[Student], written: list[Written]) -> None:
    """The rows are the receipts, in the order of their offsets: the lowest got in, all others wait and know where."""
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
    for place in (CAP, CAP + 1, SUBMISSIONS):
        student, one = asked[place - 1]
        mine = (await student.person.read(f"/jobs/{job}/applications/{one.id}"))["drop"]
        waits = {"in_line": place - CAP} if place > CAP else {}
        assert mine == {"id": drop, "place": place, "admitted": place <= CAP, **waits}
