"""What the import of a file takes and answers: models for OpenAPI."""

from __future__ import annotations

from pydantic import BaseModel

from services.ingest.edge.answers import Receipt


class RejectedRow(BaseModel):
    """The first thing wrong with a row. `row` counts from 1, the header being row 1."""

    row: int
    field: str
    reason: str


class Imported(BaseModel):
    """The results of the rows; the first 1,000 that were rejected. `receipt` is the last event's."""

    accepted: int
    duplicates: int
    rejected_count: int
    rejected: list[RejectedRow]
    receipt: Receipt | None


class ImportQuery(BaseModel):
    """`dry_run` tells the same account and writes nothing."""

    dry_run: bool = False


class ImportForm(BaseModel):
    """`file` is CSV or XLSX, at most 200 MB. `map` is JSON: our field -> its column."""

    file: bytes
    map: str | None = None
