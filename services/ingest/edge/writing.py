"""The path of every write: authenticate, limit the rate, read the body, deduplicate, prepare, publish, answer 202.

What a write means stands with its noun: `fairs/writes.py`, `jobs/writes.py` and so on. A 202 is never sent before the
broker has acknowledged the record.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from plumbing.auth.asker import ASKER
from plumbing.auth.tokens import Person, Verifier, person_from
from plumbing.http.body import read_body, require_type
from plumbing.http.lean import LeanRequest
from plumbing.http.problem import Problem
from plumbing.http.request_log import facts_of
from plumbing.ids import new_id
from plumbing.kafka.publisher import Overloaded, Receipt, Unavailable
from plumbing.objects.store import StoreAway
from schemas.envelope import Envelope
from services.ingest.edge.bodies import BodyKind
from services.ingest.edge.idempotency import Memory
from services.ingest.edge.in_flight import InFlight
from services.ingest.edge.rate_limit import RateLimit
from services.ingest.edge.write import RETRY_SOON, Call, Draft, Logged, Many, PublishesInOrder, Write, overloaded

PATH_CHARACTERS_MAX = 512
EVENTS_OF_ONE_WRITE = 50  # of a bulk action count as one write against the rate limit
_KEY = re.compile(r"[\x21-\x7e]{1,200}")

B = TypeVar("B")


class Writer:
    """Takes every write through the same steps. `rate` is None for no limit.

    `check_room` raises Problem 503 where the catalog takes nothing new, and `spend_entry` Problem 429 where the
    person's organization has used up its day. Both come before an event is prepared that adds an entry.
    """

    def __init__(
        self,
        verifier: Verifier,
        rate: RateLimit | None,
        publisher: PublishesInOrder,
        source: str,
        in_flight: InFlight,
        check_room: Callable[[], None],
        spend_entry: Callable[[Person], None],
    ) -> None:
        self._verifier = verifier
        self._rate = rate
        self._publisher = publisher
        self._source = source
        self._memory: Memory[bytes] = Memory(size_of=len)
        self._in_flight = in_flight
        self._check_room = check_room
        self._spend_entry = spend_entry

    def admit(self, request: Request, roles: tuple[str, ...]) -> Person:
        """Authenticate the caller and check role and rate. Raises Problem 401, 403, 429."""
        person = person_from(request, self._verifier)
        if person.role not in roles:
            raise Problem(403, f"This is for {' and '.join(roles)}, and the token's role is {person.role}.")
        if self._rate is not None:
            self._rate.spend(person.sub)
        ASKER.set(person)
        return person

    async def accept(self, write: Write[B], request: Request) -> bytes:
        """Carry out the write and return the body of its 202. Raises Problem."""
        person = self.admit(request, write.roles)
        with self._in_flight.request(person.sub) as place, away():
            return await self._once(write, request, person, place.arrived)

    async def publish(self, draft: Draft, event_id: UUID, person: Person, request_id: str) -> Receipt:
        """Publish an event. Raises Problem 503 where the broker does not acknowledge it."""
        value, headers = self._record_of(draft, event_id, person, request_id)
        try:
            return await self._publisher.publish(draft.topic, draft.key.encode(), value, headers)
        except Overloaded:
            raise overloaded() from None
        except Unavailable:
            detail = (
                "The log did not acknowledge in time; it may have it all the same. Retry with the same Idempotency-Key."
            )
            raise Problem(503, detail, headers=RETRY_SOON) from None

    def _record_of(
        self, draft: Draft, event_id: UUID, person: Person, request_id: str
    ) -> tuple[bytes, list[tuple[str, bytes]]]:
        envelope = Envelope(
            id=event_id,
            type=draft.event.wire_type(),
            source=self._source,
            time=datetime.now(UTC),
            actor=person.sub,
            role=person.role,
            org=person.org,
            request=request_id,
        )
        return draft.event.wire_value(), envelope.to_headers()

    async def _once(self, write: Write[B], request: Request, person: Person, arrived: Callable[[int], None]) -> bytes:
        key = None if write.counted else _key_of(request)
        raw = await _raw_body(write.body, request, arrived)
        event_id = new_id() if key is None else _event_id(person, request, key)
        facts = facts_of(request)
        facts.event_id = "" if write.counted else str(event_id)
        _require_path(request)
        work = partial(self._do, write, raw, person, dict(request.path_params), event_id, facts.request_id, key)
        if key is None:
            return await work()
        return await self._memory.once(person.sub, event_id, hashlib.sha256(raw).digest(), work)

    async def _do(
        self,
        write: Write[B],
        raw: bytes,
        person: Person,
        path: Mapping[str, str],
        event_id: UUID,
        request_id: str,
        key: str | None,
    ) -> bytes:
        publish = partial(self.publish, event_id=event_id, person=person, request_id=request_id)
        body = write.body.parse(raw)
        if write.many and self._rate is not None:  # first, since preparing an event may store its message
            self._rate.spend(person.sub, (len(getattr(body, write.many)) - 1) // EVENTS_OF_ONE_WRITE)
        if write.adds:
            self._check_room()
        if write.adds == "entry":
            self._spend_entry(person)
        call = Call(person, path, body, event_id, publish, key is not None)
        draft = await write.prepare(call)
        if isinstance(draft, Logged):
            return accepted(draft.id, draft.event_id, draft.receipt)
        if isinstance(draft, Many):
            return await self._publish_many(draft, event_id, person, request_id)
        receipt = await publish(draft)
        return accepted(draft.id, event_id, receipt, draft.told)

    async def _publish_many(self, many: Many, event_id: UUID, person: Person, request_id: str) -> bytes:
        """Publish the events in order: none is written where one before it may be missing.

        The first record of an event id counts. So after a retry with the same key, also by another instance, the events
        are decided in the order of the request.
        """
        ids = [uuid5(event_id, str(number)) for number in range(len(many.drafts))]
        drafts, first = zip(many.drafts, ids, strict=True), many.drafts[0]
        records = [self._record_of(one, id, person, request_id) for one, id in drafts]
        try:
            receipts = await self._publisher.publish_in_order(first.topic, first.key.encode(), records)
        except Unavailable:
            detail = "The log did not acknowledge all of it; some may be there. Retry with the same Idempotency-Key."
            raise Problem(503, detail, headers=RETRY_SOON) from None
        return accepted_many(many, event_id, ids, receipts[-1])


class WriteRoute:
    """A write as an ASGI endpoint, without Starlette's wrapper of functions, which costs as much as the write."""

    def __init__(self, writer: Writer, write: Write[Any]) -> None:
        self._writer = writer
        self._write = write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = LeanRequest(scope, receive)
        facts_of(request).route = self._write.path
        if b"dry_run" in scope["query_string"]:
            raise Problem.at("dry_run", "there is none of this write, and nothing was written")
        body = await self._writer.accept(self._write, request)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 202, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def accepted(thing: str, event_id: UUID, receipt: Receipt, more: Mapping[str, str] | None = None) -> bytes:
    """The body of a 202."""
    position = f"{receipt.topic}:{receipt.partition}:{receipt.offset}"
    told = f'{{"position": "{position}", "accepted_at": "{receipt.time.isoformat()}"}}'
    rest = "" if more is None else "".join(f", {json.dumps(name)}: {json.dumps(text)}" for name, text in more.items())
    return f'{{"id": {json.dumps(thing)}, "event_id": "{event_id}", "receipt": {told}{rest}}}'.encode()


