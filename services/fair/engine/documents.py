"""The documents of fair: OpenAPI of the nouns' reads, AsyncAPI of the topics that it reads and writes, and the JWKS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from plumbing.auth.tokens import public_keys
from plumbing.http.openapi import Says
from plumbing.http.openapi import document as describe
from plumbing.http.problem import Problem
from plumbing.kafka.asyncapi import Carried, description
from schemas import deadletter, envelope, topics
from schemas.application import DeadlinePassed, ResumeRead
from schemas.card import ApproachDeadlinePassed
from schemas.catalog import LogEntry
from schemas.event import Event
from schemas.job import JobClosed
from schemas.presence import PresenceRecord
from schemas.registry import CHAT_EVENTS, FAIR_EVENTS, PEOPLE_EVENTS
from schemas.rooms import RoomRecord
from schemas.session import FairSessionEnded, ViewersCounted
from services.fair.engine.registry import NOUNS
from services.fair.kernel.read import Read
from services.fair.kernel.reading import document

log = structlog.get_logger(__name__)
KEY_SET = "application/jwk-set+json"
ABOUT = (
    "Reads. Each takes `after=<position>` of a receipt and answers once that record has been decided, within 5 s. "
    "Errors are RFC 9457 problems. Fields may be added; none is taken away without a new version."
)
ABOUT_LOG = (
    "CloudEvents 1.0 in binary mode: attributes in `ce_*` headers. The consumer group is `livefair.fair`. "
    "A record that cannot be read goes to `livefair.dead-letters` with its place and the reason."
)
_PLAIN = Says(media_types=("text/plain",), tag="operation")
WRITTEN = (ResumeRead, DeadlinePassed, ApproachDeadlinePassed, JobClosed, FairSessionEnded, ViewersCounted)
"""The events that fair itself appends to its log."""
STANDARD = {
    "/healthz": _PLAIN,
    "/readyz": Says(media_types=("text/plain",), problems=(503,), tag="operation"),
    "/metrics": _PLAIN,
    "/openapi.json": Says(tag="operation"),
}
"""The routes that every service has."""


class Keys(BaseModel):
    """A JSON Web Key Set, RFC 7517."""

    model_config = ConfigDict(extra="allow")
    keys: list[dict[str, Any]]


class DocumentReads:
    """Handlers of the AsyncAPI document and of the key set."""

    def __init__(self, jwks: Path) -> None:
        self._jwks = jwks

    def served(self) -> Sequence[Read]:
        key_set = Says(Keys, tag="operation", media_types=(KEY_SET,))
        return (
            Read("/asyncapi.json", self.asyncapi_json, Says(tag="operation")),
            Read("/.well-known/jwks.json", self.keys, key_set),
        )

    async def asyncapi_json(self, request: Request) -> Response:
        """The topics that are read and written, as AsyncAPI."""
        return document(asyncapi())

    async def keys(self, request: Request) -> Response:
        """The public keys with which every service verifies tokens."""
        try:
            return document(public_keys(self._jwks), KEY_SET)
        except (OSError, ValueError) as error:  # checked at the start, but the file may have been replaced since
            log.error("jwks_not_served", why=str(error))
            raise Problem(503, "The key set cannot be served now.", headers={"Retry-After": "5"}) from None


def openapi(routes: Sequence[BaseRoute], reads: Sequence[Read]) -> dict[str, Any]:
    """The reads among `routes`, as OpenAPI."""
    says = STANDARD | {read.path: read.says for read in reads}
    return describe("Livefair fair", ABOUT, routes, {f"GET {path}": said for path, said in says.items()})


def asyncapi() -> dict[str, Any]:
    """The topics that fair reads and writes, as AsyncAPI."""
    reads = (
        _events(topics.FAIRS, FAIR_EVENTS),
        _events(topics.PEOPLE, PEOPLE_EVENTS),
        _events(topics.CHAT, CHAT_EVENTS),
        _named(topics.PRESENCE, PresenceRecord),
    )
    writes = (
        _events(topics.FAIRS, WRITTEN),
        _named(topics.CATALOG, LogEntry, *(model for noun in NOUNS for model in noun.entry_models)),
        _named(topics.ROOMS, RoomRecord),
        Carried(topics.DEAD_LETTERS.name, topics.DEAD_LETTERS.key, {"DeadLetter": None}, deadletter.HEADERS_SCHEMA),
    )
    return description("Livefair fair", reads, writes, ABOUT_LOG)


def _events(topic: topics.Topic, events: Sequence[type[Event]]) -> Carried:
    return Carried(topic.name, topic.key, {event.wire_type(): event for event in events}, envelope.HEADERS_SCHEMA)


def _named(topic: topics.Topic, *models: type[BaseModel]) -> Carried:
    return Carried(topic.name, topic.key, {model.__name__: model for model in models})
