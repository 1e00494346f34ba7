"""All errors are problem+json, including the framework's own."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from plumbing.http.problem import Problem, problem_handlers


async def teapot(request: Request) -> Response:
    raise Problem(409, "It is closed.", errors=[{"path": "state", "reason": "closed"}], headers={"Retry-After": "1"})


async def broken(request: Request) -> Response:
    raise RuntimeError("the secret reason")


def client() -> TestClient:
    routes = [Route("/teapot", teapot), Route("/broken", broken)]
    app = Starlette(routes=routes, exception_handlers=problem_handlers)
    return TestClient(app, raise_server_exceptions=False)


def test_a_problem_has_its_members_and_headers() -> None:
    """Type, title, status, detail and errors are in the body; headers are set."""
    answer = client().get("/teapot")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "1"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "It is closed.",
        "errors": [{"path": "state", "reason": "closed"}],
    }


def test_what_the_framework_refuses_is_a_problem_too() -> None:
    """An unknown path and a wrong method are problems, the latter with the allowed methods."""
    missing, wrong = client().get("/nothing"), client().post("/teapot")
    assert (missing.status_code, missing.json()["status"]) == (404, 404)
    assert (wrong.status_code, wrong.headers["content-type"]) == (405, "application/problem+json")
    assert "GET" in wrong.headers["allow"]


def test_the_unexpected_tells_nothing() -> None:
    """An exception is a bare 500 without its message."""
    answer = client().get("/broken")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text


def test_half_a_surrogate_in_a_detail_does_not_break_the_answer() -> None:
    """Text that UTF-8 cannot encode is replaced."""
    assert Problem(422, "what: \ud800").response().status_code == 422
