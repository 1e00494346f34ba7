"""The OpenAPI document, from the list of writes. Made when first asked for; costs a request nothing.

spectree describes the bodies and answers; the two that are no JSON (a PDF, a job file) are put in by hand.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel
from spectree import Response as Answers
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.ingest.bodies import PDF
from services.ingest.job_import import PATH as IMPORT_PATH
from services.ingest.writing import Write

TITLE = "Livefair ingest"
VERSION = "1"


class ReceiptAnswer(BaseModel):
    """Where the record stands in the log, as `topic:partition:offset`, and when it came there."""

    position: str
    accepted_at: AwareDatetime


class AcceptedAnswer(BaseModel):
    """The log has it. What became of it: GET /v1/outcomes/{event_id}."""

    id: str
    event_id: UUID
    receipt: ReceiptAnswer


class RejectedRow(BaseModel):
    row: int
    field: str
    reason: str


class ImportAnswer(BaseModel):
    """What became of each row; the first 1,000 that were rejected."""

    accepted: int
    duplicates: int
    rejected_count: int
    rejected: list[RejectedRow]
    receipt: ReceiptAnswer | None


class ErrorAnswer(BaseModel):
    path: str
    reason: str


class ProblemAnswer(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ErrorAnswer] | None = None


_PROBLEMS = {
    "401": "No token, or a bad one",
    "403": "The role, or whose it is, does not allow it",
    "404": "There is no such thing",
    "409": "The thing's state forbids it",
    "413": "The body is too large",
    "415": "The body has another media type",
    "422": "The body does not fit",
    "429": "Too many writes a second",
    "503": "The log is away or busy; retry with the same Idempotency-Key",
}
_KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Makes a retry safe: the same event id, one effect. Remembered for 7 days.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
_DRY_RUN = {"name": "dry_run", "in": "query", "required": False, "schema": {"type": "boolean", "default": False}}
_BINARY = {"type": "string", "format": "binary"}


def document(writes: Sequence[Write[Any]]) -> dict[str, Any]:
    """OpenAPI 3 for these writes and the import."""
    spec = SpecTree(
        "starlette",
        title=TITLE,
        version=VERSION,
        annotations=False,
        security_schemes=[
            SecurityScheme(
                name="token", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer", bearer_format="JWT")
            )
        ],
    )
    described = [_route(spec, write) for write in writes]
    importing = spec.validate(
        resp=Answers(HTTP_200=ImportAnswer), skip_validation=True, security={"token": []}, tags=["jobs"]
    )
    described.append(Route(IMPORT_PATH, importing(_stub("import_jobs", "Import a file of jobs.")), methods=["POST"]))
    spec.register(Starlette(routes=described))
    made: dict[str, Any] = json.loads(json.dumps(spec.spec))
    for write in writes:
        _complete(made["paths"][write.path][write.method.lower()], write.body.media_type)
    _complete_import(made["paths"][IMPORT_PATH]["post"])
    made["components"]["schemas"]["Problem"] = ProblemAnswer.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    made["components"]["schemas"].update(made["components"]["schemas"]["Problem"].pop("$defs"))
    return made


def _route(spec: SpecTree, write: Write[Any]) -> Route:
    """A route that is never served: spectree reads it."""
    describe = spec.validate(
        json=write.body.model,
        resp=Answers(HTTP_202=AcceptedAnswer),
        skip_validation=True,
        security={"token": []},
        tags=[write.prepare.__qualname__.partition(".")[0].lower()],
    )
    name = write.prepare.__qualname__.replace(".", "_").lower()
    return Route(write.path, describe(_stub(name, write.prepare.__doc__ or "")), methods=[write.method])


def _stub(name: str, text: str) -> Callable[[Request], Awaitable[Response]]:
    async def stub(request: Request) -> Response:
        raise AssertionError("only described")

    stub.__name__, stub.__doc__ = name, text
    return stub


def _complete(operation: dict[str, Any], media_type: str) -> None:
    """What spectree does not know: the problems, the key, a body that is no JSON."""
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation["responses"].update(
        {status: {"description": text, "content": problem} for status, text in _PROBLEMS.items()}
    )
    operation.setdefault("parameters", []).append(_KEY_PARAMETER)
    if media_type == PDF:
        operation["requestBody"] = {"required": True, "content": {PDF: {"schema": _BINARY}}}


def _complete_import(operation: dict[str, Any]) -> None:
    _complete(operation, "multipart/form-data")
    operation["parameters"] = [*operation["parameters"][:-1], _DRY_RUN]
    column_map = {"type": "string", "description": "JSON: our field -> the file's column"}
    form = {"type": "object", "required": ["file"], "properties": {"file": _BINARY, "map": column_map}}
    operation["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": form}}}
