"""What a write is: its route, its call, and the events that it becomes. `writing.py` carries it out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from plumbing.kafka.publisher import Receipt
from plumbing.kafka.sizes import Headers, Value
from schemas.event import Event
from schemas.topics import FAIRS
from services.ingest.edge.bodies import BodyKind

RETRY_SOON = {"Retry-After": "1"}

B = TypeVar("B")


class Publishes(Protocol):
    """The part of the publisher that writes use."""

    async def publish(self, topic: str, key: bytes, value: bytes | None, headers: Headers = ()) -> Receipt: ...


class PublishesInOrder(Publishes, Protocol):
    """The publisher of writes that may be several events."""

    async def publish_in_order(self, topic: str, key: bytes, records: Sequence[Value]) -> list[Receipt]: ...


@dataclass(frozen=True, slots=True)
class Call(Generic[B]):
    """One parsed request: the person, the parameters of the path, the body, and the id of its future event."""

    person: Person
    path: Mapping[str, str]
    body: B
    event_id: UUID
    publish: Callable[[Draft], Awaitable[Receipt]]
    """Publishes the event, for writes that have work to do between that and the answer. Raises Problem 503."""
    repeatable: bool = False
    """It has an Idempotency-Key, so it may be a retry of a request that has had its effect already."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The event of a call, its key and topic, and the id that the answer names."""

    id: str
    event: Event
    key: str
    topic: str = FAIRS.name
    told: Mapping[str, str] | None = None
    """Further fields of the answer, which are not written to the log."""


@dataclass(frozen=True, slots=True)
class Many:
    """The events of one call, all with one key, in this order; `id` is that of the thing that holds them."""

    id: str
    drafts: Sequence[Draft]


@dataclass(frozen=True, slots=True)
class Logged:
    """A call whose event is in the log, its own or that of a sum in which it was counted, with the receipt."""

    id: str
    event_id: UUID
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Write(Generic[B]):
    """One kind of write: its route, the roles that may, its body, and what prepares its events (raises Problem)."""

    method: str
    path: str
    roles: tuple[str, ...]
    body: BodyKind[B]
    prepare: Callable[[Call[B]], Awaitable[Draft | Many | Logged]]
    many: str = ""
    """The list in its body whose items become an event each; empty where it becomes one event."""
    counted: bool = False
    """It is counted in a sum: it has no event of its own, so a retry cannot be deduplicated."""
    adds: Literal["", "counted", "entry"] = ""
    """Its event adds an entry to the catalog: refused where that is full. An `entry` is counted in the organization's
    day here, what is `counted` where it is prepared."""
    answer: type[BaseModel] | None = None
    """In OpenAPI: the model of its 202 where that has more fields than `Accepted`."""
    tag: str = ""
    """In OpenAPI: its group, and the first word of its operation id."""


def tagged(tag: str, *writes: Write[Any]) -> list[Write[Any]]:
    """These writes with this tag; a write that has a tag keeps it."""
    return [write if write.tag else replace(write, tag=tag) for write in writes]


def overloaded() -> Problem:
    """503 for a write that certainly did not happen."""
    return Problem(503, "Too much is being written at the moment; this was not.", headers=RETRY_SOON)
