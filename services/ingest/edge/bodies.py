"""How the body of a write is read, and what the bodies of all nouns share: an unknown name is an error. No I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from plumbing.auth.claims import TEXT_CHARACTERS_MAX, may_name
from plumbing.http.body import SMALL_BYTES, parse
from plumbing.http.extent import extent_of
from plumbing.limits import Limit
from plumbing.visible import is_visible
from schemas.words import Line, Note

JSON = "application/json"
JSON_BYTES = Limit(
    "a JSON body; less where the largest that fits its route is smaller, and 4 KiB in chat", 1_048_576, "413", "bytes"
)
VALUES = Limit(
    "values and names in a JSON body; less where what fits its route has fewer", 5_000, "422 before it is parsed"
)
ITEMS_MAX = 1_000  # of a bulk action
VALUES_SPARE = 100


B = TypeVar("B")
Named = TypeVar("Named")


def ahead_of_now(time: datetime) -> datetime:
    """Check by the edge's clock that the time has not passed. Raises ValueError."""
    if time <= datetime.now(UTC):
        raise ValueError("is in the past")
    return time


def once(things: list[Named]) -> list[Named]:
    """Check that nothing is listed twice. Raises ValueError."""
    if len(set(things)) < len(things):
        raise ValueError("names one of them twice")
    return things


def seen(text: str) -> str:
    """Check that the text is not of zero-width and filler characters alone. Raises ValueError."""
    if not is_visible(text):
        raise ValueError("holds nothing to see")
    return text


def sub(text: str) -> str:
    """Check that this can be the `sub` of a token. Raises ValueError."""
    if not may_name(text):
        raise ValueError("cannot be the sub of a token")
    return text


def web_address(text: str) -> str:
    """Check that browsers and people read the same host in this address. Raises ValueError."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("has no host and port that can be read") from None
    if not host or "\\" in text:
        raise ValueError("has no host, or a backslash, which browsers take for a slash")
    if "@" in parts.netloc:
        raise ValueError("names a user or a password before its host: leave them out")
    return text


Sub = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_CHARACTERS_MAX), AfterValidator(sub)]
"""The `sub` of a token, which may hold what no address can."""
Ids = Annotated[list[UUID], Field(min_length=1, max_length=ITEMS_MAX), AfterValidator(once)]
"""The things of a bulk action, each named once."""


SeenLine = Annotated[Line, AfterValidator(seen)]
SeenNote = Annotated[Note, AfterValidator(seen)]
"""A line and a note that people can read. The log's schemas do not ask for it: they read what was taken before."""


class NothingBody(BaseModel):
    """No body, or an empty object."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class BodyKind(Generic[B]):
    """How a body is read: its media type, its size limit, and how its bytes are parsed (raises Problem).

    `model` describes it in OpenAPI. An `optional` one may be left out.
    """

    media_type: str
    bytes_max: int
    parse: Callable[[bytes], B]
    model: type[BaseModel] | None = None
    optional: bool = False


M = TypeVar("M", bound=BaseModel)


def json_of(model: type[M], *, optional: bool = False, bytes_max: int = JSON_BYTES.most) -> BodyKind[M]:
    """A JSON body that fits `model`. It may have as many bytes and values as what fits can have, and twice as many
    values, since empty lists count twice and the errors of a slightly wrong body are worth telling."""
    adapter, missing = TypeAdapter(model), b"{}" if optional else b""
    largest = extent_of(adapter)
    size, values = min(bytes_max, SMALL_BYTES + largest.size), min(VALUES.most, VALUES_SPARE + 2 * largest.values)
    return BodyKind(JSON, int(size), lambda raw: parse(adapter, raw or missing, values), model, optional)


NOTHING = json_of(NothingBody, optional=True)
