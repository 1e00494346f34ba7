"""One log line for each request."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from plumbing.http.request_log import RequestLog, facts_of


async def one(request: Request) -> Response:
    facts = facts_of(request)
    facts.route, facts.event_id = "/things/{id}", "e-1"
    return PlainTextResponse(facts.request_id)


async def broken(request: Request) -> Response:
    raise RuntimeError


def client(lines: list[str], *, enabled: bool = True) -> TestClient:
    routes = [Route("/things/{id}", one), Route("/broken", broken), Route("/healthz", one)]
    log = Middleware(RequestLog, "ingest", "one", enabled=enabled, write=lines.append)
    return TestClient(Starlette(routes=routes, middleware=[log]), raise_server_exceptions=False)


def test_the_line_has_the_route_and_the_ids() -> None:
    """One JSON object with the route's template, never the actual path."""
    lines: list[str] = []
    answer = client(lines).get("/things/13800000000", headers={"X-Request-Id": "r-1"})
    line: dict[str, Any] = json.loads(lines[0])
    assert (answer.text, answer.headers["x-request-id"]) == ("r-1", "r-1")
    assert {
        name: line[name] for name in ("event", "method", "route", "status", "request_id", "event_id", "service")
    } == {
        "event": "request",
        "method": "GET",
        "route": "/things/{id}",
        "status": 200,
        "request_id": "r-1",
        "event_id": "e-1",
        "service": "ingest",
    }
    assert line["ms"] >= 0
    assert "13800000000" not in lines[0]


@pytest.mark.parametrize("path", ["/things/1", "/nowhere", "/broken"])
def test_no_secret_of_a_request_is_logged(path: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither a query, a token, a cookie nor a body, whatever the answer is; nor by another logger."""
    lines: list[str] = []
    headers = {"Authorization": "Bearer hidden", "Cookie": "session=hidden", "Referer": "https://x/?hidden"}
    client(lines).request("GET", f"{path}?signature=hidden&secret=hidden", headers=headers, content="hidden")
    assert len(lines) == 1
    assert "hidden" not in lines[0] + "".join(capfd.readouterr())


@pytest.mark.parametrize("given", ["", "two words", 'a"b', "x" * 101])
def test_an_id_that_could_break_a_line_is_replaced(given: str) -> None:
    """It is replaced by a generated one."""
    lines: list[str] = []
    answer = client(lines).get("/things/1", headers={"X-Request-Id": given})
    assert answer.headers["x-request-id"] == json.loads(lines[0])["request_id"] != given


def test_a_failure_has_its_line() -> None:
    """With status 500, also if no answer was started."""
    lines: list[str] = []
    client(lines).get("/broken")
    assert json.loads(lines[0])["status"] == 500


def test_probes_and_a_higher_level_are_quiet() -> None:
    """Requests that come every second are not logged."""
    lines: list[str] = []
    client(lines).get("/healthz")
    client(lines, enabled=False).get("/things/1")
    assert lines == []


def test_a_handler_without_the_log_has_facts_too() -> None:
    """They are made on first use and last for the request, with an id of their own."""
    plain = TestClient(Starlette(routes=[Route("/things/{id}", one)]))
    first, second = (plain.get("/things/1").text for _ in range(2))
    assert "" != first != second
