"""How the body of a write is read, and what the bodies of all nouns share: an unknown name is an error. No I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from plumbing.http.body import parse

JSON = "application/json"
JSON_BYTES_MAX = 1_048_576
ITEMS_MAX = 1_000  # of a bulk action


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


Ids = Annotated[list[UUID], Field(min_length=1, max_length=ITEMS_MAX), AfterValidator(once)]
"""The things of a bulk action, each named once."""


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


def json_of(model: type[M], *, optional: bool = False, bytes_max: int = JSON_BYTES_MAX) -> BodyKind[M]:
    """A JSON body that fits `model`."""
    adapter, missing = TypeAdapter(model), b"{}" if optional else b""
    return BodyKind(JSON, bytes_max, lambda raw: parse(adapter, raw or missing), model, optional)


NOTHING = json_of(NothingBody, optional=True)
