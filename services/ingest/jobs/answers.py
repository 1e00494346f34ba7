"""What the import of a file takes and answers: models for OpenAPI."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from schemas.job_import import DoublyClaimed, RowNote, SheetOfFile, UnreadSheet
from services.ingest.edge.answers import Receipt


class Imported(BaseModel):
    """The results of the rows; the first 1,000 that were rejected. `receipt` is the last event's.

    `columns` are the headers by field, `ignored` the columns that no field uses, `header` the names of the first 300
    columns. `warnings` name what is optional and
    was left out, because it could not be understood: the first 1,000.
    """

    accepted: int
    duplicates: int
    rejected_count: int
    rejected: list[RowNote]
    columns: dict[str, str]
    ignored: list[str]
    doubly_claimed: list[DoublyClaimed]
    header: list[str]
    sheets: list[SheetOfFile]
    unread_sheets: list[UnreadSheet]
    warnings_count: int
    warnings: list[RowNote]
    receipt: Receipt | None


class ImportQuery(BaseModel):
    """`dry_run` tells the same account and writes nothing."""

    dry_run: bool = False


class ImportHeaders(BaseModel):
    """`respond-async`: the answer is 202 as soon as the file is stored, and the import runs in the background."""

    prefer: Annotated[str | None, Field(alias="Prefer")] = None


class ImportForm(BaseModel):
    """`file` is CSV or XLSX, at most 200 MB. `map` is JSON: our field -> its column."""

    file: bytes
    map: str | None = None
