"""Bodies of session writes."""

from __future__ import annotations

from uuid import UUID

import pytest

from plumbing.http.problem import Problem
from schemas.session import Slot
from services.ingest.sessions.bodies import DROP, SESSION_CHANGES, slots

JOB = UUID(int=1)


def test_a_job_alone_is_its_place() -> None:
    """In a run of show a job id can replace a slot."""
    assert slots([JOB, Slot(job=JOB, cap=2)]) == [Slot(job=JOB), Slot(job=JOB, cap=2)]


@pytest.mark.parametrize("raw", [b"{}", b'{"starts_at": null}', b'{"title": ""}', b'{"run_of_show": [1]}'])
def test_a_change_says_something(raw: bytes) -> None:
    """An empty change is refused, and the fields must be consistent."""
    with pytest.raises(Problem):
        SESSION_CHANGES.parse(raw)


@pytest.mark.parametrize("cap", ["0", "1000001", '"5"', "1.5"])
def test_a_cap_is_a_number_of_people(cap: str) -> None:
    """From 1 to a million."""
    with pytest.raises(Problem):
        DROP.parse(b'{"job": "%s", "cap": %s}' % (str(JOB).encode(), cap.encode()))
