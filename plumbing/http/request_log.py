"""One JSON line for each request: method, route, status, milliseconds, request id, event id. No personal data.

The line is written directly and not through the logging library, which would cost more than the request.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from prometheus_client import Histogram
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plumbing.ids import new_word
from plumbing.telemetry import metrics

QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
_SCOPE_KEY = "livefair.request"
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._:/+=-]{1,100}")


class RequestFacts:
    """The fields of a request's line. `route` is the template, never the address, which may contain signatures;
    handlers may set it and `event_id`."""

    __slots__ = ("event_id", "request_id", "route", "status")

    def __init__(self, request_id: str) -> None:
        self.request_id = request_id
        self.route = ""
        self.event_id = ""
        self.status = 500


def facts_of(request: HTTPConnection) -> RequestFacts:
    """The facts of this request; the caller may set them."""
    facts = request.scope.get(_SCOPE_KEY)
    if facts is None:
        facts = request.scope[_SCOPE_KEY] = RequestFacts(new_word())
    assert isinstance(facts, RequestFacts)
    return facts


class RequestLog:
    """ASGI middleware: takes or creates the request's `X-Request-Id`, returns it, and writes the line."""

    def __init__(
        self,
        app: ASGIApp,
        service: str,
        instance: str,
        *,
        enabled: bool = True,
        write: Callable[[str], object] | None = None,
    ) -> None:
        self._app = app
        self._about = f'"service": {json.dumps(service)}, "instance": {json.dumps(instance)}'
        self._enabled = enabled
        self._write = write or (lambda line: sys.stderr.write(line))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        facts = scope[_SCOPE_KEY] = RequestFacts(_request_id(scope))

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                facts.status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", facts.request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            seconds = time.perf_counter() - started
            facts.route = facts.route or getattr(scope.get("route"), "path", "")
            _seconds_of(facts.route, facts.status).observe(seconds)
            if self._enabled and scope["path"] not in QUIET:
                self._write(self._line(scope["method"], facts, seconds))

    def _line(self, method: str, facts: RequestFacts, seconds: float) -> str:
        event = f', "event_id": "{facts.event_id}"' if facts.event_id else ""
        return (
            f'{{"event": "request", "method": {json.dumps(method)}, "route": {json.dumps(facts.route)}, '
            f'"status": {facts.status}, "ms": {seconds * 1000:.1f}, "request_id": "{facts.request_id}"{event}, '
            f'{self._about}, "level": "info", "timestamp": "{datetime.now(UTC).isoformat()}"}}\n'
        )


@cache  # bounded by the routes and their statuses; looking up the metric costs as much as counting
def _seconds_of(route: str, status: int) -> Histogram:
    return metrics.HTTP_SECONDS.labels(route, status)


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            return str(value.decode())
    return new_word()
