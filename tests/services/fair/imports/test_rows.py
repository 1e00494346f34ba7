"""The imports of a batch in memory: what changed is kept, and written."""

from __future__ import annotations

from uuid import uuid4

from services.fair.imports.job_import import JobImport, Progress
from services.fair.imports.rows import ImportRows
from tests.services.fair.story import START

PROGRESS = Progress("running", 10, 8, 1, 1, 0, 100, 1_000)


def test_what_changed_is_kept() -> None:
    """With the state before."""
    rows = ImportRows()
    first = JobImport(uuid4(), uuid4(), "hr", "org-1", False, PROGRESS, START, START)
    assert rows.keep(first) is None
    assert rows.keep(first) is first
    assert (rows.imports, rows.changed) == ({first.id: first}, {first.id})
