"""Floods of reads by strangers: decisions go on, and so do the reads of others."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

import asyncpg

from tests.e2e.running import System
from tests.e2e.stage import Stage, Student, offset_of
from tests.faults.reading import flooding

SECONDS, PER_S = 10.0, 20
SEARCHES, AHEAD = 500, 5_000
JOBS = 60
DECIDED_S = 1.0
LOOK_S = 0.01
RATIO = 3
OFFSETS = "SELECT partition, next_offset FROM consumed WHERE topic = 'livefair.fairs'"


class Clock:
    """How long it takes from an acknowledged submission to its decision, by the table of offsets."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, int], float] = {}
        self.took: list[float] = []

    def written(self, position: str) -> None:
        self._waiting[int(position.split(":")[1]), offset_of(position)] = time.monotonic()

    async def watch(self, connection: asyncpg.Connection) -> None:
        """Look at the table again and again, until cancelled."""
        while True:
            following = {row["partition"]: row["next_offset"] for row in await connection.fetch(OFFSETS)}
            now = time.monotonic()
            for place in [one for one in self._waiting if one[1] < following[one[0]]]:
                self.took.append(now - self._waiting.pop(place))
            await asyncio.sleep(LOOK_S)

    async def all_decided(self) -> None:
        async with asyncio.timeout(60):
            while self._waiting:
                await asyncio.sleep(LOOK_S)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.took, n=100)[-1]


@asynccontextmanager
async def clock_of(system: System) -> AsyncIterator[Clock]:
    clock, connection = Clock(), await asyncpg.connect(system.run["postgres"], ssl=False)
    watching = asyncio.create_task(clock.watch(connection))
    try:
        yield clock
        await clock.all_decided()
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await connection.close()


async def submit(students: Iterable[Student], job: str, clock: Clock) -> None:
    """One after the other at a steady pace, however long each takes."""
    started, sent = time.monotonic(), list[asyncio.Task[None]]()

    async def one(student: Student) -> None:
        clock.written((await student.submit(job)).position)

    for number, student in enumerate(students):
        await asyncio.sleep(started + number / PER_S - time.monotonic())
        sent.append(asyncio.create_task(one(student)))
    await asyncio.gather(*sent)


async def measured(stage: Stage, job: str, students: list[Student]) -> Clock:
    async with clock_of(stage.system) as clock:
        await submit(students, job, clock)
    return clock


async def test_reads_never_stop_decisions(stage: Stage) -> None:
    """500 searches and 5,000 reads after a record that is not there: every submission is decided as soon as without."""
    jobs = [await stage.publish(f"Engineer {number}") for number in range(JOBS)]
    students = await stage.students(round(SECONDS * PER_S))
    idle = await measured(stage, jobs[0], students)
    flood = flooding(stage.system.fair, stage.fair, SEARCHES, AHEAD, SECONDS + 2)
    async with flood as over:
        busy = await measured(stage, jobs[1], students)
        assert not over.done()
        own = await stage.organizer.look(f"/fairs/{stage.fair}/counters")
        answered = await over
    print(
        f"decided, p99: {idle.p99:.3f} s idle, {busy.p99:.3f} s in the flood; answered {dict(sorted(answered.items()))}"
    )
    assert own.status_code == 200
    assert busy.p99 <= max(DECIDED_S, RATIO * idle.p99)
    assert answered["search 200"] > 0
    assert answered["ahead 504"] > 0
    assert {name.split()[1] for name in answered} <= {"200", "429", "503", "504"}
