"""OpenAPI of a service, made by spectree from its Starlette routes and one table that says what each of them is.

The handlers stay as they are: the document is made from copies of the routes, so nothing of it is on a request's way.
A handler's docstring is its operation's summary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field
from spectree import Response as Responses
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from plumbing.http.problem import MEDIA_TYPE
from plumbing.release import released

JSON = "application/json"
BEARER = "bearer"
Token = Literal["needed", "optional", "none"]
BINARY = {"type": "string", "format": "binary"}
MEANINGS = {
    400: "What was sent is not JSON",
    401: "No token, or a bad one",
    403: "The role, or whose it is, does not allow it",
    404: "There is no such thing, or it is not yours",
    408: "The body came too slowly",
    409: "The thing's state forbids it",
    413: "The body is too large",
    415: "The body has another media type",
    422: "What was given does not fit; `errors` names each place",
    429: "Too many writes a second",
    503: "Away or busy; try again",
    504: "Not decided in time; try again",
}


class WrongPlace(BaseModel):
    """What is wrong at one place of a request."""

    path: str = Field(description="Dotted (`salary.min`), or a column of a file; empty for the whole body.")
    reason: str


class ProblemDetails(BaseModel):
    """An answer that is no success, after RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[WrongPlace] | None = None


@dataclass(frozen=True, slots=True)
class Says:
    """What one operation takes and answers.

    `answer` None is an answer that is no JSON. `media_types` are those it may be answered in. `problems` are the
    statuses of its problems. `raw_body` is the media type of a body that is no JSON. `about` is told beside the
    handler's docstring.
    """

    answer: type[BaseModel] | None = None
    status: int = 200
    query: type[BaseModel] | None = None
    headers: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    body_optional: bool = False
    form: type[BaseModel] | None = None
    raw_body: str | None = None
    problems: tuple[int, ...] = ()
    token: Token = "none"
    media_types: tuple[str, ...] = (JSON,)
    tag: str = ""
    about: str = ""


def document(title: str, description: str, routes: Iterable[BaseRoute], table: Mapping[str, Says]) -> dict[str, Any]:
    """The OpenAPI document of those routes that are in `table`, whose keys are like `GET /v1/fairs/{fair}`."""
    spec = SpecTree(
        "starlette",
        title=title,
        description=description,
        version=released(),
        mode="strict",
        annotations=False,
        page_templates={},
        naming_strategy=_name,
        nested_naming_strategy=lambda parent, child: child,
        validation_error_model=ProblemDetails,
        security_schemes=[
            SecurityScheme(BEARER, SecuritySchemeData(type=SecureType.HTTP, scheme="bearer", bearer_format="JWT"))
        ],
    )
    spec.register(Starlette(routes=list(_described(spec, routes, table))))
    made: dict[str, Any] = spec.spec
    made.pop("security")
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _finish(operation, table[f"{method.upper()} {path}"])
    return made


def _described(spec: SpecTree, routes: Iterable[BaseRoute], table: Mapping[str, Says]) -> Iterable[Route]:
    for route in routes:
        if not isinstance(route, Route):
            continue
        for method in sorted(route.methods or {"GET"}):
            says = table.get(f"{method} {route.path}")
            if says is not None:
                yield Route(route.path, _described_handler(spec, route.endpoint, says), methods=[method])


def _described_handler(spec: SpecTree, handler: Callable[..., Any], says: Says) -> Callable[..., Any]:
    answers: dict[str, Any] = {f"HTTP_{status}": (ProblemDetails, MEANINGS[status]) for status in says.problems}
    plain = [] if says.answer else [f"HTTP_{says.status}"]
    if says.answer:
        answers[f"HTTP_{says.status}"] = says.answer
    decorated: Callable[..., Any] = spec.validate(
        query=says.query,
        headers=says.headers,
        json=says.body,
        form=says.form,
        resp=Responses(*plain, **answers),
        tags=[says.tag] if says.tag else [],
        operation_id=handler.__name__,
        skip_validation=True,
    )(handler)
    return decorated


def _finish(operation: dict[str, Any], says: Says) -> None:
    """What spectree has no word for: media types, an optional token. And what it adds though it says nothing."""
    operation["description"] = "\n\n".join(filter(None, (operation["description"], says.about)))
    for described in (operation, *operation["parameters"]):
        if not described["description"]:
            del described["description"]
    for parameter in operation["parameters"]:
        parameter["schema"] = _given(parameter["schema"])
    if says.raw_body:
        operation["requestBody"] = {"required": True, "content": {says.raw_body: {"schema": BINARY}}}
    elif says.body_optional:
        operation["requestBody"]["required"] = False
    answers = operation["responses"]
    if 422 not in says.problems:
        answers.pop("422", None)  # spectree adds it everywhere
    for status, answer in answers.items():
        content = answer.get("content", {}).pop(JSON, {})
        media_types = (MEDIA_TYPE,) if int(status) >= 400 else says.media_types
        answer["content"] = dict.fromkeys(media_types, content)
    operation["responses"] = dict(sorted(answers.items()))
    if says.token != "none":
        operation["security"] = [{BEARER: []}] + ([{}] if says.token == "optional" else [])


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter that is given: null is how pydantic says that it may be left out."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    return {**kinds[0], **{name: value for name, value in schema.items() if name not in ("anyOf", "default")}}


def _name(model: Any) -> str:
    name: str = model.__name__
    return name
