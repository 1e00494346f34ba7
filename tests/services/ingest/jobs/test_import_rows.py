"""New jobs of a file, duplicates and problems."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from uuid import UUID, uuid5

import pytest

from schemas.job import JobFields
from services.ingest.catalog import Catalog
from services.ingest.imports import RowProblem
from services.ingest.jobs import import_rows
from services.ingest.jobs.checking import ROWS_MAX, GoodRow, enterprise_org
from services.ingest.jobs.import_rows import (
    ACKNOWLEDGED_S,
    REJECTED_TOLD_MAX,
    WARNINGS_TOLD_MAX,
    Account,
    Acknowledged,
    Sorting,
)
from tests.services.ingest.jobs.test_checking import FAIR, checked, row
from tests.services.ingest.write_edge import CatalogFeed


@pytest.mark.long
def test_a_large_file_needs_little_memory() -> None:
    """About 100 bytes per job, so that the largest file stays below 60 MB."""
    sorting, account = Sorting(Catalog(lambda: True), FAIR, Acknowledged()), Account()
    fields = JobFields(title="Welder", headcount=1)
    tracemalloc.start()
    for number in range(50_000):
        sorting.sort([GoodRow(number, uuid5(FAIR, str(number)), "ent-1", "", fields)], account)
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (account.accepted, used / 50_000 * ROWS_MAX < 60e6) == (50_000, True)


async def test_what_is_known_is_a_duplicate() -> None:
    """Known from this batch, an earlier one, or the fair."""
    catalog, account = Catalog(lambda: True), Account()
    listed = checked(row(9, code="listed"))[0]
    assert isinstance(listed, GoodRow)
    await CatalogFeed(catalog).job(FAIR, job=listed.job)
    sorting = Sorting(catalog, FAIR, Acknowledged())
    first = sorting.sort(checked(row(2, code="a"), row(3, code="a"), row(4, code="listed")), account)
    second = sorting.sort(checked(row(5, code="a"), row(6, code="b"), RowProblem(7, "x", "odd")), account)
    assert [one.row for one in first + second] == [2, 6]
    assert (account.accepted, account.duplicates, account.rejected_count) == (2, 3, 1)


async def test_a_job_with_its_former_id_is_a_duplicate() -> None:
    """Of the same enterprise. That another enterprise's job has this id says nothing: both jobs are there."""
    catalog, account = Catalog(lambda: True), Account()
    (listed,) = checked(row(2, code="12"))
    assert isinstance(listed, GoodRow)
    assert listed.former is not None
    await CatalogFeed(catalog).job(FAIR, job=listed.former, org="ent-1")
    sorting = Sorting(catalog, FAIR, Acknowledged())
    assert sorting.sort([listed], account) == []
    assert len(sorting.sort(checked(row(2, code="2"), org="ent-11"), account)) == 1
    assert (account.accepted, account.duplicates) == (1, 1)


def test_the_first_thousand_problems_are_told() -> None:
    """All are counted."""
    account = Account()
    for number in range(REJECTED_TOLD_MAX + 5):
        account.reject(RowProblem(number, "f", "r"))
    assert (account.rejected_count, len(account.rejected)) == (REJECTED_TOLD_MAX + 5, REJECTED_TOLD_MAX)
    assert account.rejected[0] == {"row": 0, "field": "f", "reason": "r"}


def test_the_first_thousand_warnings_are_told() -> None:
    """All are counted, of new jobs and of duplicates; each names its row, and its sheet where there are several."""
    account, sorting = Account(), Sorting(Catalog(lambda: True), FAIR, Acknowledged())
    good = checked(row(2, code="a"))[0]
    assert isinstance(good, GoodRow)
    left_out = tuple(RowProblem(2, "degree", "not known", sheet) for sheet in ("", "two"))
    for _ in range(WARNINGS_TOLD_MAX):
        sorting.sort([replace(good, warnings=left_out)], account)
    assert (account.accepted, account.duplicates) == (1, WARNINGS_TOLD_MAX - 1)
    assert (account.warnings_count, len(account.warnings)) == (2 * WARNINGS_TOLD_MAX, WARNINGS_TOLD_MAX)
    assert account.warnings[:2] == [
        {"row": 2, "field": "degree", "reason": "not known"},
        {"row": 2, "field": "degree", "reason": "not known", "sheet": "two"},
    ]


async def test_each_new_enterprise_is_named_once() -> None:
    """An enterprise with a booth is not named; rows of a refused booth are rejected."""
    catalog, account = Catalog(lambda: True), Account()
    feed = CatalogFeed(catalog)
    await feed.booth(FAIR, enterprise_org(FAIR, "known"))
    await feed.booth(FAIR, enterprise_org(FAIR, "refused"), "refused")
    sorting = Sorting(catalog, FAIR, Acknowledged())
    rows = sorting.sort(checked(row(2, "known"), row(3, "new"), row(4, "refused"), org=None), account)
    assert sorting.without_booth(rows) == {enterprise_org(FAIR, "new"): "new"}
    assert sorting.without_booth(rows) == {}
    assert [one["field"] for one in account.rejected] == ["enterprise"]


def test_what_was_acknowledged_a_moment_ago_is_a_duplicate() -> None:
    """For everyone who imports it, until the catalog has had the time to get it; then the log may have refused it."""
    now, account = [0.0], Account()
    acknowledged, catalog = Acknowledged(lambda: now[0]), Catalog(lambda: True)
    first = Sorting(catalog, FAIR, acknowledged).sort(checked(row(2, code="a")), account)
    assert Sorting(catalog, FAIR, acknowledged).sort(checked(row(2, code="a")), account) == first
    acknowledged.add(one.job for one in first)
    assert Sorting(catalog, FAIR, acknowledged).sort(checked(row(2, code="a")), account) == []
    now[0] = ACKNOWLEDGED_S
    assert Sorting(catalog, FAIR, acknowledged).sort(checked(row(2, code="a")), account) == first


def test_only_the_newest_acknowledged_jobs_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest one is forgotten first; one that is added again is new."""
    monkeypatch.setattr(import_rows, "ACKNOWLEDGED_MAX", 2)
    acknowledged = Acknowledged()
    for number in (1, 2, 1, 3):
        acknowledged.add([UUID(int=number)])
    assert [UUID(int=number) in acknowledged for number in (1, 2, 3)] == [True, False, True]
