"""Reads job files: a CSV or a spreadsheet in, one result per row out.

No HTTP, no Kafka and no clock: the caller decides what to do with a job or with a bad row.
"""

from __future__ import annotations

from services.ingest.imports.importing import read_jobs
from services.ingest.imports.layout import Layout, SheetFound
from services.ingest.imports.reading import UnfitMap, UnreadableFile
from services.ingest.imports.rows import ImportedJob, RowProblem

__all__ = ["ImportedJob", "Layout", "RowProblem", "SheetFound", "UnfitMap", "UnreadableFile", "read_jobs"]
