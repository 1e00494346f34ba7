"""Probes of the whole path, all the time: a submission is sent, acknowledged, decided, read, and seen in a frame.

They behave as good clients: a request that is not answered in 2 s is repeated at the other instance with the same key,
and a viewer that sees nothing for 3 s reconnects elsewhere.
"""

from __future__ import annotations

import asyncio
import itertools
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from tests.e2e.stage import Stage, Student, Written, accepted
from tests.e2e.viewing import Viewer, watching
from tests.faults.load import Ledger

EVERY_S = 0.25
SLOW_S = 2.0  # a probe that took longer met a path that did not work
STEADY = 6  # quick probes in a row: it works again
AGAIN_S = 0.1
UNSEEN_S = 3.0
AT_ONCE_MAX = 400
STUDENTS = 100


@dataclass(slots=True)
class Probe:
    started: float
    ended: float | None = None


@dataclass(slots=True)
class Path:
    """One fair whose path is probed. `probes` has all since `forget()`."""

    stage: Stage
    wishes: Iterator[tuple[Student, str]]
    ledger: Ledger = field(default_factory=Ledger)
    probes: list[Probe] = field(default_factory=list)
    prefers: dict[str, int] = field(default_factory=lambda: {"ingest": 0, "fair": 0})
    viewer: Viewer = field(init=False)
    _reconnected: float = 0.0

    def __post_init__(self) -> None:
        self.viewer = Viewer([f"fair:{self.stage.fair}"])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Probe during the block; afterwards every probe has ended."""
        ends = asyncio.Event()
        watched = watching(self.viewer, addresses=self.stage.system.addresses("notify"))
        async with watched, asyncio.TaskGroup() as probing:
            probing.create_task(self._begin(probing, ends))
            yield
            ends.set()

    def works_again(self, since: float) -> float | None:
        """The seconds from `since` until the path worked and kept working; None as long as that is not known."""
        last, quick = since, 0
        for probe in self.probes:
            if probe.ended is None:
                return None
            if probe.ended < since:
                continue
            is_quick = probe.started >= since and probe.ended - probe.started <= SLOW_S
            quick = quick + 1 if is_quick else 0
            if quick <= 1:
                last = max(last, probe.ended)
            if quick == STEADY:
                return last - since
        return None

    def forget(self) -> None:
        """Forget the probes that have ended."""
        self.probes = [probe for probe in self.probes if probe.ended is None]

    async def _begin(self, probing: asyncio.TaskGroup, ends: asyncio.Event) -> None:
        while not ends.is_set():
            if sum(probe.ended is None for probe in self.probes) < AT_ONCE_MAX:
                probing.create_task(self._probe(Probe(time.monotonic())))
            await asyncio.sleep(EVERY_S)

    async def _probe(self, probe: Probe) -> None:
        self.probes.append(probe)
        student, job = next(self.wishes)
        written = await self._submit(student, job)
        self.ledger.standing[job, student.sub] = True
        self.ledger.saw(written)
        await self._read(written.position)
        await self._see(written.position)
        probe.ended = time.monotonic()

    async def _submit(self, student: Student, job: str) -> Written:
        key, path, body = uuid.uuid4().hex, f"/jobs/{job}/applications", {"resume_id": student.resume}
        while True:
            chosen = self.prefers["ingest"]
            try:
                answer = await student.person.send(path, body, key=key, ingest=chosen)
                if answer.status_code != 503:
                    return accepted(answer)
                self.ledger.unanswered["503"] += 1
            except httpx.TransportError as error:
                self.ledger.unanswered[type(error).__name__] += 1
            await self._next("ingest", chosen)

    async def _read(self, position: str) -> None:
        path = f"/fairs/{self.stage.fair}/counters"
        while True:
            chosen = self.prefers["fair"]
            try:
                if (await self.stage.guest.look(path, fair=chosen, after=position)).status_code == 200:
                    return
            except httpx.TransportError as error:
                self.ledger.unanswered[type(error).__name__] += 1
            await self._next("fair", chosen)

    async def _see(self, position: str) -> None:
        while True:
            try:
                await self.viewer.sees(self.viewer.decided(position), f"{position}", UNSEEN_S)
            except AssertionError:
                self._reconnect()
            else:
                return

    def _reconnect(self) -> None:
        """At the next address; once for all probes that wait."""
        if time.monotonic() - self._reconnected > UNSEEN_S:
            self._reconnected = time.monotonic()
            self.viewer.cut()

    async def _next(self, kind: str, failed: int) -> None:
        """Prefer the other instance, unless another probe has changed that already."""
        if self.prefers[kind] == failed:
            self.prefers[kind] = (failed + 1) % len(self.stage.system.addresses(kind))
        await asyncio.sleep(AGAIN_S)


async def prepare(stage: Stage, minutes: float) -> Path:
    """Students and jobs for this long."""
    students = await stage.students(STUDENTS)
    jobs = [await stage.publish(f"Probe {number}") for number in range(1 + int(minutes * 60 / EVERY_S / STUDENTS))]
    return Path(stage, iter([(student, job) for job, student in itertools.product(jobs, students)]))