def receipt_of(receipt: Receipt) -> dict[str, str]:
    """A receipt as answers hold it."""
    return {"position": str(receipt.position), "accepted_at": receipt.time.isoformat()}


@contextmanager
def away() -> Iterator[None]:
    """Raises Problem 503 where the object store does not answer within the block."""
    try:
        yield
    except StoreAway:
        detail = "The object store does not answer; nothing was written to the log. Retry."
        raise Problem(503, detail, headers=RETRY_SOON) from None


def accepted_many(many: Many, event_id: UUID, ids: Sequence[UUID], last: Receipt) -> bytes:
    """The body of a 202 for many events: the id of each, and the receipt of the last."""
    items = [{"id": draft.id, "event_id": str(id)} for draft, id in zip(many.drafts, ids, strict=True)]
    told = {"id": many.id, "event_id": str(event_id), "items": items, "receipt": receipt_of(last)}
    return json.dumps(told).encode()


def _key_of(request: Request) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise Problem.at("Idempotency-Key", "must be 1 to 200 visible ASCII characters")
    return key


def _require_path(request: Request) -> None:
    """Raises Problem 404 where the path holds a text that no token could name, as for an unknown id."""
    path = request.scope["path"]
    if not path.isprintable() or len(path) > PATH_CHARACTERS_MAX:
        raise Problem(404, "There is nothing at such an address.")


def _event_id(person: Person, request: Request, key: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"{person.sub}\n{request.method} {request.scope['path']}\n{key}")


async def _raw_body(kind: BodyKind[Any], request: Request, arrived: Callable[[int], None]) -> bytes:
    raw = await read_body(request, kind.bytes_max, arrived=arrived)
    if raw or not kind.optional:
        require_type(request, kind.media_type)
    return raw
