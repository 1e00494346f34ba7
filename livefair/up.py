"""Owns one running local system from its first line to its last: holds the home, starts, keeps run.json, stops.

`running` is also how the demo and the benches have a system of their own, in their process.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from livefair.failure import Failure
from livefair.keys import ensure_keys
from livefair.supervisor import Supervisor
from livefair.system import IN_MEMORY, Options, System

Say = Callable[[str], None]


class Running:
    """A system that is up: what runs, and whether its memory was lost."""

    def __init__(self, system: System, say: Say) -> None:
        self.system, self._say = system, say
        self.supervisor = Supervisor(say, self.keep_current)
        self._known = False

    async def start(self) -> None:
        for make_stage in self.system.stages():
            stage = make_stage()
            try:
                await self.supervisor.start(stage)
            except* Failure as problems:
                raise _first(problems) from None
            for line in self.system.lines(stage):
                self._say(line)
        self._known = True
        self.keep_current()

    def keep_current(self) -> None:
        """Write run.json, once all of it is known."""
        if self._known:
            self.system.home.write_run(self.system.run(self.supervisor.pids()))

    async def stop(self) -> None:
        self._known = False
        self.system.home.run.unlink(missing_ok=True)
        await self.supervisor.stop()


@asynccontextmanager
async def running(system: System, say: Say) -> AsyncIterator[Running]:
    """The system, ready and held until the end of the block; then nothing of it runs."""
    with system.home.held():
        ensure_keys(system.home)
        if system.options.in_memory:
            say(IN_MEMORY)
            system.home.fresh_tour()
        up = Running(system, say)
        try:
            await up.start()
            yield up
        finally:
            await asyncio.shield(up.stop())
            system.home.end_tour()


async def run_until_told(options: Options, say: Say) -> None:
    """`livefair up`: returns after Ctrl-C or SIGTERM, with everything stopped in order."""
    told, system = asyncio.Event(), System(options)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    while not told.is_set():
        serving = asyncio.create_task(_serve(system, say))
        telling = asyncio.create_task(told.wait())
        await asyncio.wait({serving, telling}, return_when=asyncio.FIRST_COMPLETED)
        telling.cancel()
        if not serving.done():
            say("stopping")
            serving.cancel()
        await asyncio.gather(serving, return_exceptions=told.is_set())


async def _serve(system: System, say: Say) -> None:
    """Returns only when the broker that held the log in its memory has died: then all begin anew."""
    async with running(system, say) as up:
        say(f"up        {up.system.home.run}  (Ctrl-C stops all)")
        name = await up.supervisor.lost()
        say(f"{name} died, and with it the log that was only in its memory: starting everything afresh")


def _first(problems: ExceptionGroup[Failure]) -> Failure:
    """One of them is enough to tell."""
    found = problems.exceptions[0]
    return _first(found) if isinstance(found, ExceptionGroup) else found
