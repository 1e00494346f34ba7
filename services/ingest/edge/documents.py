"""What `/openapi.json` of ingest says, from the list of its writes. Made when asked for; costs a write nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plumbing.http.openapi import Says, document
from services.ingest.edge.writing import Write
from services.ingest.jobs.importing import PATH as IMPORT_PATH
from services.ingest.jobs.importing import ROLES

ABOUT = (
    "Writes. Each answers 202 with a receipt once the log has it; what becomes of it is told by "
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


class Receipt(BaseModel):
    """Where the record stands in the log, as `topic:partition:offset`, and the log's time."""

    position: str = Field(examples=["livefair.fairs:3:42"])
    accepted_at: AwareDatetime


class Accepted(BaseModel):
    """The log has it. `id` is the thing's; of a booth, its `org`."""

    id: str
    event_id: UUID
    receipt: Receipt


class AcceptedLink(Accepted):
    """`secret` opens `POST /v1/staff-links/{secret}/join`. It is told here and nowhere else."""

    secret: str


class AcceptedJoin(Accepted):
    """`id` is the `org` for which one acts from then on, in this fair."""

    fair: UUID


class AcceptedItem(BaseModel):
    """One thing of a bulk action, and the event that it became."""

    id: str
    event_id: UUID


class AcceptedMany(BaseModel):
    """The log has all of it: an event for each thing, in the order of the request. `receipt` is of the last.

    What became of them: `GET /v1/outcomes/{event_id}/items`.
    """

    id: str
    event_id: UUID
    items: list[AcceptedItem]
    receipt: Receipt


class RejectedRow(BaseModel):
    """The first thing wrong with a row. `row` counts from 1, the header being row 1."""

    row: int
    field: str
    reason: str


class Imported(BaseModel):
    """What became of the rows; the first 1,000 that were rejected. `receipt` is the last event's."""

    accepted: int
    duplicates: int
    rejected_count: int
    rejected: list[RejectedRow]
    receipt: Receipt | None


class RetryHeaders(BaseModel):
    """The same key and request: the same event id, and one effect. Remembered for 7 days."""

    idempotency_key: Annotated[str | None, Field(alias="Idempotency-Key", pattern="^[!-~]{1,200}$")] = None


class ImportQuery(BaseModel):
    """`dry_run` tells the same account and writes nothing."""

    dry_run: bool = False


class ImportForm(BaseModel):
    """`file` is CSV or XLSX, at most 200 MB. `map` is JSON: our field -> its column."""

    file: bytes
    map: str | None = None


def openapi(writes: Sequence[Write[Any]], standard: Sequence[BaseRoute]) -> dict[str, Any]:
    """OpenAPI 3 of every address that ingest answers."""
    table = {f"{write.method} {write.path}": _says(write) for write in writes}
    importing = Says(
        Imported,
        query=ImportQuery,
        form=ImportForm,
        problems=REFUSALS,
        token="needed",
        tag="jobs",
        about=_whose(ROLES),
    )
    routes = [
        *(Route(write.path, _named(write), methods=[write.method]) for write in writes),
        Route(IMPORT_PATH, import_jobs, methods=["POST"]),
        *standard,
    ]
    return document("Livefair ingest", ABOUT, routes, {**table, f"POST {IMPORT_PATH}": importing, **_STANDARD})


async def import_jobs(request: Request) -> Response:
    """Import a file of jobs: the enterprise its own, the organizer those of all."""
    raise NotImplementedError("described here, served by JobImport")


def _says(write: Write[Any]) -> Says:
    return Says(
        AcceptedMany if write.many else _ANSWERS.get(write.path, Accepted),
        status=202,
        headers=None if write.counted else RetryHeaders,
        body=write.body.model,
        body_optional=write.body.optional,
        raw_body=None if write.body.model else write.body.media_type,
        problems=REFUSALS,
        token="needed",
        tag=_noun(write),
        about=_whose(write.roles),
    )


_ANSWERS: dict[str, type[BaseModel]] = {
    "/v1/fairs/{fair}/booths/{org}/staff-links": AcceptedLink,
    "/v1/staff-links/{secret}/join": AcceptedJoin,
}
"""The writes whose answer says more."""


def _whose(roles: tuple[str, ...]) -> str:
    return f"For the role {' or '.join(roles)}."


def _noun(write: Write[Any]) -> str:
    return write.prepare.__qualname__.partition(".")[0].lower()


def _named(write: Write[Any]) -> Callable[[Request], Awaitable[Response]]:
    """A handler in name only, with the words of the one that serves."""

    async def described(request: Request) -> Response:
        raise NotImplementedError("described here, served by WriteRoute")

    described.__name__ = f"{_noun(write)}_{write.prepare.__name__}"
    described.__doc__ = write.prepare.__doc__
    return described
