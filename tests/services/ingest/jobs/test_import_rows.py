"""From rows to jobs of one fair."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from uuid import UUID, uuid5

import pytest

from schemas.job import JobFields
from services.ingest.catalog import Catalog
from services.ingest.imports import ImportedJob, RowProblem, UnreadableFile
from services.ingest.jobs import import_rows
from services.ingest.jobs.import_rows import (
    REJECTED_TOLD_MAX,
    ROWS_AT_ONCE,
    ROWS_MAX,
    Account,
    GoodRow,
    Sorting,
    checked_rows,
    enterprise_org,
    imported_job_id,
)
from tests.services.ingest.write_edge import CatalogFeed

FAIR = UUID(int=1)


def row(number: int, enterprise: str | None = None, **fields: object) -> ImportedJob:
    return ImportedJob(number, enterprise, {"title": "Welder", "headcount": 1, **fields})


def checked(*rows: ImportedJob | RowProblem, org: str | None = "ent-1") -> list[GoodRow | RowProblem]:
    return checked_rows(iter(rows), FAIR, org)()


def test_ids_are_of_the_code_or_of_all_fields() -> None:
    """The same job again has the same id, whatever the order of its fields."""
    coded = JobFields(title="a", headcount=1, code="W-1")
    assert imported_job_id(FAIR, "ent-1", coded) == uuid5(FAIR, "ent-1W-1")
    assert imported_job_id(FAIR, "ent-1", JobFields(title="b", headcount=2, code="W-1")) == uuid5(FAIR, "ent-1W-1")
    one, same = JobFields(title="a", headcount=1), JobFields(headcount=1, title="a", region=None)
    assert imported_job_id(FAIR, "e", one) == imported_job_id(FAIR, "e", same)
    assert imported_job_id(FAIR, "e", one) != imported_job_id(FAIR, "e", JobFields(title="a", headcount=2))
    assert imported_job_id(FAIR, "e", one) != imported_job_id(FAIR, "f", one)


def test_rows_are_held_against_the_model_of_a_job() -> None:
    """Values that the reader accepts but the model does not are refused with their field."""
    found = checked(row(2), row(3, headcount=0), row(4, title="a\x00b"), RowProblem(5, "code", "odd"))
    assert [(one.row, one.field) for one in found[1:] if isinstance(one, RowProblem)] == [
        (3, "headcount"),
        (4, "title"),
        (5, "code"),
    ]
    assert isinstance(found[0], GoodRow)


def test_an_organizers_row_belongs_to_the_enterprise_it_names() -> None:
    """A name that no booth can have is refused."""
    good, bad = checked(row(2, "西湖钢铁"), row(3, "x" * 300), org=None)
    assert isinstance(good, GoodRow)
    assert (good.org, good.enterprise) == (enterprise_org(FAIR, "西湖钢铁"), "西湖钢铁")
    assert isinstance(bad, RowProblem)
    assert bad.field == "enterprise"


def test_rows_are_read_some_at_a_time() -> None:
    """At the end there are none."""

    def many() -> Iterator[ImportedJob]:
        yield from (row(number) for number in range(ROWS_AT_ONCE + 1))

    read = checked_rows(many(), FAIR, "ent-1")
    assert [len(read()) for _ in range(3)] == [ROWS_AT_ONCE, 1, 0]


def test_beyond_the_bound_a_file_must_be_split(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows up to the bound are read; one more, good or bad, ends the file."""
    monkeypatch.setattr(import_rows, "ROWS_MAX", ROWS_AT_ONCE)
    rows = [row(number) for number in range(ROWS_AT_ONCE - 1)] + [RowProblem(9, "code", "odd")]
    read = checked_rows(iter(rows), FAIR, "ent-1")
    assert [len(read()), len(read())] == [ROWS_AT_ONCE, 0]
    read = checked_rows(iter([*rows, row(10)]), FAIR, "ent-1")
    assert len(read()) == ROWS_AT_ONCE
    with pytest.raises(UnreadableFile, match="split it"):
        read()


@pytest.mark.long
def test_a_large_file_needs_little_memory() -> None:
    """About 100 bytes per job, so that the largest file stays below 60 MB."""
    sorting, account = Sorting(Catalog(lambda: True), FAIR), Account()
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
    sorting = Sorting(catalog, FAIR)
    first = sorting.sort(checked(row(2, code="a"), row(3, code="a"), row(4, code="listed")), account)
    second = sorting.sort(checked(row(5, code="a"), row(6, code="b"), RowProblem(7, "x", "odd")), account)
    assert [one.row for one in first + second] == [2, 6]
    assert (account.accepted, account.duplicates, account.rejected_count) == (2, 3, 1)


def test_the_first_thousand_problems_are_told() -> None:
    """All are counted."""
    account = Account()
    for number in range(REJECTED_TOLD_MAX + 5):
        account.reject(RowProblem(number, "f", "r"))
    assert (account.rejected_count, len(account.rejected)) == (REJECTED_TOLD_MAX + 5, REJECTED_TOLD_MAX)
    assert account.rejected[0] == {"row": 0, "field": "f", "reason": "r"}


async def test_each_new_enterprise_is_named_once() -> None:
    """An enterprise with a booth is not named; rows of a refused booth are rejected."""
    catalog, account = Catalog(lambda: True), Account()
    feed = CatalogFeed(catalog)
    await feed.booth(FAIR, enterprise_org(FAIR, "known"))
    await feed.booth(FAIR, enterprise_org(FAIR, "refused"), "refused")
    sorting = Sorting(catalog, FAIR)
    rows = sorting.sort(checked(row(2, "known"), row(3, "new"), row(4, "refused"), org=None), account)
    assert sorting.without_booth(rows) == {enterprise_org(FAIR, "new"): "new"}
    assert sorting.without_booth(rows) == {}
    assert [one["field"] for one in account.rejected] == ["enterprise"]
