"""HTTP on the WebSocket port: health, readiness, metrics, the two documents, and problems for everything else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from plumbing.http.problem import MEDIA_TYPE, Problem
from plumbing.limits import ALL

LIVE_PATH = "/v1/live"
_UPGRADED = 101
_DETAILS = {
    405: "Only GET is possible here.",
    426: f"{LIVE_PATH} speaks WebSocket: connect with an Upgrade.",
}


class Endpoints:
    """Answers plain HTTP requests. `why_not_ready` returns None when this instance may serve, else the reason."""

    def __init__(
        self,
        why_not_ready: Callable[[], str | None],
        openapi: Mapping[str, Any],
        asyncapi: Mapping[str, Any],
    ) -> None:
        self._why_not_ready = why_not_ready
        self._routes: dict[str, Callable[[], Response]] = {
            "/healthz": lambda: _response(200, "text/plain; charset=utf-8", b"alive\n"),
            "/readyz": self._readyz,
            "/metrics": lambda: _response(200, CONTENT_TYPE_LATEST, generate_latest()),
            "/openapi.json": lambda: _response(200, "application/json", json.dumps(openapi).encode()),
            "/asyncapi.json": lambda: _response(200, "application/json", json.dumps(asyncapi).encode()),
        }

    def answer(self, request: Request, over: str | None = None) -> Response | None:
        """The answer to a plain request; None to go on with the handshake, unless a bound of sockets is exceeded."""
        path = request.path.partition("?")[0]
        if path == LIVE_PATH:
            return self._not_ready() if over is None else _too_many(over)
        route = self._routes.get(path)
        if route is None:
            return _problem(Problem(404, "There is nothing here."))
        if request.method != "GET":
            return _problem(Problem(405, _DETAILS[405], headers={"Allow": "GET"}))
        return route()

    def explain(self, response: Response) -> Response:
        """Turn the plain-text errors of the library into problems; leave any other response as it is."""
        if response.status_code in (_UPGRADED, HTTPStatus.OK):
            return response
        if not response.headers.get("Content-Type", "").startswith("text/plain"):
            return response
        kept = {name: response.headers[name] for name in ("Allow", "Upgrade") if name in response.headers}
        detail = _DETAILS.get(response.status_code, "This is no WebSocket handshake that can be accepted.")
        return _problem(Problem(response.status_code, detail, headers=kept))

    def _not_ready(self) -> Response | None:
        why_not = self._why_not_ready()
        if why_not is None:
            return None
        return _problem(Problem(503, f"Not ready: {why_not}", headers={"Retry-After": "1"}))

    def _readyz(self) -> Response:
        return self._not_ready() or _response(200, "text/plain; charset=utf-8", b"ready\n")


def _too_many(over: str) -> Response:
    """503 where all sockets are taken, 429 where those of the address are."""
    status, whose = (503, "As many") if over == ALL else (429, "As many of your address")
    return _problem(Problem(status, f"{whose} are connected as may be.", headers={"Retry-After": "5"}))


def _problem(problem: Problem) -> Response:
    rendered = problem.response()
    return _response(problem.status, MEDIA_TYPE, bytes(rendered.body), problem.headers)


def _response(status: int, media_type: str, body: bytes, headers: Mapping[str, str] | None = None) -> Response:
    about = {"Content-Type": media_type, "Content-Length": str(len(body)), "Connection": "close", **(headers or {})}
    return Response(status, HTTPStatus(status).phrase, Headers(about), body)
