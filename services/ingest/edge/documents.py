"""Builds `/openapi.json` of ingest from the nouns' lists. Built on request, so that writes pay nothing for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from plumbing.http.openapi import Says, document
from services.ingest.edge.answers import Accepted, AcceptedMany
from services.ingest.edge.write import Write

ABOUT = (
    "Writes. Each answers 202 with a receipt once the log has it; its outcome is read at "
    "`GET /v1/outcomes/{event_id}` and by every read with `after=<position>`. Errors are RFC 9457 problems. "
    "Fields may be added; none is taken away without a new version."
)
REFUSALS = (400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 503)

_PLAIN = Says(media_types=("text/plain",), tag="operation")
_STANDARD = {
    "GET /healthz": _PLAIN,
    "GET /readyz": Says(media_types=("text/plain",), tag="operation", problems=(503,)),
    "GET /metrics": _PLAIN,
    "GET /openapi.json": Says(tag="operation"),
}


class RetryHeaders(BaseModel):
    """The same key and request: the same event id, and one effect. Remembered for 7 days."""

    idempotency_key: Annotated[str | None, Field(alias="Idempotency-Key", pattern="^[!-~]{1,200}$")] = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A POST of a noun that reads its request itself. `says` holds what OpenAPI describes for this route alone."""

    path: str
    serve: ASGIApp
    roles: tuple[str, ...]
    name: str
    summary: str
    says: Says


def openapi(
    writes: Sequence[Write[Any]], endpoints: Sequence[Endpoint], standard: Sequence[BaseRoute], tags: Sequence[str]
) -> dict[str, Any]:
    """OpenAPI 3 of every route that ingest serves, grouped by `tags` in this order."""
    table = {f"{write.method} {write.path}": _says(write) for write in writes}
    table |= {f"POST {one.path}": _shared(one.says, one.roles) for one in endpoints}
    routes = [
        *(
            Route(
                write.path,
                _named(f"{write.tag}_{write.prepare.__name__}", write.prepare.__doc__),
                methods=[write.method],
            )
            for write in writes
        ),
        *(Route(one.path, _named(one.name, one.summary), methods=["POST"]) for one in endpoints),
        *standard,
    ]
    made = document("Livefair ingest", ABOUT, routes, {**table, **_STANDARD})
    made["tags"].sort(key=lambda tag: tags.index(tag["name"]))
    return made


def _says(write: Write[Any]) -> Says:
    says = Says(
        write.answer or (AcceptedMany if write.many else Accepted),
        status=202,
        headers=None if write.counted else RetryHeaders,
        body=write.body.model,
        body_optional=write.body.optional,
        raw_body=None if write.body.model else write.body.media_type,
        tag=write.tag,
    )
    return _shared(says, write.roles)


def _shared(says: Says, roles: tuple[str, ...]) -> Says:
    """The same description, with what holds for every write."""
    return replace(says, problems=REFUSALS, token="needed", about=f"For the role {' or '.join(roles)}.")


def _named(name: str, summary: str | None) -> Callable[[Request], Awaitable[Response]]:
    """A handler that is never called: its name is the operation id, its docstring the summary."""

    async def described(request: Request) -> Response:
        raise NotImplementedError("described here, served by another")

    described.__name__, described.__doc__ = name, summary
    return described
