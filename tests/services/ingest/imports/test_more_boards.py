"""Position tables, fairs and boards abroad, without a map: each row is read right, in each of its fields."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from services.ingest.imports import ImportedJob, RowProblem, read_jobs
from tests.services.ingest.imports.job_boards import Board
from tests.services.ingest.imports.more_boards import MORE_BOARDS
from tests.services.ingest.imports.test_job_boards import wrong_in

NO_JOB = ("it is a total", "it is a note", "it repeats the header")


@pytest.mark.parametrize("make", MORE_BOARDS, ids=lambda make: make.__name__)
def test_every_row_is_right(make: Callable[[Path], Board], tmp_path: Path) -> None:
    """Title, headcount, place, pay and degree; what is rejected is a total, a note or a repeated header."""
    board = make(tmp_path)
    found = list(read_jobs(board.path, board.path.name, None, needs_enterprise=True))
    jobs = [job for job in found if isinstance(job, ImportedJob)]
    rejected = [bad for bad in found if isinstance(bad, RowProblem)]
    assert [bad for bad in rejected if not bad.reason.startswith(NO_JOB)] == []
    assert len(jobs) == len(board.right)
    wrong = [
        (job.row, job.job, right) for job, right in zip(jobs, board.right, strict=True) if any(wrong_in(job, right))
    ]
    assert wrong[:3] == []
