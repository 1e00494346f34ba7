"""Imports on PostgreSQL: the same rows however the log is cut."""

from __future__ import annotations

import pytest

from tests.conftest import RunningPostgres
from tests.services.fair.imports.story import ended, reported
from tests.services.fair.story import Teller
from tests.services.fair.tables import contents, filled


@pytest.mark.parametrize("size", [1, 2])
async def test_the_rows_are_the_same_in_any_batching(postgres: RunningPostgres, database: str, size: int) -> None:
    """An import that starts, goes on and ends in one batch ends as one that does so in several."""
    teller, another = Teller(), await postgres.create()
    reports = [reported(teller, rows=rows) for rows in (0, 10, 50)]
    log = [*teller.ready(), *reports, ended(teller), reported(teller, rows=90), reported(teller, "j")]
    try:
        await filled(database, log)
        await filled(another, log, size=size)
        rows = (await contents(database))["imports"]
        assert rows == (await contents(another))["imports"]
    finally:
        await postgres.drop(another)
    assert sorted((row["state"], row["rows"]) for row in rows) == [("done", 100), ("running", 0)]
