"""A duty: a task that an instance repeats in the background for as long as it runs.

It schedules the turns and handles failures: a transient one is retried, any other ends the process. It does not know
what a turn does.
"""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod

import structlog

from plumbing.kafka.publisher import Unavailable
from plumbing.postgres.pool import can_be_retried
from plumbing.telemetry.fatal import stop_process

BACKOFF_S = 0.5  # after a turn that failed
log = structlog.get_logger(__name__)


class Duty(ABC):
    """Subclasses define a turn. A failed turn is repeated, so repetition must do no harm."""

    def __init__(self, waits: str, stops: str, every_s: float) -> None:
        """`waits` is the log message for a transient failure, `stops` the reason for ending the process."""
        self._waits = waits
        self._stops = stops
        self._every_s = every_s
        self._task: asyncio.Task[None] | None = None

    @abstractmethod
    async def turn(self) -> None:
        """Do the work once. Raises Unavailable or any error."""

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._every_s if await self._done() else BACKOFF_S)

    async def _done(self) -> bool:
        """Take a turn. False if it failed and may be repeated."""
        try:
            await self.turn()
        except Unavailable as error:
            log.warning(self._waits, error=str(error))
        except Exception as error:
            if not can_be_retried(error):
                stop_process(f"{self._stops}: {error!r}")
            log.warning(self._waits, error=repr(error))
        else:
            return True
        return False
