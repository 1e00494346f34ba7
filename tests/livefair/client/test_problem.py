"""Problems in one line."""

from __future__ import annotations

import httpx

from livefair.client.problem import describe_problem


def test_a_problem_is_one_line() -> None:
    """Title, detail and each path of a problem+json are shown; any other answer by its status."""
    body = {"title": "Not valid", "detail": "two faults", "errors": [{"path": "/headcount", "reason": "at least 1"}]}
    assert describe_problem(httpx.Response(422, json=body)) == "422 Not valid; two faults; /headcount: at least 1"
    assert describe_problem(httpx.Response(502, text="<html>")) == "502 Bad Gateway"
