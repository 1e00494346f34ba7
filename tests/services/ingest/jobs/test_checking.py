"""Rows held against the model of a job."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid5

import pytest

from schemas.job import JobFields
from services.ingest.imports import ImportedJob, RowProblem, UnreadableFile
from services.ingest.jobs import checking
from services.ingest.jobs.checking import (
    ROWS_AT_ONCE,
    GoodRow,
    checked_rows,
    enterprise_org,
    former_job_id,
    imported_job_id,
)

FAIR = UUID(int=1)


def row(number: int, enterprise: str | None = None, **fields: object) -> ImportedJob:
    return ImportedJob(number, enterprise, {"title": "Welder", "headcount": 1, **fields})


def checked(*rows: ImportedJob | RowProblem, org: str | None = "ent-1") -> list[GoodRow | RowProblem]:
    return checked_rows(iter(rows), FAIR, org)()


def test_ids_are_of_the_code_or_of_all_fields() -> None:
    """The same job again has the same id, whatever the order of its fields."""
    coded = JobFields(title="a", headcount=1, code="W-1")
    assert imported_job_id(FAIR, "ent-1", coded) == uuid5(FAIR, '["ent-1", "W-1"]')
    assert imported_job_id(FAIR, "ent-1", JobFields(title="b", headcount=2, code="W-1")) == uuid5(
        FAIR, '["ent-1", "W-1"]'
    )
    assert former_job_id(FAIR, "ent-1", coded) == uuid5(FAIR, "ent-1W-1")
    one, same = JobFields(title="a", headcount=1), JobFields(headcount=1, title="a", region=None)
    assert imported_job_id(FAIR, "e", one) == imported_job_id(FAIR, "e", same)
    assert imported_job_id(FAIR, "e", one) != imported_job_id(FAIR, "e", JobFields(title="a", headcount=2))
    assert imported_job_id(FAIR, "e", one) != imported_job_id(FAIR, "f", one)


def test_ids_of_two_enterprises_differ() -> None:
    """Whatever their codes: 12 of ent-1 and 2 of ent-11 are two jobs; so is a code that looks like other fields."""
    one, other = JobFields(title="a", headcount=1, code="12"), JobFields(title="a", headcount=1, code="2")
    assert imported_job_id(FAIR, "ent-1", one) != imported_job_id(FAIR, "ent-11", other)
    assert former_job_id(FAIR, "ent-1", one) == former_job_id(FAIR, "ent-11", other)
    uncoded = JobFields(title="a", headcount=1)
    posing = JobFields(title="a", headcount=1, code='1{"headcount": 1, "title": "a"}')
    assert imported_job_id(FAIR, "ent-11", uncoded) != imported_job_id(FAIR, "ent-1", posing)


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
    monkeypatch.setattr(checking, "ROWS_MAX", ROWS_AT_ONCE)
    rows = [row(number) for number in range(ROWS_AT_ONCE - 1)] + [RowProblem(9, "code", "odd")]
    read = checked_rows(iter(rows), FAIR, "ent-1")
    assert [len(read()), len(read())] == [ROWS_AT_ONCE, 0]
    read = checked_rows(iter([*rows, row(10)]), FAIR, "ent-1")
    assert len(read()) == ROWS_AT_ONCE
    with pytest.raises(UnreadableFile, match="split it"):
        read()
