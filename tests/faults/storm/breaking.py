"""Breaks parts of a system, and mends what lasts: processes, servers and links."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import httpx
import psutil

from tests.e2e.waiting import until
from tests.faults.storm.faults import KINDS, Fault
from tests.faults.storm.wired import Wired
from tests.servers import Running

READY_S = 90.0
ADDRESSES = {
    "ingest": "ingest",
    "fair": "log",
    "reads": "fair",
    "notify": "notify",
}  # where each kind tells if it is ready
ENDED = " ended with "


class Breaking:
    """Inflicts faults. One that lasts ends automatically, and `over(...)` waits for it."""

    def __init__(self, wired: Wired, http: httpx.AsyncClient) -> None:
        self._wired, self._http = wired, http
        self._lasting: dict[str, asyncio.Task[None]] = {}
        self._killed = 0

    async def inflict(self, fault: Fault) -> None:
        """Returns at the fault's beginning."""
        mend = await self._broken(fault)
        if mend is not None:
            self._lasting[fault.target] = asyncio.create_task(_later(mend, fault.lasts_s))

    async def over(self, fault: Fault) -> None:
        """Wait until this fault is over."""
        if fault.target in self._lasting:
            await self._lasting.pop(fault.target)

    def next_of(self, faults: Sequence[Fault]) -> int:
        """The first that needs no wait for the end of another fault, so that a long one takes no time from the rest."""
        return next((number for number, fault in enumerate(faults) if not any(self._unfinished(fault))), 0)

    async def whole(self, but_for: Fault | None = None) -> None:
        """Wait until everything answers. With a fault, only what it needs: that nothing of the same kind is broken, and
        for a fault of a server, which all depend on, that nothing is."""
        waited_for = list(self._lasting) if but_for is None else self._unfinished(but_for)
        for target in (*waited_for, *(target for target, lasting in self._lasting.items() if lasting.done())):
            if target in self._lasting:
                await self._lasting.pop(target)
        suspended = {target.partition("=")[0] for target in self._lasting}
        await until(partial(self._answer, suspended), "every instance to be ready", READY_S)

    def _unfinished(self, fault: Fault) -> list[str]:
        """What lasts and is in the way of this fault: the same kind, or anything for a server, on which all depend."""
        kind = _kind(fault.target)
        lasting = [target for target, one in self._lasting.items() if not one.done()]
        return [target for target in lasting if kind not in KINDS or _kind(target) == kind]

    def own_ends(self) -> list[str]:
        """What `livefair up` said of processes that ended on their own, as a watchdog ends them."""
        lines = [line for line in self._wired.system.lines() if ENDED in line]
        self._wired.system.killed = len(lines)
        return [line for line in lines if f"{ENDED}signal 9" not in line and f"{ENDED}status 0" not in line]

    async def _broken(self, fault: Fault) -> Callable[[], None] | None:
        """Break it; returns what mends it, if it lasts."""
        servers: dict[str, Running] = {"kafka": self._wired.kafka, "postgres": self._wired.postgres}
        server = servers.get(fault.target)
        if fault.kind.what in ("cut", "silence"):
            link = self._wired.links[fault.target]
            link.cut() if fault.kind.what == "cut" else link.silence()
            return link.heal
        if fault.kind.what == "suspend":
            family = _family(server.pid if server else self._pid(fault.target))
            _each(family, psutil.Process.suspend)
            return partial(_each, family, psutil.Process.resume)
        if server is not None:
            again = self._restart(server, kill=fault.kind.what == "kill")
            self._lasting[fault.target] = asyncio.create_task(again)
        else:
            psutil.Process(self._pid(fault.target)).send_signal(
                signal.SIGKILL if fault.kind.what == "kill" else signal.SIGTERM
            )
        return None

    async def _restart(self, server: Running, *, kill: bool) -> None:
        if kill:
            await server.kill()
        await server.restart()

    def _pid(self, name: str) -> int:
        kind, _, number = name.rpartition("-")
        return self._wired.system.pid(kind, int(number))

    async def _answer(self, suspended: Iterable[str]) -> bool:
        """Whether all instances but these are ready."""
        system = self._wired.system
        for kind, told in ADDRESSES.items():
            for number, address in enumerate(system.addresses(told), start=1):
                if f"{kind}-{number}" in suspended:
                    continue
                try:
                    answer = await self._http.get(address.replace("ws://", "http://") + "/readyz")
                except httpx.TransportError:
                    return False
                if answer.status_code != 200:
                    return False
        return True


def _kind(target: str) -> str:
    """`fair` of `fair-1` and of `fair-1=kafka`."""
    return target.partition("=")[0].rpartition("-")[0] or target


async def _later(mend: Callable[[], None], lasts_s: float) -> None:
    await asyncio.sleep(lasts_s)
    mend()


def _family(pid: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def _each(processes: Iterable[psutil.Process], act: Callable[[psutil.Process], None]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            act(process)
