"""Sending a file of jobs: what is said where it fails."""

from __future__ import annotations

import io

import httpx
import pytest

from livefair.client.upload import describe_problem, import_jobs
from livefair.failure import Failure


def test_a_problem_is_one_line() -> None:
    """Title, detail and each place of a problem+json are told; anything else is told by its status."""
    body = {"title": "Not valid", "detail": "two faults", "errors": [{"path": "/headcount", "reason": "at least 1"}]}
    assert describe_problem(httpx.Response(422, json=body)) == "422 Not valid; two faults; /headcount: at least 1"
    assert describe_problem(httpx.Response(502, text="<html>")) == "502 Bad Gateway"


def test_an_absent_ingest_is_said() -> None:
    """Where nothing answers there is one line that asks the right question."""
    with pytest.raises(Failure, match=r"ingest at http://127.0.0.1:1 does not answer .*is the system up\?"):
        import_jobs("http://127.0.0.1:1", "token", "fair", io.BytesIO(b"a"), "jobs.csv")
