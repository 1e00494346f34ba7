"""The run of an import in the background: it notes where it stands before each batch, so that another can go on."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import asdict
from uuid import UUID

from plumbing.http.problem import Problem
from schemas.import_reasons import Reason, coded
from schemas.job_import import ImportState
from services.ingest.imports import RowProblem
from services.ingest.jobs.checking import GoodRow
from services.ingest.jobs.file_reader import Rows
from services.ingest.jobs.reporting import counts_of, report, told_of
from services.ingest.jobs.running import Means, Order, Run, patiently
from services.ingest.jobs.shelf import Checkpoint, Shelf, Waiting

REPORT_EVERY_S = 1.0


class NotMine(Exception):
    """The import was cancelled, or another instance runs it now."""


class NotedRun(Run):
    """A run that notes where it stands before each batch, and reports once a second."""

    def __init__(self, means: Means, shelf: Shelf, waiting: Waiting, number: int, before: Checkpoint) -> None:
        order = Order(waiting.fair, waiting.person(), waiting.org, waiting.dry_run, waiting.request_id, waiting.id)
        super().__init__(means, order)
        self._shelf, self._waiting, self._number, self._before = shelf, waiting, number, before
        self._batch = 0
        self._again = frozenset(before.flying)
        self._sent: deque[tuple[int, int, list[UUID]]] = deque()
        """Batches that may not be in the log yet: number, rows accepted before it, jobs."""
        self._rejected: list[RowProblem] = []
        self._reported = 0.0
        self.batches.landed = self._landed
        self.result.account.heard = self._rejected.append

    async def rows(self, found: Rows) -> None:
        """Raises NotMine where it may not go on."""
        if not await self._shelf.may_go_on(self._waiting.id, self._number):
            raise NotMine
        batch, self._batch = self._batch, self._batch + 1
        account = self.result.account
        if batch < self._before.batches:
            self.sorting.pass_over(found, account)
            if self._batch == self._before.batches:
                account.settle(self._before.accepted)
        else:
            await self._send(batch, account.accepted, self.sorting.sort(found, account, self._again))
        await self._keep_rejected(batch)
        if time.monotonic() - self._reported >= REPORT_EVERY_S:
            await self.report("running")

    async def report(self, state: ImportState, reason: Reason | None = None) -> None:
        """Store the account so far, and tell the log how far it has come."""
        account, layout = self.result.account, self.result.layout
        waiting, told = self._waiting, {"rows": account.rows, **self.result.told()}
        await self._shelf.tell(waiting.id, {**told, **told_of(waiting), "header": layout.header})
        share = 1.0 if state == "done" else layout.share
        await patiently(lambda: report(self._means, waiting, state, counts_of(told), share, reason))
        self._reported = time.monotonic()

    async def _send(self, batch: int, accepted: int, new: list[GoodRow]) -> None:
        """Note what will be in the log, then publish it."""
        if not new or self.order.dry_run:
            return
        self._sent.append((batch, accepted, [row.job for row in new]))
        first, before, _ = self._sent[0]
        flying = tuple(job for _, _, jobs in self._sent for job in jobs)
        await self._shelf.note(self._waiting.id, Checkpoint(batches=first, accepted=before, flying=flying))
        try:
            await self.publish(new)
        except Problem:  # nothing of this batch was sent: the organization has used up its day, or the catalog is full
            self.result.account.accepted = accepted
            await self.batches.drained()
            raise

    def _landed(self) -> None:
        self._sent.popleft()

    async def _keep_rejected(self, batch: int) -> None:
        if self._rejected and batch >= self._before.batches:  # the run before has stored those of its batches
            await self._shelf.reject(
                self._waiting.id, batch, [{**asdict(row), **coded(row.reason)} for row in self._rejected]
            )
        self._rejected.clear()
