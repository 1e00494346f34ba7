"""The currency of pay that names none: that of the pay beside it, or of the other cells; the import says so once."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from services.ingest.imports import ImportedJob, read_jobs
from services.ingest.imports.usual_currency import SaidOnce
from tests.services.ingest.imports.test_job_boards import REAL_ROWS

Rows = Sequence[Sequence[Any]]
SAID = "is assumed where pay names no currency"


def read(path: Path, rows: Rows) -> list[ImportedJob]:
    with (path / "jobs.csv").open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(rows)
    found = list(read_jobs(path / "jobs.csv", "jobs.csv", None, needs_enterprise=False))
    return [job for job in found if isinstance(job, ImportedJob)]


def paid_in(jobs: Sequence[ImportedJob]) -> list[str | None]:
    return [job.job["salary"]["currency"] if "salary" in job.job else None for job in jobs]


def said(jobs: Sequence[ImportedJob]) -> list[tuple[int, str, str]]:
    return [(one.row, one.field, one.reason) for job in jobs for one in job.warnings]


@pytest.mark.parametrize(
    ("named", "currency"),
    [("$50,000", "USD"), ("£25,000 per annum", "GBP"), ("60000 EUR", "EUR"), ("₹ 4,00,000", "INR")],
)
def test_it_is_that_of_the_neighbours(tmp_path: Path, named: str, currency: str) -> None:
    """Pay without a sign, in a column whose other cells have one, is in their currency: above and below them."""
    rows: list[list[Any]] = [
        ["Job Title", "Openings", "Pay"],
        *(["Welder", 1, pay] for pay in ("45000", named, named, "52000", "DOE")),
    ]
    jobs = read(tmp_path, rows)
    assert paid_in(jobs) == [*[currency] * 4, None]
    assert said(jobs) == [(2, "salary.currency", f"{currency} {SAID}")]
    assert jobs[0].job["salary"] == {"min": 45000, "max": 45000, "period": "year", "currency": currency}


def test_it_is_that_of_amounts_in_other_cells(tmp_path: Path) -> None:
    """A description that speaks of dollars; a word with a sign alone says nothing."""
    rows: list[list[Any]] = [["Job Title", "Openings", "Salary From", "Salary To", "Job Description"]]
    rows += [["Clerk", 1, 42405, 65485, "manages a budget of $2 million"], ["Clerk", 1, 15.5, 18, "US$ 3 an hour"]]
    jobs = read(tmp_path, rows)
    assert paid_in(jobs) == ["USD", "USD"]
    assert [job.job["salary"]["period"] for job in jobs] == ["year", "hour"]
    assert said(jobs) == [(2, "salary.currency", f"USD {SAID}")]


def test_where_nothing_names_one_it_is_said(tmp_path: Path) -> None:
    """CNY is assumed with one warning for the file, not one for each row; a year's pay is no month's."""
    jobs = read(tmp_path, [["Job Title", "Openings", "Pay"], *(["Clerk", 1, pay] for pay in ("", 45000, 60000, 9000))])
    assert paid_in(jobs) == [None, "CNY", "CNY", "CNY"]
    assert [job.job["salary"]["period"] for job in jobs[1:]] == ["year", "year", "month"]
    assert said(jobs) == [(3, "salary.currency", f"CNY {SAID}")]


@pytest.mark.parametrize(
    "rows", [[["岗位名称", "招聘人数", "薪资"], ["a", 1, "8k"]], [["title", "openings", "pay"], ["焊工", 1, "8k"]]]
)
def test_a_chinese_table_needs_no_word(tmp_path: Path, rows: Rows) -> None:
    """By its header or by its cells."""
    jobs = read(tmp_path, rows)
    assert (paid_in(jobs), said(jobs)) == (["CNY"], [])


@pytest.mark.parametrize(
    "rows",
    [
        [["title", "openings", "pay (USD)"], ["Clerk", 1, 50000]],
        [["title", "openings", "pay", "currency"], ["Clerk", 1, 50000, "USD"]],
        [["title", "openings", "pay"], ["Clerk", 1, "$50,000"]],
    ],
)
def test_what_is_named_is_not_assumed(tmp_path: Path, rows: Rows) -> None:
    """By the header, by a column of its own, by a sign."""
    jobs = read(tmp_path, rows)
    assert (paid_in(jobs), said(jobs)) == (["USD"], [])


def test_currencies_that_disagree_say_nothing(tmp_path: Path) -> None:
    """One in dollars and one in pounds: neither is the file's."""
    jobs = read(tmp_path, [["title", "openings", "pay"], *(["Clerk", 1, pay] for pay in ("$50,000", "£40,000", 45000))])
    assert paid_in(jobs) == ["USD", "GBP", "CNY"]


def test_real_postings_are_paid_in_dollars() -> None:
    """The city's file names no currency in any column of pay, and its descriptions speak of dollars."""
    found = list(read_jobs(REAL_ROWS, REAL_ROWS.name, None, needs_enterprise=True))
    jobs = [job for job in found if isinstance(job, ImportedJob)]
    assert set(paid_in(jobs)) <= {"USD", None}
    assert len([one for one in said(jobs) if one[2].endswith(SAID)]) == 1


def test_the_first_warning_stays() -> None:
    """Of a job without one nothing changes."""
    job = ImportedJob(2, None, {"title": "Clerk"})
    assert SaidOnce().of(job) is job
