"""Imports in the background: each is run by one instance of ingest, and goes on elsewhere where that one ends.

An order lies in the object store until its import is over. Every instance looks for orders that nobody runs. A run has
a number that only one instance can claim, and gives a sign every few seconds; without one for `LAPSED`, the next number
is claimed. Two runs at once do no harm, since all ids derive from the import: they would only count differently.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import structlog

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from plumbing.kafka.publisher import Unavailable
from plumbing.limits import Limit
from plumbing.objects.store import StoreAway
from plumbing.telemetry.fatal import stop_process
from schemas.import_reasons import Reason
from schemas.job_import import ImportCounts, ImportState
from services.ingest.edge.access import not_found
from services.ingest.imports import UnreadableFile
from services.ingest.jobs.file_reader import JobFile
from services.ingest.jobs.noted_run import NotedRun, NotMine
from services.ingest.jobs.reporting import counts_of, report, told_of
from services.ingest.jobs.running import Means
from services.ingest.jobs.shelf import Shelf, Waiting

LOOK_EVERY_S, BEAT_EVERY_S = 3.0, 4.0
FORGET_EVERY_S = 3_600.0
KEPT = timedelta(days=30)
"""How long the account and the rejected rows of an import can be read after its end."""
LAPSED = timedelta(seconds=15)
RUNNING = Limit("imports in the background that an instance runs at once", 2, "the others wait for their turn")
RUNS_MAX = 20  # an import that ends its instance each time must not do so for ever

log = structlog.get_logger(__name__)


class Background:
    """Runs what nobody runs yet."""

    def __init__(self, means: Means, shelf: Shelf) -> None:
        self._means, self._shelf = means, shelf
        self._watching: asyncio.Task[None] | None = None
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._taking = asyncio.Lock()
        self._forgets_at = 0.0

    def start(self) -> None:
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """End at the last checkpoint of each: another instance, or this one after its restart, goes on there."""
        tasks = [*self._tasks.values(), *([self._watching] if self._watching is not None else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def add(self, waiting: Waiting, file: Path) -> None:
        """Store an order with its file: some instance runs it in its next turn, if not this one. Raises StoreAway."""
        await self._shelf.tell(waiting.id, told_of(waiting))
        await self._shelf.put(waiting, file)

    async def begin(self, waiting: Waiting) -> None:
        """Run it here, if there is room. Raises StoreAway."""
        async with self._taking:  # two that take at once would both find the last place free
            if len(self._tasks) < RUNNING.most:
                await self._take(waiting)

    async def fair_of(self, job_import: UUID, person: Person) -> UUID:
        """The fair of an import of this person, also of one that is over. Raises Problem 404, StoreAway."""
        account = await self._shelf.account(job_import)
        if account.get("sub") != person.sub:
            raise not_found("import")
        return UUID(account["fair"])

    async def cancelled(self, job_import: UUID) -> tuple[Waiting, ImportCounts]:
        """Cancel an import: what it was, and how far it had come. Raises Problem 409 if it is over, StoreAway."""
        waiting = await self._shelf.one(job_import)
        if waiting is None:
            raise Problem(409, "The import is over.")
        await self._shelf.cancel(job_import)
        return waiting, counts_of(await self._shelf.account(job_import))

    def waiting(self) -> AsyncIterator[Waiting]:
        """The imports that are not over. Raises StoreAway."""
        return self._shelf.waiting()

    async def _watch(self) -> None:
        while True:
            try:
                await self.turn()
            except Exception as error:
                stop_process(f"imports cannot be run: {error!r}")
            await asyncio.sleep(LOOK_EVERY_S)

    async def turn(self) -> None:
        """Look for imports without a run."""
        try:
            async for waiting in self._shelf.waiting():
                if waiting.id not in self._tasks:
                    await self.begin(waiting)
            await self._forget(time.monotonic())
        except (StoreAway, Problem) as away:
            log.warning("imports_wait", error=str(away))

    async def _forget(self, now: float) -> None:
        """Once an hour: delete what is left of imports that ended long ago."""
        if now < self._forgets_at:
            return
        self._forgets_at = now + FORGET_EVERY_S
        async for job_import in self._shelf.old(datetime.now(UTC) - KEPT):
            await self._shelf.forget(job_import)

    async def _take(self, waiting: Waiting) -> None:
        """Claim the next run, unless there is one that lives."""
        number, seen = await self._shelf.newest_run(waiting.id)
        if seen is not None and datetime.now(UTC) - seen < LAPSED:
            return
        if number >= RUNS_MAX:
            await report(self._means, waiting, "failed", ImportCounts(), 0.0, Reason("begun_in_vain", number=number))
            await self._shelf.close(waiting.id)
        elif await self._shelf.claim(waiting.id, number + 1):
            task = asyncio.create_task(self._carry_out(waiting, number + 1))
            self._tasks[waiting.id] = task
            task.add_done_callback(lambda _: self._tasks.pop(waiting.id, None))

    async def _carry_out(self, waiting: Waiting, number: int) -> None:
        """Run it to its end, with patience for Kafka and the object store."""
        beats = asyncio.create_task(self._beat(waiting.id, number))
        try:
            await self._to_its_end(waiting, number)
        except NotMine:
            log.info("import_left", job_import=str(waiting.id))
        except (StoreAway, Unavailable) as away:
            log.warning("import_waits", job_import=str(waiting.id), error=str(away))
        except Exception:
            log.exception("import_failed", job_import=str(waiting.id))
        finally:
            beats.cancel()

    async def _beat(self, job_import: UUID, number: int) -> None:
        while True:
            await asyncio.sleep(BEAT_EVERY_S)
            try:
                await self._shelf.beat(job_import, number)
            except StoreAway as away:
                log.warning("imports_wait", error=str(away))

    async def _to_its_end(self, waiting: Waiting, number: int) -> None:
        run = NotedRun(self._means, self._shelf, waiting, number, await self._shelf.checkpoint(waiting.id))
        with tempfile.NamedTemporaryFile(prefix="livefair-import-") as local:
            if not await self._shelf.file(waiting.id, Path(local.name)):
                raise NotMine
            state, reason = await self._outcome(run, waiting, Path(local.name))
        await run.report(state, reason)
        await self._shelf.close(waiting.id)

    async def _outcome(self, run: NotedRun, waiting: Waiting, local: Path) -> tuple[ImportState, Reason | None]:
        """How it ended. Raises NotMine where another instance runs it."""
        try:
            await run.over(JobFile(local, waiting.filename, waiting.columns, waiting.fair, waiting.org))
        except UnreadableFile as unreadable:
            return "failed", unreadable.reason
        except Problem as problem:
            return "failed", _stopped(problem)
        except NotMine:
            if not await self._shelf.is_cancelled(waiting.id):
                raise
        return "cancelled" if await self._shelf.is_cancelled(waiting.id) else "done", None


def _stopped(problem: Problem) -> Reason:
    """Why rows cannot be published."""
    if problem.status == 429:
        return Reason("jobs_used_up" if " jobs " in problem.detail else "entries_used_up")
    full = Reason("system_full")
    return full if problem.detail == full else Reason("stopped", detail=problem.detail)
