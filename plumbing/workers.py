"""Several processes behind one port, to use more cores: starts them, and stops them together.

The kernel distributes connections among them (SO_REUSEPORT). Each one is an instance like any other, with its own name;
they share nothing. When one ends, the others are stopped too, and the supervisor restarts the service.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from plumbing.environment import BadSettings, Environment
from plumbing.telemetry.fatal import stop_process

WORKERS_MAX = 64  # each is a whole process; a larger number is a mistake and would exhaust the memory


@dataclass(frozen=True, slots=True)
class Sharing:
    """The number of processes that share the port of a service, and whether this is one of them."""

    service: str
    instance: str = field(default="", compare=False)
    workers: int = 1
    is_worker: bool = False
    given: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """The environment of this process, which is passed on to the workers."""

    @classmethod
    def from_environment(cls, service: str, environment: Environment) -> Sharing:
        """Raises BadSettings."""
        workers = environment.number(_many(service), 1)
        if not 1 <= workers <= WORKERS_MAX:
            raise BadSettings(f"{_many(service)} must be 1 to {WORKERS_MAX}")
        return cls(
            service, environment.instance(), workers, environment.switch(_one(service), "off"), environment.given
        )

    def environment_of(self, number: int) -> dict[str, str]:
        """The environment of one worker: the same, except for its name."""
        own = {_many(self.service): "1", _one(self.service): "on", "LIVEFAIR_INSTANCE": f"{self.instance}/{number}"}
        return {**self.given, **own}

    async def run(self, serve: Callable[[], Awaitable[None]]) -> None:
        """Serve in this process, or in workers that are supervised until SIGTERM or SIGINT."""
        await (self.watch() if self.workers > 1 else serve())

    async def watch(self) -> None:
        """Run the workers until SIGTERM or SIGINT; stop the process if one of them ends before."""
        stopped = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        workers = [await self._start(number) for number in range(1, self.workers + 1)]
        ends = [asyncio.create_task(worker.wait()) for worker in workers]
        stopping = asyncio.create_task(stopped.wait())
        await asyncio.wait([stopping, *ends], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for worker in workers:
            if worker.returncode is None:
                worker.terminate()
        await asyncio.gather(*ends)
        if not stopped.is_set():
            stop_process("a worker has ended, so the others were stopped")

    async def _start(self, number: int) -> Process:
        """Nothing is written to the worker's stdin: its end tells the worker that the supervisor is gone."""
        command = (sys.executable, "-P", "-m", f"services.{self.service}")
        return await asyncio.create_subprocess_exec(*command, stdin=PIPE, env=self.environment_of(number))


def stop_with_parent() -> None:
    """Stop this worker when the process that supervises it has ended."""

    def wait() -> None:
        os.read(sys.stdin.fileno(), 1)  # nothing is written there, so the supervisor has ended
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def _many(service: str) -> str:
    return f"LIVEFAIR_{service.upper()}_WORKERS"


def _one(service: str) -> str:
    """The variable that a service sets for its own workers."""
    return f"LIVEFAIR_{service.upper()}_IS_WORKER"
