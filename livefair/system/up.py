"""One running local system from start to stop: locks the home, starts the servers, keeps run.json, stops them.

The demo and the benchmarks use `running` to have a system in their own process.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from livefair.failure import Failure, first_of, told
from livefair.servers.jars import jars_present
from livefair.system.keys import ensure_keys
from livefair.system.supervisor import Supervisor
from livefair.system.system import APACHE, IN_MEMORY, Options, System

Say = Callable[[str], None]


class Running:
    """A running system: what runs, and whether the in-memory log was lost."""

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
                raise first_of(problems) from None
            for line in self.system.lines(stage):
                self._say(line)
        self._known = True
        self.system.home.write_run(self.current())

    def keep_current(self) -> None:
        """Write run.json, once its content is complete. The system goes on where that fails."""
        if not self._known:
            return
        try:
            self.system.home.write_run(self.current())
        except OSError as problem:
            self._say(f"{self.system.home.run} tells old process ids: {told(problem)}: make room, or make it writable")

    def current(self) -> dict[str, Any]:
        """The present content of run.json."""
        return self.system.run(self.supervisor.pids())

    async def stop(self) -> None:
        self._known = False
        self.system.home.run.unlink(missing_ok=True)
        await self.supervisor.stop()


@asynccontextmanager
async def running(system: System, say: Say) -> AsyncIterator[Running]:
    """Start the system and hold it until the end of the block; then nothing of it runs."""
    with system.home.held():
        ensure_keys(system.home)
        if system.options.in_memory:
            say(IN_MEMORY)
            system.home.fresh_tour()
        if system.options.kafka == APACHE and not jars_present():
            say("fetching Apache Kafka's jars with Maven: once, up to a few minutes")
        up = Running(system, say)
        try:
            await up.start()
            yield up
        finally:
            await asyncio.shield(up.stop())
            system.home.end_tour()


async def run_until_told(options: Options, say: Say) -> None:
    """`livefair up`: returns after Ctrl-C or SIGTERM, with everything stopped in order."""
    system = System(options)
    while not await until_told(_serve(system, say), say):
        pass


async def until_told(work: Coroutine[Any, Any, None], say: Say) -> bool:
    """Run `work` to its end, or until Ctrl-C or SIGTERM cancels it. Returns whether it was cancelled."""
    told = asyncio.Event()
    outliving_the_terminal = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN  # ignored, as nohup sets it
    for number in (signal.SIGINT, signal.SIGTERM, *(() if outliving_the_terminal else (signal.SIGHUP,))):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    working, telling = asyncio.create_task(work), asyncio.create_task(told.wait())
    await asyncio.wait({working, telling}, return_when=asyncio.FIRST_COMPLETED)
    telling.cancel()
    if not working.done():
        say("stopping")
        working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
    return told.is_set()


async def _serve(system: System, say: Say) -> None:
    """Wait until the broker with the in-memory log dies: then the whole system starts again."""
    async with running(system, say) as up:
        say(f"up        {up.system.home.run}  (Ctrl-C stops all)")
        name = await up.supervisor.lost()
        say(f"{name} died, and with it the log that was only in its memory: starting everything afresh")
