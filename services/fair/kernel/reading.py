"""The mechanics of a read: path ids, limit and cursor of a list, and the encoding of answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.claims import may_name
from plumbing.http.problem import Problem
from services.fair.kernel.answer import Filled, Page
from services.fair.kernel.cursors import OF_LIST

JSON = "application/json"
LIMIT_MAX = 100
LIMIT_DEFAULT = 50
Int4 = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""A number in a cursor that is compared with an `int` column."""
Int8 = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""A number in a cursor that is compared with a `bigint` column."""


def path_id(request: Request, name: str) -> UUID:
    """The id in the path. Raises Problem 404 if it is not a UUID in canonical form."""
    text: str = request.path_params[name]
    try:
        found = UUID(text)
    except ValueError:
        raise not_found(name) from None
    if str(found) != text.lower():
        raise not_found(name)
    return found


def path_text(request: Request, name: str) -> str:
    """The text in the path. Raises Problem 404 if it is none that a token could name."""
    text: str = request.path_params[name]
    if not may_name(text):
        raise not_found(name)
    return text


def not_found(name: str) -> Problem:
    """The same Problem 404 for a row that does not exist and for one that the person may not see."""
    return Problem(404, f"There is no such {name}, or it is not yours to see.")


def limit_of(request: Request) -> int:
    """The requested page size. Raises Problem 422."""
    text = request.query_params.get("limit")
    if text is None:
        return LIMIT_DEFAULT
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not 1 <= int(text) <= LIMIT_MAX:
        raise Problem.at("limit", f"must be a number from 1 to {LIMIT_MAX}")
    return int(text)


def cursor_of(request: Request, *kinds: Any) -> list[Any]:
    """The key after which the page begins, or Nones for the first page. Raises Problem 422."""
    text = request.query_params.get("cursor")
    if not text:
        return [None] * len(kinds)
    try:
        return [_part(part, kind) for part, kind in zip(OF_LIST.get().open(text), kinds, strict=True)]
    except (msgspec.MsgspecError, ValueError, OverflowError):
        raise Problem.at("cursor", "is none that a list gave out") from None


def _part(part: Any, kind: Any) -> Any:
    """One part of a cursor, if PostgreSQL can store it: a time within the range of UTC, a text without NUL."""
    read = msgspec.convert(part, kind)
    if isinstance(read, str) and "\0" in read:
        raise ValueError("no text of a row holds a NUL")
    return read.astimezone(UTC) if isinstance(read, datetime) else read


def page(
    model: type[Page[Any]],
    rows: Sequence[Mapping[str, Any]],
    limit: int,
    key: Callable[[Any], Sequence[Any]],
    items: Sequence[Filled],
    **more: Any,
) -> Response:
    """A page of `items`, made from `rows`, which has one more row than `limit` if there is a next page.

    `key` returns a row's sort key, which becomes the cursor. `more` are the fields of `model` beside items and cursor.
    """
    cursor = None
    if len(rows) > limit:
        cursor = OF_LIST.get().seal(key(rows[limit - 1]))
    return answer(model.of(items=items[:limit], next_cursor=cursor, **more))


def answer(filled: Filled) -> Response:
    """A filled model as a JSON response."""
    return Response(msgspec.json.encode(filled), media_type=JSON)


def document(content: Mapping[str, Any], media_type: str = JSON) -> Response:
    """JSON that is not made of rows (an OpenAPI document), or that follows another vocabulary (schema.org)."""
    return Response(msgspec.json.encode(content), media_type=media_type)
