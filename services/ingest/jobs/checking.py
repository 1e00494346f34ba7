"""Checks the rows of a job file against the model of a job, and derives the ids. Knows no catalog and does no I/O."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from pydantic import TypeAdapter, ValidationError

from plumbing.http.body import field_errors, oddities
from plumbing.limits import Limit
from schemas.import_reasons import Reason
from schemas.job import JobFields
from schemas.words import Line
from services.ingest.imports import ImportedJob, RowProblem, UnreadableFile

ROWS_AT_ONCE = 500
ROWS = Limit("rows in a file of jobs", 500_000, "422; the rows before are written")
ROWS_MAX = ROWS.most

_JOB: TypeAdapter[JobFields] = TypeAdapter(JobFields)
_ENTERPRISE: TypeAdapter[str] = TypeAdapter(Line)


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that is a valid job. `org` is that of its enterprise, `enterprise` the name where the file has one.

    `warnings` name optional cells that were left out. `sheet` is set where the workbook has several.
    """

    row: int
    job: UUID
    org: str
    enterprise: str
    fields: JobFields
    warnings: tuple[RowProblem, ...] = ()
    sheet: str = ""
    former: UUID | None = None  # the id that the same job got before: see `former_job_id`


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
            raise UnreadableFile(Reason("too_many_rows", most=ROWS_MAX))
        yield row


def enterprise_org(fair: UUID, name: str) -> str:
    """The org of an enterprise that an organizer's file names."""
    return str(uuid5(fair, name))


def imported_job_id(fair: UUID, org: str, fields: JobFields) -> UUID:
    """A deterministic id: from the enterprise and the job's code, or all its fields where it has no code."""
    return uuid5(fair, json.dumps([org, _identity(fields)], ensure_ascii=False))


def former_job_id(fair: UUID, org: str, fields: JobFields) -> UUID:
    """The id of jobs that were imported before. It runs org and code together: 2 of ent-11 is 12 of ent-1."""
    return uuid5(fair, org + _identity(fields))


def _identity(fields: JobFields) -> str:
    if fields.code is not None:
        return fields.code
    return json.dumps(fields.model_dump(exclude_none=True), sort_keys=True, ensure_ascii=False)


@lru_cache(maxsize=1024)
def _org_of_valid_name(fair: UUID, name: str) -> str:
    """The org of an enterprise. Raises ValidationError. Most rows of a file repeat the name of another one."""
    _ENTERPRISE.validate_python(name)
    return enterprise_org(fair, name)


def _may_be_odd(job: Mapping[str, Any], enterprise: str) -> bool:
    """Whether a text of the row may hold what JSON's readers interpret differently, looked for in all at once."""
    texts = [value for value in job.values() if isinstance(value, str)]
    text = "\n".join([enterprise, *texts, *job.get("majors", ())])
    if text.isascii():
        return "\0" in text
    try:
        return b"\0" in text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return True


def _checked(row: ImportedJob, fair: UUID, org: str | None) -> GoodRow | RowProblem:
    """The job of a row, validated by the same models as a job that is published alone."""
    name = row.enterprise or ""
    try:
        fields = _JOB.validate_python(row.job)
        org = org or _org_of_valid_name(fair, name)
    except ValidationError as error:
        first = field_errors(error, row.job)[0]
        return _invalid(row, first["path"] or "enterprise", first["reason"])
    if _may_be_odd(row.job, name):
        odd = next(oddities({**row.job, "enterprise": name}), None)
        if odd is not None:
            return _invalid(row, odd["path"], odd["reason"])
    former = former_job_id(fair, org, fields)
    job = imported_job_id(fair, org, fields)
    return GoodRow(row.row, job, org, name, fields, row.warnings, row.sheet, former)


def _invalid(row: ImportedJob, field: str, error: str) -> RowProblem:
    return RowProblem(row.row, field, Reason("not_valid", error=error), row.sheet, tuple(row.cells))
