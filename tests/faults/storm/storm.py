"""A storm: faults one after the other under load, the time until the path works again, and at the end the books."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx

from tests.e2e.lean import Lean
from tests.e2e.stage import Stage, set_stage
from tests.e2e.viewing import Viewer, watching
from tests.e2e.waiting import until
from tests.faults import books, load
from tests.faults.group import owner, partition_of
from tests.faults.load import Load
from tests.faults.storm import probes
from tests.faults.storm.breaking import Breaking
from tests.faults.storm.faults import Fault
from tests.faults.storm.probes import Path
from tests.faults.storm.wired import Wired

ANSWER_S = 2.0  # a client waits so long before it asks the other instance
LOADED_FAIRS = 4
STUDENTS = 400
WORKS_S = 180.0
AUDIT_S = 1_200.0  # some hundred thousand records are decided once more
ENDING_MINUTES = 8  # the last fault, and until the system is whole
Times = list[tuple[Fault, float]]


@dataclass(frozen=True, slots=True)
class Storm:
    """`per_s` submissions are sent, to several fairs together. After `minutes` no further fault begins."""

    plan: Sequence[Fault]
    per_s: float
    minutes: float
    say: Callable[[str], None]

    async def over(self, wired: Wired) -> Times:
        """Inflict the faults. Fails if something acknowledged is lost or doubled, or if an audit finds a difference."""
        async with httpx.AsyncClient(transport=Lean(ANSWER_S), trust_env=False) as http:
            breaking = Breaking(wired, http)
            paths = [await probes.prepare(stage, self.minutes + ENDING_MINUTES) for stage in await _apart(wired, http)]
            loads = [await self._load(wired, http, number) for number in range(LOADED_FAIRS)]
            self.say(f"{len(self.plan)} faults, {self.per_s:g} submissions/s, {len(paths)} probed paths")
            async with _watched(loads) as viewers:
                async with _all(*(one.running() for one in loads), *(path.running() for path in paths)):
                    times = await self._faults(breaking, paths)
                    await breaking.whole()
                for one, viewer in zip(loads, viewers, strict=True):
                    await books.counted(one.stage, one.ledger, viewer)
            for path in paths:
                await books.counted(path.stage, path.ledger)
            await wired.system.balances(AUDIT_S)
            for line in breaking.own_ends():
                self.say(f"on its own: {line}")
            ledgers = [*(one.ledger for one in loads), *(path.ledger for path in paths)]
            sent = sum(ledger.acknowledged for ledger in ledgers)
            self.say(f"{sent} requests acknowledged: 0 lost, 0 doubled; verify and rebuild --check are clean")
        return times

    async def _load(self, wired: Wired, http: httpx.AsyncClient, number: int) -> Load:
        stage = await set_stage(wired.system, http, f"A fair in a storm, {number}")
        per_s = self.per_s / LOADED_FAIRS
        jobs = 1 + int(per_s * (self.minutes + ENDING_MINUTES) * 60 / STUDENTS)
        return await load.prepare(stage, students=STUDENTS, jobs=jobs, per_s=per_s)

    async def _faults(self, breaking: Breaking, paths: Sequence[Path]) -> Times:
        times: Times = []
        begun, left = time.monotonic(), list(self.plan)
        for number in range(1, len(self.plan) + 1):
            if time.monotonic() - begun > self.minutes * 60:
                self.say(f"{self.minutes:g} minutes are over")
                break
            fault = left.pop(await breaking.next_of(left))
            await _works(paths, time.monotonic())
            since = time.monotonic()
            await breaking.inflict(fault)
            if fault.kind.from_end:
                await breaking.over(fault)
                since = time.monotonic()
            seconds = await _works(paths, since)
            times.append((fault, seconds))
            so_far_s = time.monotonic() - begun
            left_s = min(so_far_s / number * (len(self.plan) - number), self.minutes * 60 - so_far_s)
            again = f"{fault}: works again after {seconds:.1f} s"
            self.say(f"[{number:3}/{len(self.plan)}] {again}; about {max(left_s, 0) / 60:.0f} min left")
        return times


async def _works(paths: Sequence[Path], since: float) -> float:
    """Wait until every path works, and keeps working. Returns the seconds from `since` until the last one did."""

    async def all_work() -> list[float] | None:
        found = [path.works_again(since) for path in paths]
        return [seconds for seconds in found if seconds is not None] if None not in found else None

    worked = await until(all_work, "the whole path to work again", WORKS_S)
    assert worked is not None
    for path in paths:
        path.forget()
    return max(worked)


async def _apart(wired: Wired, http: httpx.AsyncClient) -> list[Stage]:
    """Two fairs that different instances decide, so that a fault of either is noticed."""
    found: dict[int, Stage] = {}
    while len(found) < len(wired.system.addresses("fair")):
        stage = await set_stage(wired.system, http, "A fair that is probed")
        job = await stage.enterprise.write(f"/fairs/{stage.fair}/jobs", {"title": "Engineer", "headcount": 1})
        found.setdefault(await owner(wired.system, partition_of(job.position)), stage)
    return list(found.values())


@asynccontextmanager
async def _watched(loads: Sequence[Load]) -> AsyncIterator[list[Viewer]]:
    """A viewer of each fair's rooms, from now to the end."""
    viewers = [
        Viewer([f"fair:{one.stage.fair}", f"enterprise:{one.stage.org}"], one.stage.enterprise.token) for one in loads
    ]
    addresses = loads[0].stage.system.addresses("notify")
    async with watching(*viewers, addresses=addresses):
        yield viewers


@asynccontextmanager
async def _all(*running: AbstractAsyncContextManager[None]) -> AsyncIterator[None]:
    """All of them during the block."""
    async with AsyncExitStack() as stack:
        for one in running:
            await stack.enter_async_context(one)
        yield
