"""Supervises a system's children as an orchestrator would: starts them in stages, restarts them, stops them in order.

Does not know what they are. A restarted child keeps its port, so that no other needs to be informed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from livefair.failure import Failure
from livefair.servers.child import Child, Server

BACKOFF_FIRST_S = 0.2  # before the second attempt: the first is made at once
BACKOFF_MAX_S = 5.0
STEADY_S = 10.0  # a child that ran for that long is started again at once


@dataclass(frozen=True, slots=True)
class Stage:
    """Servers that start together, and what must be done before the next stage may start."""

    servers: tuple[Server, ...]
    then: Callable[[], Awaitable[None]] | None = None
    irreplaceable: bool = False  # it cannot be restarted alone: its data was only in memory


class Supervisor:
    """Runs stages. `say` is called with lines for the user, `changed` whenever a process id changes."""

    def __init__(self, say: Callable[[str], None], changed: Callable[[], None]) -> None:
        self._say, self._changed = say, changed
        self._stages: list[list[Child]] = []
        self._watchers: set[asyncio.Task[None]] = set()
        self._lost: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def pids(self) -> dict[str, int]:
        """The process ids of running children, by name."""
        return {child.server.name: child.pid for stage in self._stages for child in stage if child.pid}

    async def start(self, stage: Stage) -> None:
        """Start a stage: returns when all children are ready and its follow-up is done. Raises a group of failures."""
        children = [Child(server) for server in stage.servers]
        self._stages.append(children)
        async with asyncio.TaskGroup() as starting:
            for child in children:
                starting.create_task(self._launch(child))
        if stage.then:
            await stage.then()
        for child in children:
            watcher = asyncio.create_task(self._watch(child, stage.irreplaceable))
            watcher.add_done_callback(self._watched)
            self._watchers.add(watcher)

    async def lost(self) -> str:
        """Wait until an irreplaceable child dies, and return its name. Raises the error of a failed watch."""
        return await asyncio.shield(self._lost)

    async def stop(self) -> None:
        """Stop the stages in reverse, the children of a stage together. Afterwards nothing runs."""
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)
        while self._stages:
            await asyncio.gather(*(child.stop() for child in self._stages.pop()))

    async def _launch(self, child: Child) -> None:
        await child.launch()
        self._changed()
        await child.until_ready()

    async def _watch(self, child: Child, irreplaceable: bool) -> None:
        """Restart the child whenever it dies."""
        backoff_s, name = 0.0, child.server.name
        while True:
            since = time.monotonic()
            status = await child.wait()
            self._changed()
            if irreplaceable:
                return None if self._lost.done() else self._lost.set_result(name)
            backoff_s = 0.0 if time.monotonic() - since > STEADY_S else backoff_s
            when = f"in {backoff_s:g} s" if backoff_s else "at once"
            again = f"starting it again {when}; if it keeps ending, {child.log} says why"
            self._say(f"{name} ended with {describe(status)}: {again}")
            backoff_s = await self._restart(child, backoff_s)

    def _watched(self, watcher: asyncio.Task[None]) -> None:
        """Report a failed watch: its child would stay dead unnoticed."""
        if not watcher.cancelled() and (problem := watcher.exception()) and not self._lost.done():
            self._lost.set_exception(problem)

    async def _restart(self, child: Child, backoff_s: float) -> float:
        """Try until it runs. Returns the backoff for its next death."""
        while True:
            await asyncio.sleep(backoff_s)
            backoff_s = min(max(2 * backoff_s, BACKOFF_FIRST_S), BACKOFF_MAX_S)
            try:
                await self._launch(child)
            except Failure as problem:
                self._changed()
                self._say(f"{problem}: trying again in {backoff_s:g} s")
            else:
                self._say(f"{child.server.name} is back")
                return backoff_s


def describe(status: int) -> str:
    """An exit status in words."""
    return f"status {status}" if status >= 0 else f"signal {-status}"
