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

    async def next_of(self, faults: Sequence[Fault]) -> int:
        """The number of the first fault that needs nothing that is broken or still starting. Waits until there is one.

        So neither a long fault nor an instance that reads a long topic at its start takes time from the rest.
        """

        async def found() -> list[int]:
            broken = await self._unready()
            return [number for number, fault in enumerate(faults) if not _in_the_way(fault, broken)]

        numbers = await until(found, "what one of the faults needs", READY_S)
        assert numbers
        return numbers[0]

    async def whole(self) -> None:
        """Wait until everything answers."""
        for target in list(self._lasting):
            await self._lasting.pop(target)

        async def is_whole() -> bool:
            return not await self._unready()

        await until(is_whole, "every instance to be ready", READY_S)

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

    async def _unready(self) -> list[str]:
        """The servers, instances and links that are broken, and the instances that are not ready."""
        for target in [target for target, lasting in self._lasting.items() if lasting.done()]:
            await self._lasting.pop(target)
        system = self._wired.system
        asked = {
            f"{kind}-{number}": address.replace("ws://", "http://") + "/readyz"
            for kind, told in ADDRESSES.items()
            for number, address in enumerate(system.addresses(told), start=1)
        }
        suspended = {target.partition("=")[0] for target in self._lasting}
        unready = [name for name, url in asked.items() if name not in suspended and not await self._is_ready(url)]
        return [*self._lasting, *unready]

    async def _is_ready(self, url: str) -> bool:
        try:
            return (await self._http.get(url)).status_code == 200
        except httpx.TransportError:
            return False


def _in_the_way(fault: Fault, broken: Iterable[str]) -> bool:
    """Whether something of the same kind is broken; for a server, on which all depend, whether anything is."""
    kind = _kind(fault.target)
    return any(kind not in KINDS or _kind(target) == kind for target in broken)


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
