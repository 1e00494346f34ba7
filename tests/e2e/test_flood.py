"""A flood of comments in one room does not delay the fair's log, and every comment is accounted for."""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
import pytest_asyncio

from tests.e2e.hosting import Session, begun
from tests.e2e.lean import Lean
from tests.e2e.running import System
from tests.e2e.stage import Person, Stage, Student, at_once, offset_of, set_stage
from tests.e2e.viewing import Room, Viewer, watching

TALKERS, AT_ONCE, STUDENTS, CAP = 400, 24, 12, 5
TIMES = 3
LOUD = 400
"""This number of comments is a flood, even on a machine too slow to exceed a room's rate."""
LOUD_S = 60


@pytest_asyncio.fixture(loop_scope="session")
async def stage(system: System) -> AsyncIterator[Stage]:
    async with httpx.AsyncClient(transport=Lean(), trust_env=False) as http:
        yield await set_stage(system, http, "A fair that is loud")


@dataclass(slots=True)
class Crowd:
    """People who comment, react and click until they are stopped. Counts the accepted requests."""

    session: Session
    people: Iterator[Person]
    drops: list[str] = field(default_factory=list)
    answered: Counter[tuple[str, int]] = field(default_factory=Counter)
    newest: str = ""
    silent: bool = False
    is_loud: asyncio.Event = field(default_factory=asyncio.Event)
    """The crowd exceeds a room's rate, or has sent a lot."""
    has_gone: asyncio.Event = field(default_factory=asyncio.Event)
    """Somebody clicked on a drop."""

    async def talk(self, number: int) -> None:
        """One of the concurrent senders; each comment is sent by another person."""
        for turn in itertools.count(number):
            if self.silent:
                return
            what, path, body = self._next(number, turn)
            answer = await next(self.people).send(f"/sessions/{self.session.id}/{path}", body)
            self.answered[what, answer.status_code] += 1
            if answer.status_code == 202:
                position = answer.json()["receipt"]["position"]
                self.newest = max(self.newest, position, key=lambda one: offset_of(one) if one else -1)
            if self.answered["comment", 429] or self.accepted("comment") >= LOUD:
                self.is_loud.set()
            if self.accepted("click"):
                self.has_gone.set()

    def _next(self, number: int, turn: int) -> tuple[str, str, dict[str, Any] | None]:
        """One in four reacts, the others comment."""
        if number % 4:
            return "comment", "comments", {"text": f"弹幕 {turn} {'好' * 40}"}
        if turn % 2 and self.drops:
            return "click", f"drops/{self.drops[-1]}/click", None
        return "reaction", "reactions", {"reaction": "like", "times": TIMES}

    def accepted(self, what: str) -> int:
        return self.answered[what, 202]


async def people(stage: Stage, count: int) -> Iterator[Person]:
    sub = f"talker-{uuid.uuid4().hex[:8]}"
    tokens = await stage.system.tokens("student", sub, count=count)
    return itertools.cycle([Person(stage.http, stage.system, f"{sub}-{n}", one) for n, one in enumerate(tokens, 1)])


async def test_a_flood_holds_nothing_up_and_nothing_of_it_is_lost(stage: Stage) -> None:
    """Three drops with their lines come and go meanwhile, on both live edges; afterwards all counts agree."""
    jobs = [await stage.publish(title) for title in ("数据分析师", "前端工程师", "行政助理")]
    students, session = await stage.students(STUDENTS), await begun(stage)
    crowd = Crowd(session, await people(stage, TALKERS))
    viewers = [Viewer([session.room]) for _ in stage.system.addresses("notify")]
    async with watching(*viewers, addresses=stage.system.addresses("notify")):
        for viewer in viewers:
            await viewer.sees(partial(knows, viewer.rooms[session.room], {"drops": 0}), "its room")
        async with asyncio.TaskGroup() as group:
            for number in range(AT_ONCE):
                group.create_task(crowd.talk(number))
            await asyncio.wait_for(crowd.is_loud.wait(), LOUD_S)
            for job in jobs:
                await is_dropped(session, crowd, job, students, viewers)
            await asyncio.wait_for(crowd.has_gone.wait(), LOUD_S)
            crowd.silent = True
        await all_agree(session, crowd, viewers)
    assert {status for _, status in crowd.answered} <= {202, 429}
    await stage.system.balances()


def knows(room: Room, counters: dict[str, int]) -> bool:
    return counters.items() <= room.counters.items()


async def is_dropped(session: Session, crowd: Crowd, job: str, students: list[Student], viewers: list[Viewer]) -> None:
    """A drop, a rush to it, its end: each reaches all viewers before the next step, while the crowd goes on."""
    drop = (await session.does("drops", job=job, cap=CAP)).id
    crowd.drops.append(drop)
    written = await at_once(one.submit(job, drop) for one in students)
    closed = await session.does(f"drops/{drop}/close")
    assert offset_of(closed.position) > max(offset_of(one.position) for one in written)
    for viewer in viewers:
        await viewer.sees(viewer.decided(closed.position), "the end of the drop")
        counters = viewer.rooms[session.room].counters
        assert (counters[f"drop:{drop}:applications"], counters[f"drop:{drop}:remaining"]) == (STUDENTS, 0)


async def all_agree(session: Session, crowd: Crowd, viewers: list[Viewer]) -> None:
    """Accepted requests, the rooms' counters and frames, and later reads are equal."""
    said, pressed, clicked = (crowd.accepted(what) for what in ("comment", "reaction", "click"))
    assert min(said, pressed, clicked) > 0
    truth = {"comments": said, "reactions_like": TIMES * pressed}
    for viewer in viewers:
        room = viewer.rooms[session.room]
        await viewer.sees(partial(knows, room, truth), f"{truth}")
        assert len(room.comments) + room.skipped == said
        assert (viewer.connections, viewer.reloads) == (1, [])
    read = await session.read(crowd.newest)
    kept = {name: read["counters"][name] for name in ("comments", "reactions", "clicks", "drops", "applications")}
    told = {"comments": said, "reactions": TIMES * pressed, "clicks": clicked}
    assert kept == told | {"drops": 3, "applications": 3 * STUDENTS}
    minutes = (await session.read(crowd.newest, "/funnel"))["items"]
    assert {name: sum(one[name] for one in minutes) for name in told} == told
