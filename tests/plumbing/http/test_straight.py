"""The fast path of the busiest route."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from plumbing.http.problem import Problem, problem_handlers
from plumbing.http.straight import Straight


async def busiest(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path_params"]["thing"] == "none":
        raise Problem(404, "There is none.")
    if scope["path_params"]["thing"] == "broken":
        raise ZeroDivisionError
    await JSONResponse(scope["path_params"])(scope, receive, send)


async def slow(request: Request) -> Response:
    return PlainTextResponse("the long way")


@pytest.fixture
def client() -> TestClient:
    straight = Middleware(Straight, "POST", r"/things/(?P<thing>[^/]+)", busiest)
    routes = [Route("/things/{thing}", slow, methods=["GET"]), Route("/other", slow)]
    app = Starlette(routes=routes, middleware=[straight], exception_handlers=problem_handlers)
    return TestClient(app, raise_server_exceptions=False)


def test_the_busiest_route_is_answered_with_its_parameters(client: TestClient) -> None:
    """The endpoint is called directly."""
    assert client.post("/things/a").json() == {"thing": "a"}


@pytest.mark.parametrize(("method", "path"), [("GET", "/things/a"), ("GET", "/other")])
def test_all_else_goes_the_long_way(client: TestClient, method: str, path: str) -> None:
    """Other methods and paths go through the framework."""
    assert client.request(method, path).text == "the long way"


@pytest.mark.parametrize(("thing", "status"), [("none", 404), ("broken", 500)])
def test_an_error_is_a_problem(client: TestClient, thing: str, status: int) -> None:
    """Expected or not."""
    answer = client.post(f"/things/{thing}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("path", ["/things/", "/things/a/b", "/nothing"])
def test_what_fits_nowhere_is_404_or_405(client: TestClient, path: str) -> None:
    """As in the framework's routing."""
    assert client.post(path).status_code in (404, 405)
