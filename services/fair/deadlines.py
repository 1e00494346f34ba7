"""The watcher: appends `DeadlinePassed` to the log for every invitation whose time to answer is over.

It decides nothing. Each instance watches the fairs of the partitions that it owns; two watchers do no harm, since the
decision falls by the log's time and a second record changes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from uuid import uuid5

import asyncpg
import structlog

from plumbing.kafka.publisher import Publisher, Unavailable
from plumbing.postgres.pool import Pool, can_be_retried
from plumbing.telemetry.fatal import stop_process
from schemas.application import DeadlinePassed
from schemas.envelope import Envelope
from schemas.topics import FAIRS
from services.fair import statements

EVERY_S = 0.5
ROWS_MAX = 1_000
ACTOR, ROLE = "livefair", "system"
log = structlog.get_logger(__name__)


class Deadlines:
    """Looks every half second. `owned()` names the partitions of the log that are ours."""

    def __init__(self, pool: Pool, publisher: Publisher, owned: Callable[[], Iterable[tuple[str, int]]]) -> None:
        self._pool = pool
        self._publisher = publisher
        self._owned = owned
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            try:
                await self._look()
            except Unavailable as error:
                log.warning("deadlines_wait", error=str(error))
            except Exception as error:
                if not can_be_retried(error):
                    stop_process(f"the deadlines cannot be watched: {error!r}")
                log.warning("deadlines_wait", error=repr(error))
            await asyncio.sleep(EVERY_S)

    async def _look(self) -> None:
        """Say of each overdue invitation that its time is over. Those beyond a page are found by the next look."""
        partitions = [partition for topic, partition in self._owned() if topic == FAIRS.name]
        if not partitions:
            return
        overdue = await self._pool.read(lambda connection: _overdue(connection, partitions))
        for failure in await asyncio.gather(*map(self._say, overdue), return_exceptions=True):
            if isinstance(failure, BaseException):
                raise failure

    async def _say(self, row: asyncpg.Record) -> None:
        event = DeadlinePassed(fair=row["fair"], job=row["job"], application=row["id"], deadline=row["deadline"])
        # An id for each look: should the log's clock be behind ours, the next look is decided anew.
        said = uuid5(event.application, f"{event.deadline.isoformat()} {int(time.time() / EVERY_S)}")
        envelope = Envelope(said, event.wire_type(), "/fair/deadlines", datetime.now(UTC), ACTOR, ROLE)
        key = str(event.fair).encode()
        await self._publisher.publish(FAIRS.name, key, event.wire_value(), envelope.to_headers())


async def _overdue(connection: asyncpg.Connection, partitions: list[int]) -> list[asyncpg.Record]:
    rows: list[asyncpg.Record] = await connection.fetch(statements.OVERDUE, partitions, ROWS_MAX)
    return rows
