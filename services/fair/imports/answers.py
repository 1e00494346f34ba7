"""The answers of the reads of imports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.job_import import DoublyClaimed, ImportState, RowNote, SheetOfFile, UnreadSheet
from services.fair.kernel.answer import Answer, Page, Receipt


class ImportInList(Answer):
    """An import and how far it has come: absolute numbers of rows that hold anything."""

    id: UUID
    fair: UUID
    org: str | None = Field(None, description="The enterprise's; none where an organizer imports for all.")
    dry_run: bool
    state: ImportState
    rows: int
    accepted: int
    duplicates: int
    rejected_count: int
    warnings_count: int
    bytes_read: int = Field(description="Of `bytes`: the share of the file that was read.")
    bytes: int
    reason: str | None = Field(None, description="Why it failed.")
    code: str | None = Field(None, description="Of the reason; its words are in `schemas/import_reasons.json`.")
    params: dict[str, Any] | None = Field(None, description="The parameters of the reason, by name.")
    rows_per_s: float | None = Field(description="Rows a second since it began.")
    seconds_left: float | None = Field(description="An estimate, while it is running.")
    started_at: AwareDatetime
    moved_at: AwareDatetime


class Import(ImportInList):
    """An import with its account so far, as the import that is awaited answers it."""

    filename: str | None = Field(description="Null once the account was forgotten.")
    rejected: list[RowNote] = Field(description="The first 1,000.")
    warnings: list[RowNote] = Field(description="The first 1,000.")
    columns: dict[str, str] = Field(description="Which column each field was read from.")
    ignored: list[str] = Field(description="Columns that were not used.")
    doubly_claimed: list[DoublyClaimed] = Field(description="Those of them whose field was read from another column.")
    header: list[str] = Field(
        description="The names of the first 300 columns, of the first sheet that was read, or else that was not."
    )
    sheets: list[SheetOfFile]
    unread_sheets: list[UnreadSheet]
    receipt: Receipt | None = Field(description="Of the last event.")


class Imports(Page[ImportInList]):
    """A page of them."""
