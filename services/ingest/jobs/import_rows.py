"""Turns the rows of a job file into jobs of one fair: ids, duplicates, new jobs, problems. Publishes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from pydantic import TypeAdapter, ValidationError

from plumbing.http.body import field_errors, oddities
from schemas.catalog import BoothState
from schemas.job import JobFields
from schemas.words import Line
from services.ingest.catalog import Catalog
from services.ingest.imports import ImportedJob, RowProblem, UnreadableFile

ROWS_AT_ONCE = 500
ROWS_MAX = 500_000
REJECTED_TOLD_MAX = 1_000

_JOB: TypeAdapter[JobFields] = TypeAdapter(JobFields)
_ENTERPRISE: TypeAdapter[str] = TypeAdapter(Line)


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that is a valid job. `org` is that of its enterprise, `enterprise` the name where the file has one."""

    row: int
    job: UUID
    org: str
    enterprise: str
    fields: JobFields


@dataclass(slots=True)
class Account:
    """How many rows were accepted, duplicates or rejected so far."""

    accepted: int = 0
    duplicates: int = 0
    rejected_count: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def reject(self, problem: RowProblem) -> None:
        self.rejected_count += 1
        if len(self.rejected) < REJECTED_TOLD_MAX:
            self.rejected.append({"row": problem.row, "field": problem.field, "reason": problem.reason})


def checked_rows(
    rows: Iterator[ImportedJob | RowProblem], fair: UUID, org: str | None
) -> Callable[[], list[GoodRow | RowProblem]]:
    """A function that reads and checks the next rows, at most 500; an empty list is the end. Call it in a thread.

    `org` is the enterprise of all jobs; None where each row names its enterprise. The function raises
    UnreadableFile beyond ROWS_MAX.
    """
    bounded = _bounded(rows)

    def check() -> list[GoodRow | RowProblem]:
        found = islice(bounded, ROWS_AT_ONCE)
        return [_checked(row, fair, org) if isinstance(row, ImportedJob) else row for row in found]

    return check


def _bounded(rows: Iterator[ImportedJob | RowProblem]) -> Iterator[ImportedJob | RowProblem]:
    """The rows, up to ROWS_MAX. By then earlier rows are published; they are duplicates when they are sent again."""
    for count, row in enumerate(rows, 1):
        if count > ROWS_MAX:
            raise UnreadableFile(
                f"the file has more than {ROWS_MAX:,} rows: split it, and send all parts; "
                "what was imported from it is a duplicate there"
            )
        yield row


def enterprise_org(fair: UUID, name: str) -> str:
    """The org of an enterprise that an organizer's file names."""
    return str(uuid5(fair, name))


def imported_job_id(fair: UUID, org: str, fields: JobFields) -> UUID:
    """A deterministic id: from the job's code, or from all its fields where it has no code."""
    if fields.code is not None:
        return uuid5(fair, org + fields.code)
    return uuid5(fair, org + json.dumps(fields.model_dump(exclude_none=True), sort_keys=True, ensure_ascii=False))


def _checked(row: ImportedJob, fair: UUID, org: str | None) -> GoodRow | RowProblem:
    """The job of a row, validated by the same models as a job that is published alone."""
    name = row.enterprise or ""
    try:
        fields = _JOB.validate_python(row.job)
        if org is None:
            _ENTERPRISE.validate_python(name)
    except ValidationError as error:
        first = field_errors(error, row.job)[0]
        return RowProblem(row.row, first["path"] or "enterprise", first["reason"])
    odd = next(oddities({**row.job, "enterprise": name}), None)
    if odd is not None:
        return RowProblem(row.row, odd["path"], odd["reason"])
    org = org or enterprise_org(fair, name)
    return GoodRow(row.row, imported_job_id(fair, org, fields), org, name, fields)


class Sorting:
    """Separates new jobs from duplicates, in the file and in the fair, and finds enterprises without a booth.

    Its memory grows by about 100 bytes for each new job of the file (an object of 16 bytes in a set): 50 MB at most.
    """

    def __init__(self, catalog: Catalog, fair: UUID) -> None:
        self._catalog = catalog
        self._fair = fair
        self._seen: set[bytes] = set()
        self._booths: dict[str, BoothState] = {}

    def sort(self, rows: list[GoodRow | RowProblem], account: Account) -> list[GoodRow]:
        """The new jobs among `rows`; the account counts the others."""
        new = []
        for row in rows:
            if isinstance(row, RowProblem):
                account.reject(row)
            elif row.job.bytes in self._seen or self._catalog.job(row.job) is not None:
                account.duplicates += 1
            elif self._catalog.booth(self._fair, row.org) == "refused":
                account.reject(RowProblem(row.row, "enterprise", "its booth in this fair was refused"))
            else:
                self._seen.add(row.job.bytes)
                account.accepted += 1
                new.append(row)
        return new

    def without_booth(self, rows: list[GoodRow]) -> dict[str, str]:
        """The names of enterprises in `rows` that need a booth, by org. Each is returned once."""
        needed = {}
        for row in rows:
            if row.org not in self._booths and self._catalog.booth(self._fair, row.org) != "approved":
                needed[row.org] = row.enterprise
            self._booths[row.org] = "approved"
        return needed
