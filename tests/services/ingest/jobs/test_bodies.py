"""Bodies of writes of jobs."""

from __future__ import annotations

import pytest

from plumbing.http.problem import Problem
from services.ingest.jobs.bodies import JOB_CHANGES, JOBS


def test_a_change_says_something() -> None:
    """A null clears a field. Without any field it is refused."""
    assert JOB_CHANGES.parse(b'{"salary": null}').model_fields_set == {"salary"}
    with pytest.raises(Problem):
        JOB_CHANGES.parse(b"{}")


def test_jobs_are_closed_without_a_reason_too() -> None:
    """The list of jobs is required."""
    job = b"0188e6a0-0000-4000-8000-000000000001"
    assert JOBS.parse(b'{"jobs": ["%s"]}' % job).reason is None
    with pytest.raises(Problem):
        JOBS.parse(b'{"jobs": []}')
