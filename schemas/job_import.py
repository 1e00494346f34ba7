"""The import of a file of jobs that runs in the background: how far it has come. Key of its events: the fair's id."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from schemas.event import Event

ImportState = Literal["running", "done", "cancelled", "failed"]
RowCount = Annotated[int, Field(ge=0)]


class ImportCounts(BaseModel):
    """Of the rows that were read so far, as absolute numbers. `rows` are those that hold anything."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    rows: RowCount = 0
    accepted: RowCount = 0
    duplicates: RowCount = 0
    rejected_count: RowCount = 0
    warnings_count: RowCount = 0


class ImportReported(Event):
    """An instance of ingest says how far an import has come. `org` is that of an enterprise that imports its own jobs.

    `bytes_read` of `bytes` tell the progress; `reason` says why it failed. The file's name, which may hold that of a
    person, stays in the object store.
    """

    fair: UUID
    job_import: UUID
    org: str | None = None
    dry_run: bool = False
    state: ImportState
    counts: ImportCounts = ImportCounts()
    bytes_read: RowCount = 0
    bytes: RowCount = 0
    reason: str | None = None


FOLDER = "imports"
OPEN = f"{FOLDER}/open"
"""The folder of the orders of imports that are not over."""


def order_path(job_import: UUID) -> str:
    """What was ordered: who, for which fair, with which map. It is there until the end."""
    return f"{OPEN}/{job_import}.json"


def folder_path(job_import: UUID) -> str:
    """The folder of everything else."""
    return f"{FOLDER}/{job_import}"


def file_path(job_import: UUID) -> str:
    """The file that is read."""
    return f"{folder_path(job_import)}/file"


def account_path(job_import: UUID) -> str:
    """The account so far: the first rejected rows and warnings, the columns, the receipt."""
    return f"{folder_path(job_import)}/account.json"


def checkpoint_path(job_import: UUID) -> str:
    """Where to go on if the instance that runs the import ends."""
    return f"{folder_path(job_import)}/checkpoint.json"


def rejected_path(job_import: UUID, part: int) -> str:
    """A part of the rejected rows: JSON lines of the row, what is wrong with it, and its cells."""
    return f"{rejected_folder(job_import)}/{part:06}.jsonl"


def rejected_folder(job_import: UUID) -> str:
    """The folder of these parts."""
    return f"{folder_path(job_import)}/rejected"


def cancelled_path(job_import: UUID) -> str:
    """There once somebody has cancelled the import."""
    return f"{folder_path(job_import)}/cancelled"


def runs_path(job_import: UUID) -> str:
    """The folder of its runs: one, and another each time that an instance takes it over."""
    return f"{folder_path(job_import)}/runs"


def run_path(job_import: UUID, number: int) -> str:
    """Created by the instance that runs the import, and written again as a sign of life."""
    return f"{runs_path(job_import)}/{number:06}"
