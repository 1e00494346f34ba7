"""Files like those of job boards, without a map: nearly every row is read right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from csv import DictReader
from pathlib import Path

import pytest

from services.ingest.imports import ImportedJob, read_jobs
from tests.services.ingest.imports.job_boards import BOARDS, Board, Right

RIGHT = 0.95
ROOT = Path(__file__).resolve().parents[4]
REAL_ROWS = ROOT.parent / "shared" / "data" / "nyc_city_jobs.csv"


def wrong_in(job: ImportedJob, right: Right) -> Iterator[str]:
    """The fields that are not as they should be."""
    salary = job.job.get("salary")
    pay = (salary["min"], salary["max"], salary["period"]) if salary else None
    found = Right(job.job["title"], job.job["headcount"], job.job.get("region"), pay, job.job.get("degree"))
    for field in ("title", "headcount", "region", "pay", "degree"):
        if getattr(found, field) != getattr(right, field):
            yield field


@pytest.mark.parametrize("make", BOARDS, ids=lambda make: make.__name__)
def test_a_file_of_a_job_board(make: Callable[[Path], Board], tmp_path: Path) -> None:
    """Title, headcount, place, pay and degree of at least 95 % of the rows are right."""
    board = make(tmp_path)
    found = list(read_jobs(board.path, board.path.name, None, needs_enterprise=True))
    assert len(found) == len(board.right)
    rejected = [result for result in found if not isinstance(result, ImportedJob)]
    pairs = [(job, right) for job, right in zip(found, board.right, strict=True) if isinstance(job, ImportedJob)]
    wrong = Counter(field for job, right in pairs for field in wrong_in(job, right))
    good = sum(not any(wrong_in(job, right)) for job, right in pairs)
    assert good >= RIGHT * len(board.right), (wrong, rejected[:3])


def test_real_postings_without_a_map() -> None:
    """2,946 postings of a city: title, headcount, place and pay of at least 95 % are those of their columns."""
    with REAL_ROWS.open(encoding="utf-8", newline="") as text:
        rows = list(DictReader(text))
    found = list(read_jobs(REAL_ROWS, REAL_ROWS.name, None, needs_enterprise=True))
    periods = {"Annual": "year", "Hourly": "hour", "Daily": "day"}
    good = 0
    for row, job in zip(rows, found, strict=True):
        pay = (float(row["Salary Range From"]), float(row["Salary Range To"]), periods[row["Salary Frequency"]])
        place = row["Work Location"].strip() or None
        right = Right(row["Business Title"].strip(), int(row["# Of Positions"]), place, pay if any(pay[:2]) else None)
        good += isinstance(job, ImportedJob) and not any(wrong_in(job, right))
    print(f"{good} of {len(rows)} rows are right")
    assert good >= RIGHT * len(rows)
