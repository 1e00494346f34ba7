"""What is reported of an import to the log."""

from __future__ import annotations

from schemas.job_import import ImportCounts
from services.ingest.jobs.reporting import counts_of


def test_the_numbers_of_an_account() -> None:
    """By their names; zeros before there is one, and nothing else of it."""
    assert counts_of({}) == ImportCounts()
    account = {"rows": 5, "accepted": 3, "duplicates": 1, "rejected_count": 1, "warnings_count": 2, "filename": "a.csv"}
    assert counts_of(account) == ImportCounts(rows=5, accepted=3, duplicates=1, rejected_count=1, warnings_count=2)
