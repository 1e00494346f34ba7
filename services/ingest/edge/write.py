"""What a write is: the call, the events it comes to, its route. How it is carried out stands in `writing.py`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from plumbing.kafka.publisher import Headers, Receipt
from schemas.event import Event
from schemas.topics import FAIRS
from services.ingest.edge.bodies import BodyKind

RETRY_SOON = {"Retry-After": "1"}

B = TypeVar("B")


class Publishes(Protocol):
    """What a write needs of the publisher."""

    async def publish(self, topic: str, key: bytes, value: bytes | None, headers: Headers = ()) -> Receipt: ...


@dataclass(frozen=True, slots=True)
class Call(Generic[B]):
    """One request, understood: who, about what, saying what, and the id of the event that it will be."""

    person: Person
    path: Mapping[str, str]
    body: B
    event_id: UUID
    publish: Callable[[Draft], Awaitable[Receipt]]
    """Puts the event into the log, for what must be done after that and before the answer. Raises Problem 503."""
    repeatable: bool = False
    """It has an Idempotency-Key, so what it asks for may be done already: by itself."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The event that a call comes to, where it goes, and the id of the thing for the answer."""

    id: str
    event: Event
    key: str
    topic: str = FAIRS.name
    told: Mapping[str, str] | None = None
    """What else the answer says; it is nowhere in the log."""


@dataclass(frozen=True, slots=True)
class Many:
    """The events that one call comes to, all under one key, in this order; `id` is of the thing that holds them."""

    id: str
    drafts: Sequence[Draft]


@dataclass(frozen=True, slots=True)
class Logged:
    """A call whose event the log has: its own, or that of a sum to which it was added; and the receipt."""

    id: str
    event_id: UUID
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Write(Generic[B]):
    """One kind of write: its route, who may, its body, and what makes an event, or many, of it (raises Problem)."""

    method: str
    path: str
    roles: tuple[str, ...]
    body: BodyKind[B]
    prepare: Callable[[Call[B]], Awaitable[Draft | Many | Logged]]
    many: bool = False
    """It comes to many events: said here for those who describe it."""
    counted: bool = False
    """It comes to a part of a sum: no event is its own, so none can be told from its repetition."""
    answer: type[BaseModel] | None = None
    """In OpenAPI: the model of its 202 where that says more than `Accepted`."""
    tag: str = ""
    """In OpenAPI: the group in which it stands, and the first word of its operation id."""


def tagged(tag: str, *writes: Write[Any]) -> list[Write[Any]]:
    """These writes with the tag under which OpenAPI lists them; one that has a tag keeps it."""
    return [write if write.tag else replace(write, tag=tag) for write in writes]


def overloaded() -> Problem:
    """503 for what was certainly not written."""
    return Problem(503, "Too much is being written at the moment; this was not.", headers=RETRY_SOON)
