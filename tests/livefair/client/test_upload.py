"""Uploading a file of jobs: messages of failures."""

from __future__ import annotations

import io

import httpx
import pytest

from livefair.client.upload import describe_problem, import_jobs
from livefair.failure import Failure


def test_a_problem_is_one_line() -> None:
    """Title, detail and each path of a problem+json are shown; any other answer by its status."""
    body = {"title": "Not valid", "detail": "two faults", "errors": [{"path": "/headcount", "reason": "at least 1"}]}
    assert describe_problem(httpx.Response(422, json=body)) == "422 Not valid; two faults; /headcount: at least 1"
    assert describe_problem(httpx.Response(502, text="<html>")) == "502 Bad Gateway"


def test_an_absent_ingest_is_said() -> None:
    """If nothing listens there, one line asks the right question."""
    with pytest.raises(Failure, match=r"ingest at http://127.0.0.1:1 does not answer .*is the system up\?"):
        import_jobs("http://127.0.0.1:1", "token", "fair", io.BytesIO(b"a"), "jobs.csv")
