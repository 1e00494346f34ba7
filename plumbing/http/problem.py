"""Errors as RFC 9457 `application/problem+json`: the exception, and the conversion of every other error.

Never publishes a stack trace. An unexpected error is logged by the server and answered with a bare 500.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypedDict

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class FieldError(TypedDict):
    """An error at one path of a request. `path` is dotted (`salary.min`); empty for the whole."""

    path: str
    reason: str


class Problem(Exception):
    """An error response. May be raised anywhere below a handler."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        title: str | None = None,
        type: str = "about:blank",
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {detail}")
        self.status = status
        self.detail = detail
        self.title = title or HTTPStatus(status).phrase
        self.type = type
        self.errors = list(errors)
        self.headers = dict(headers or {})

    @classmethod
    def at(cls, path: str, reason: str, status: int = 422) -> Problem:
        """For one path in the request; the empty path is its body."""
        return cls(status, f"{path or 'The body'}: {reason}", errors=[{"path": path, "reason": reason}])

    def response(self) -> Response:
        body: dict[str, Any] = {"type": self.type, "title": self.title, "status": self.status, "detail": self.detail}
        if self.errors:
            body["errors"] = self.errors
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        return Response(content, self.status, self.headers, MEDIA_TYPE)


async def _problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem.response()


async def _from_framework(request: Request, error: Exception) -> Response:
    """The errors that Starlette itself raises: no such route, no such method."""
    assert isinstance(error, HTTPException)
    details = {404: "There is nothing here.", 405: f"{request.method} is not possible here."}
    return Problem(error.status_code, details.get(error.status_code, error.detail), headers=error.headers).response()


async def _unexpected(request: Request, error: Exception) -> Response:
    return Problem(500, "Something went wrong on our side; it has been logged.").response()


Handler = Callable[[Request, Exception], Awaitable[Response]]

problem_handlers: dict[Any, Handler] = {Problem: _problem, HTTPException: _from_framework, Exception: _unexpected}
"""For `Starlette(exception_handlers=problem_handlers)`."""
