"""Livestream sessions over HTTP and WebSocket: from the plan to the replay, with broken connections."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from tests.e2e.hosting import AUDIENCE, Session, begun, planned
from tests.e2e.stage import Stage, Student, Written, at_once, offset_of
from tests.e2e.viewing import Room, Viewer, snapshot, watching

STUDENTS, CAP = 12, 5
ACTS = 100
ENDINGS: tuple[dict[int, signal.Signals], ...] = ({}, {1: signal.SIGKILL}, {2: signal.SIGTERM}, {})
RELOADS = {"the position is not known here yet", "the position is too old"}
Act = Callable[[], Coroutine[Any, Any, Written | None]]
FUNNEL = ("submissions", "waitlisted", "moved_up", "withdrawn")


def lasting(room: Room) -> tuple[Any, ...]:
    """The part of a room that comes from the log: all but the current viewers."""
    counters = {name: value for name, value in room.counters.items() if name not in AUDIENCE}
    _, items, decided = room.seen
    return counters, items, decided


def events(items: list[dict[str, Any]]) -> list[str]:
    return [item["event"] for item in items]


def in_log_order(students: list[Student], written: list[Written]) -> list[tuple[Student, Written]]:
    return sorted(zip(students, written, strict=True), key=lambda pair: offset_of(pair[1].position))


async def test_a_session_from_its_plan_to_its_replay(stage: Stage) -> None:
    """A session with all actions of a host: equal at both live edges, in the funnel and in the replay."""
    first, second, other = [await stage.publish(title) for title in ("数据分析师", "前端工程师", "行政助理")]
    session = await planned(stage, {"job": first, "minutes": 5, "cap": CAP}, second)
    students = await stage.students(STUDENTS)
    edges = stage.system.addresses("notify")
    viewers = [Viewer([session.room]) for _ in edges]
    async with watching(*viewers, addresses=edges):
        assert await session.fails("announce", text="too early") in ("The session is scheduled.", "session_scheduled")
        await session.does("start")
        await session.does("announce", text="请准备好简历。")
        drop = (await session.does("drops/next")).id
        line = in_log_order(students, await at_once(one.submit(first, drop) for one in students))
        await got_in(session, first, line, set(range(CAP)))
        await moves_up(session, first, drop, line)
        await asks(session, students)
        await session.does("pin", job=second)
        another = (await session.does("drops", job=other, cap=1)).id
        assert await session.fails("drops", job=other) == "drop_open"
        await session.does("drops/next", cap=3)
        assert await session.fails("drops/next") == "run_of_show_over"
        await is_paused(session, other, another, students[:2])
        last = await session.does("end")
        for viewer in viewers:
            await viewer.sees(viewer.decided(last.position), "the end of the session")
    told = await session.replay(last.position)
    for viewer in viewers:
        room = viewer.rooms[session.room]
        assert events([one for one in room.items if one["event"] != "QuestionUpvoted"]) == events(told)
        assert lasting(room) == lasting((await snapshot(edges[0], [session.room], last.position))[session.room])
    assert events(told) == SHOW
    assert [one["offset_ms"] for one in told] == sorted(one["offset_ms"] for one in told)
    minutes = (await session.told(last.position, "/funnel"))["items"]
    submitted, waited = STUDENTS + 2, STUDENTS - CAP + 1
    assert [sum(minute[name] for minute in minutes) for name in FUNNEL] == [submitted, waited, 3, 2]
    await stage.system.balances()


SHOW = [
    *("FairSessionStarted", "HostAnnounced", "JobDropped", "DropExtended"),
    *("QuestionAsked", "QuestionAnswered", "QuestionHidden"),  # later snapshots do not have the hidden comment
    *("JobPinned", "JobDropped", "JobDropped"),
    *("FairSessionPaused", "FairSessionResumed", "DropClosed"),
    *("FairSessionEnded", "DropClosed", "DropClosed"),
]


async def got_in(session: Session, job: str, line: list[tuple[Student, Written]], admitted: set[int]) -> None:
    """Of the submissions in the order of their receipts, these are admitted; the others have their place."""
    newest = line[-1][1].position
    waiting = 0
    for number, (student, written) in enumerate(line):
        told = await student.person.read(f"/jobs/{job}/applications/{written.id}", after=newest)
        if number in admitted:
            assert (told["state"], told["drop"]["admitted"]) == ("submitted", True)
        elif told["state"] == "waitlisted":
            waiting += 1
            assert (told["reason"], told["drop"]["in_line"]) == ("drop_full", waiting)
        assert told["drop"]["place"] == number + 1
    assert (await session.told(newest))["drops"][0]["waiting"] == waiting


async def moves_up(session: Session, job: str, drop: str, line: list[tuple[Student, Written]]) -> None:
    """Two admitted students withdraw, then the cap grows by one: the first three of the line move up, and are
    notified."""
    freed = [await student.withdraw(job, written.id) for student, written in (line[0], line[3])]
    extended = await session.does(f"drops/{drop}/extend", cap=CAP + 1)
    assert (await session.read(extended.position))["counters"][f"drop:{drop}:remaining"] == 0
    await got_in(session, job, line, {1, 2, 4, CAP, CAP + 1, CAP + 2})
    (student, _), edge = line[CAP], session.stage.system.notify
    mine = (await snapshot(edge, ["me"], freed[0].position, student.person.token))["me"]
    assert events(mine.items)[-2:] == ["ApplicationWaitlisted", "ApplicationAdmitted"]


async def asks(session: Session, students: list[Student]) -> None:
    """Questions are asked, upvoted, answered and hidden; nobody reads who asked."""
    asking, *wanting = (student.person for student in students[:4])
    path = f"/sessions/{session.id}/questions"
    question = (await asking.write(path, {"text": "需要驻外吗？"})).id
    for person in (*wanting, wanting[0]):
        voted = await person.write(f"{path}/{question}/upvote")
    await session.does(f"questions/{question}/answer", text="不需要。")
    unkind = await asking.write(path, {"text": "Nonsense"})
    hidden = await session.does(f"questions/{unkind.id}/hide")
    assert offset_of(hidden.position) > offset_of(voted.position)
    (told,) = (await session.read(hidden.position, "/questions"))["items"]
    assert (told["votes"], told["state"], told["answer"]) == (len(wanting), "answered", "不需要。")
    assert "person" not in told


async def is_paused(session: Session, job: str, drop: str, students: list[Student]) -> None:
    """While paused nothing can be dropped, and an open drop takes submissions; its line is refused at the end."""
    await session.does("pause")
    assert await session.fails("drops", job=job) == "session_paused"
    (_, _), (second, written) = in_log_order(students, [await one.submit(job, drop) for one in students])
    await session.does("resume")
    closed = await session.does(f"drops/{drop}/close")
    told = await second.person.read(f"/jobs/{job}/applications/{written.id}", after=closed.position)
    assert (told["state"], told["reason"]) == ("refused", "drop_full")


class Show:
    """A session with random actions."""

    def __init__(self, session: Session, jobs: list[str], students: list[Student], seed: int) -> None:
        self.session = session
        self._chance = random.Random(seed)
        self._jobs, self._students = jobs, students
        self._open: dict[str, str] = {}
        self._caps: dict[str, int] = {}
        self._standing: dict[tuple[str, str], str] = {}

    async def act(self) -> None:
        """One of all actions of host and students."""
        doing: list[Act] = [self._submits] * 6 + [self._withdraws] * 2
        doing += [self._drops, self._drops, self._extends, self._announces, self._pins, self._asks, self._closes]
        await self._chance.choice(doing)()

    async def _drops(self) -> Written | None:
        free = [job for job in self._jobs if job not in self._open]
        if not free:
            return None
        job, cap = self._chance.choice(free), self._chance.randint(1, 4)
        written = await self.session.does("drops", job=job, cap=cap)
        self._open[job], self._caps[job] = written.id, cap
        return written

    async def _extends(self) -> Written | None:
        if not self._open:
            return None
        job = self._chance.choice(list(self._open))
        self._caps[job] += 2
        return await self.session.does(f"drops/{self._open[job]}/extend", cap=self._caps[job])

    async def _closes(self) -> Written | None:
        if len(self._open) < 2:
            return None
        return await self.session.does(f"drops/{self._open.pop(self._chance.choice(list(self._open)))}/close")

    async def _announces(self) -> Written:
        return await self.session.does("announce", text=f"请看第 {self._chance.randint(1, 99)} 个岗位。")

    async def _pins(self) -> Written:
        return await self.session.does("pin", job=self._chance.choice(self._jobs))

    async def _asks(self) -> Written:
        question = await self.session.does("questions", text="需要驻外吗？")
        return await self.session.does(f"questions/{question.id}/hide")

    async def _submits(self) -> Written | None:
        if not self._open:
            return None
        job, student = self._chance.choice(list(self._open)), self._chance.choice(self._students)
        written = await student.submit(job, self._open[job])
        self._standing[student.sub, job] = written.id
        return written

    async def _withdraws(self) -> Written | None:
        if not self._standing:
            return None
        (sub, job), application = self._standing.popitem()
        student = next(one for one in self._students if one.sub == sub)
        return await student.withdraw(job, application)


async def cut_at_random(viewers: list[Viewer], seed: int, done: asyncio.Event) -> None:
    """Break connections until stopped; each resumes at the other edge."""
    chance = random.Random(seed)
    while not done.is_set():
        viewer = chance.choice(viewers)
        connections = viewer.connections
        viewer.cut()
        await viewer.sees(partial(is_back, viewer, connections), "a new line")


def is_back(viewer: Viewer, connections: int) -> bool:
    return viewer.connections > connections


async def restarted(stage: Stage, ending: dict[int, signal.Signals]) -> None:
    """Stop these live edges with the given signals; returns when they run again."""
    for number, how in ending.items():
        await stage.system.kill("notify", number, how)


async def test_who_is_cut_off_misses_nothing_of_a_session(stage: Stage) -> None:
    """Random cuts, resumes at the other edge, both edges restarted, one killed: states equal a new viewer's, or a
    reload."""
    jobs = [await stage.publish(f"Job {number}") for number in range(4)]
    show = Show(await begun(stage), jobs, await stage.students(STUDENTS), seed=24)
    session, edges = show.session, stage.system.addresses("notify")
    viewers, done = [Viewer([session.room]) for _ in edges], asyncio.Event()
    async with watching(*viewers, addresses=edges):
        cutting = asyncio.create_task(cut_at_random(viewers, 24, done))
        for ending in ENDINGS:
            restarting = asyncio.create_task(restarted(stage, ending))
            for _ in range(ACTS // len(ENDINGS)):
                await show.act()
            await restarting
        done.set()
        await cutting
        last = await session.does("end")
        for viewer in viewers:
            await viewer.sees(viewer.decided(last.position), "the end of the session")
    for viewer in viewers:
        assert viewer.connections > 1
        assert set(viewer.reloads) <= RELOADS
        for edge in edges:
            newcomer = await snapshot(edge, [session.room], last.position)
            assert lasting(viewer.rooms[session.room]) == lasting(newcomer[session.room])
    assert events(viewers[0].rooms[session.room].items) == events(await session.replay(last.position))
