"""Separates new jobs of a file from duplicates and bad rows, and counts them. Publishes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from schemas.catalog import BoothState
from schemas.import_reasons import Reason, coded
from services.ingest.catalog import Catalog
from services.ingest.imports import RowProblem
from services.ingest.jobs.checking import GoodRow

REJECTED_TOLD_MAX = 1_000
WARNINGS_TOLD_MAX = 1_000
ACKNOWLEDGED_MAX = 100_000
ACKNOWLEDGED_S = 60.0


@dataclass(slots=True)
class Account:
    """How many rows were accepted, duplicates or rejected so far."""

    accepted: int = 0
    duplicates: int = 0
    rejected_count: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)
    warnings_count: int = 0
    warnings: list[dict[str, Any]] = field(default_factory=list)
    heard: Callable[[RowProblem], None] = field(default=lambda problem: None, repr=False)
    """Called for each rejected row, however many are told."""

    def told(self) -> dict[str, Any]:
        """As it is answered."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name != "heard"}

    @property
    def rows(self) -> int:
        """The number of rows that hold anything."""
        return self.accepted + self.duplicates + self.rejected_count

    def reject(self, problem: RowProblem) -> None:
        self.heard(problem)
        self.rejected_count += 1
        if len(self.rejected) < REJECTED_TOLD_MAX:
            self.rejected.append(_told(problem))

    def settle(self, accepted: int) -> None:
        """Of the rows that were passed over, this number was accepted."""
        self.accepted, self.duplicates = accepted, self.duplicates - accepted

    def warn(self, problems: Sequence[RowProblem]) -> None:
        """Count what was left out of a good row."""
        self.warnings_count += len(problems)
        room = WARNINGS_TOLD_MAX - len(self.warnings)
        self.warnings += map(_told, problems[:room])


def _told(problem: RowProblem) -> dict[str, Any]:
    where = {"sheet": problem.sheet} if problem.sheet else {}
    return {"row": problem.row, "field": problem.field, "reason": problem.reason, **coded(problem.reason), **where}


class Acknowledged:
    """Imported jobs that the log has and the catalog may not have yet: sent again at once, they are duplicates.

    Remembers the newest ACKNOWLEDGED_MAX jobs of this instance (about 15 MB) for ACKNOWLEDGED_S, in which the catalog
    gets them. After that time, what the log has refused may be sent again.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[bytes, float] = {}

    def add(self, jobs: Iterable[UUID]) -> None:
        until = self._clock() + ACKNOWLEDGED_S
        for job in jobs:
            self._until.pop(job.bytes, None)  # the newest stand at the end
            self._until[job.bytes] = until
        while len(self._until) > ACKNOWLEDGED_MAX:
            del self._until[next(iter(self._until))]

    def __contains__(self, job: UUID) -> bool:
        return self._until.get(job.bytes, 0.0) > self._clock()


class Sorting:
    """Separates new jobs from duplicates, in the file and in the fair, and finds enterprises without a booth.

    Its memory grows by about 100 bytes for each new job of the file (an object of 16 bytes in a set): 50 MB at most.
    """

    def __init__(self, catalog: Catalog, fair: UUID, acknowledged: Acknowledged) -> None:
        self._catalog = catalog
        self._acknowledged = acknowledged
        self._fair = fair
        self._seen: set[bytes] = set()
        self._booths: dict[str, BoothState] = {}

    def sort(
        self, rows: list[GoodRow | RowProblem], account: Account, again: Collection[UUID] = frozenset()
    ) -> list[GoodRow]:
        """The new jobs among `rows`; the account counts the others. Jobs of `again` are new although they are known."""
        new = []
        for row in rows:
            if isinstance(row, RowProblem):
                account.reject(row)
                continue
            account.warn(row.warnings)
            if self._is_known(row, again):
                account.duplicates += 1
            elif self._catalog.booth(self._fair, row.org) == "refused":
                account.reject(RowProblem(row.row, "enterprise", Reason("booth_refused"), row.sheet))
            else:
                self._seen.add(row.job.bytes)
                account.accepted += 1
                new.append(row)
        return new

    def pass_over(self, rows: list[GoodRow | RowProblem], account: Account) -> None:
        """Count rows that an earlier run has sorted: good ones as duplicates, until `Account.settle`."""
        for row in rows:
            if isinstance(row, RowProblem):
                account.reject(row)
            else:
                account.warn(row.warnings)
                account.duplicates += 1
                self._seen.add(row.job.bytes)
                self._booths.setdefault(row.org, "approved")

    def _is_known(self, row: GoodRow, again: Collection[UUID]) -> bool:
        if row.job.bytes in self._seen:
            return True
        if row.job in again:
            return False
        if self._catalog.job(row.job) is not None or row.job in self._acknowledged:
            return True
        former = self._catalog.job(row.former) if row.former else None
        return former is not None and former.org == row.org  # the former id of another enterprise's job says nothing

    def without_booth(self, rows: list[GoodRow]) -> dict[str, str]:
        """The names of enterprises in `rows` that need a booth, by org. Each is returned once."""
        needed = {}
        for row in rows:
            if row.org not in self._booths and self._catalog.booth(self._fair, row.org) != "approved":
                needed[row.org] = row.enterprise
            self._booths[row.org] = "approved"
        return needed
