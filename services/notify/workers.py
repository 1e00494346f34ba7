"""Several processes behind one port, to use more cores: starts them, stops them together.

The kernel spreads connections over them (SO_REUSEPORT). Each is an instance like any other, with a name of its own;
they share nothing. When one ends the others are stopped too, and whoever runs notify starts it again.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process

from services.notify.settings import Settings, worker_environment
from services.notify.wiring import CannotStart, serve

__all__ = ["CannotStart", "run"]


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, alone or with workers. Raises CannotStart."""
    if settings.workers == 1:
        await serve(settings)
    else:
        await _serve_with_workers(settings)


async def _serve_with_workers(settings: Settings) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    workers = [await _start(settings, number) for number in range(1, settings.workers + 1)]
    ends = [asyncio.create_task(worker.wait()) for worker in workers]
    stopping = asyncio.create_task(stopped.wait())
    await asyncio.wait([stopping, *ends], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    for worker in workers:
        if worker.returncode is None:
            worker.terminate()
    await asyncio.gather(*ends)
    if not stopped.is_set():
        raise CannotStart("a worker has ended, so the others were stopped")


async def _start(settings: Settings, number: int) -> Process:
    """Its stdin is never written to: its end tells the worker that nobody watches over it any more."""
    command = (sys.executable, "-P", "-m", __package__)
    return await asyncio.create_subprocess_exec(*command, stdin=PIPE, env=worker_environment(settings, number))
