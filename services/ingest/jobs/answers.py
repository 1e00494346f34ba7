"""What the import of a file takes and answers: models for OpenAPI."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from services.ingest.edge.answers import Receipt


class RejectedRow(BaseModel):
    """The first thing wrong with a row. `row` counts from 1, the header being row 1; of a workbook in its `sheet`."""

    row: int
    field: str
    reason: str
    sheet: str = ""
    """Only where the workbook has several visible sheets."""


class SheetOfFile(BaseModel):
    """A sheet of a workbook. One that is hidden, or in which no header is known, is not read."""

    name: str
    read: bool


class Imported(BaseModel):
    """The results of the rows; the first 1,000 that were rejected. `receipt` is the last event's.

    `columns` are the headers by field, `ignored` the columns that no field uses. `warnings` name what is optional and
    was left out, because it could not be understood: the first 1,000.
    """

    accepted: int
    duplicates: int
    rejected_count: int
    rejected: list[RejectedRow]
    columns: dict[str, str]
    ignored: list[str]
    sheets: list[SheetOfFile]
    warnings_count: int
    warnings: list[RejectedRow]
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
