"""The import of a file of jobs that runs in the background: how far it has come. Key of its events: the fair's id."""

from __future__ import annotations

from typing import Annotated, Any, Literal
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

    `bytes_read` of `bytes` tell the progress; `reason` says why it failed, and `code` with `params` the same in any
    language. The file's name, which may hold that of a person, stays in the object store.
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
    code: str | None = None
    params: dict[str, Any] | None = None


class RowNote(BaseModel):
    """What is wrong with a row, or with an optional cell of a good one. `row` counts from 1, the header being row 1.

    `sheet` is set only where the workbook has several visible ones. `code` is that of the reason, and `params` are its
    parameters by name: a text, a number, or a `code` with `params` of its own. Notes of before have none.
    """

    row: int
    field: str
    reason: str
    code: str = ""
    params: dict[str, Any] = {}
    sheet: str = ""


class SheetOfFile(BaseModel):
    """A sheet of a workbook. One that is hidden, or in which no header is known, is not read."""

    name: str
    read: bool


Unread = Literal["hidden", "blank", "no_header", "other_header"]


class UnreadSheet(BaseModel):
    """Why a sheet was not read. `other_header`: the map has only letters and numbers, which the first sheet's fit."""

    name: str
    reason: Unread


class DoublyClaimed(BaseModel):
    """A column that means a field for which another column was taken. It stands in `ignored` too."""

    column: str
    field: str


FOLDER = "imports"
"""Where the object store has them."""


def folder_path(job_import: UUID) -> str:
    """The folder of an import."""
    return f"{FOLDER}/{job_import}"


def account_path(job_import: UUID) -> str:
    """The account so far: the first rejected rows and warnings, the columns, the receipt."""
    return f"{folder_path(job_import)}/account.json"


def rejected_folder(job_import: UUID) -> str:
    """The folder of the rejected rows."""
    return f"{folder_path(job_import)}/rejected"


def rejected_path(job_import: UUID, part: int) -> str:
    """A part of them: JSON lines of the row, what is wrong with it, and its cells."""
    return f"{rejected_folder(job_import)}/{part:06}.jsonl"
