"""The whole write edge over fakes: an in-memory log and catalog feed, real tokens, a folder for objects."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
from aiokafka import ConsumerRecord
from starlette.applications import Starlette
from starlette.middleware import Middleware

from plumbing.http.problem import problem_handlers
from plumbing.http.request_log import RequestLog
from plumbing.kafka.publisher import Receipt
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.sizes import Headers
from plumbing.objects.store import Objects
from plumbing.sealing.box import key_of
from plumbing.sealing.keys import Keys
from schemas.catalog import (
    BoothEntry,
    BoothState,
    DropEntry,
    FairEntry,
    FairState,
    JobEntry,
    JobState,
    SessionEntry,
    booth_key,
)
from schemas.envelope import Envelope
from schemas.event import Event
from schemas.registry import EVENT_TYPES
from schemas.session import DropState, HostRole, SessionState
from services.fair.fairs.fair import ALLOWS
from services.ingest.catalog import Catalog
from services.ingest.chat.audience import Audience
from services.ingest.edge.followed import FollowedLog
from services.ingest.edge.in_flight import REQUESTS
from services.ingest.settings import CATALOG, Settings
from services.ingest.wiring import background_of, means_of, routes
from tests.contracts.sealed import typed_fields
from tests.plumbing.auth.issuer import Issuer

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
SUMMED_S = 0.01  # how long presses are summed up here
TOLD_S = 0.05  # how long a refusal waits for the catalog here


@dataclass(frozen=True)
class Written:
    """A record of the log, parsed."""

    topic: str
    key: str
    envelope: Envelope
    event: Event


class Log:
    """Replaces the Publisher with a list. `failure` is raised instead of writing; `held` makes writers wait."""

    def __init__(self) -> None:
        self.records: list[tuple[str, bytes, bytes | None, Headers]] = []
        self.failure: Exception | None = None
        self.fails_from = 0
        self.held = asyncio.Event()
        self.held.set()
        self.waiting = 0

    async def publish(self, topic: str, key: bytes, value: bytes | None, headers: Headers = ()) -> Receipt:
        self.waiting += 1
        await self.held.wait()
        self.waiting -= 1
        if self.failure is not None and len(self.records) >= self.fails_from:
            raise self.failure
        in_wrong_fields(topic, key, value, headers)
        self.records.append((topic, key, value, headers))
        return Receipt(topic, 0, len(self.records) - 1, NOON)

    async def publish_in_order(
        self, topic: str, key: bytes, records: Sequence[tuple[bytes | None, Headers]]
    ) -> list[Receipt]:
        return [await self.publish(topic, key, value, headers) for value, headers in records]

    def written(self) -> list[Written]:
        return [self._read(*record) for record in self.records]

    def events(self) -> list[Event]:
        return [one.event for one in self.written()]

    @staticmethod
    def _read(topic: str, key: bytes, value: bytes | None, headers: Headers) -> Written:
        envelope = Envelope.from_headers(headers)
        return Written(topic, key.decode(), envelope, EVENT_TYPES[envelope.type].model_validate_json(value or b""))


def in_wrong_fields(topic: str, key: bytes, value: bytes | None, headers: Headers) -> None:
    """Fail where an event holds a sealed text in a field whose type does not say so: nobody would open it."""
    event = Log._read(topic, key, value, headers).event
    typed = typed_fields(type(event))
    wrong = [name for name, text in event if isinstance(text, str) and key_of(text) and name not in typed]
    assert wrong == [], f"{type(event).__name__}: the type of {wrong} does not say that it may hold a sealed text"


@dataclass
class CatalogFeed:
    """Replaces fair as the writer of the catalog."""

    catalog: Catalog
    offsets: itertools.count[int] = field(default_factory=itertools.count)

    async def fair(self, org: str = "unit-1", state: FairState = "open", fair: UUID | None = None) -> UUID:
        fair = fair or uuid4()
        entry = FairEntry(fair=fair, org=org, state=state, ends_at=NOON, allows=sorted(ALLOWS[state]))
        await self.put(str(fair), entry.model_dump_json().encode())
        return fair

    async def booth(self, fair: UUID, org: str = "ent-1", state: BoothState = "approved") -> None:
        entry = BoothEntry(fair=fair, org=org, state=state)
        await self.put(booth_key(fair, org), entry.model_dump_json().encode())

    async def job(self, fair: UUID, org: str = "ent-1", state: JobState = "open", job: UUID | None = None) -> UUID:
        job = job or uuid4()
        entry = JobEntry(job=job, fair=fair, org=org, state=state)
        await self.put(str(job), entry.model_dump_json().encode())
        return job

    async def session(
        self,
        fair: UUID,
        org: str = "ent-1",
        state: SessionState = "live",
        host: HostRole = "enterprise",
        session: UUID | None = None,
        muted: Sequence[str] = (),
    ) -> UUID:
        session = session or uuid4()
        entry = SessionEntry(session=session, fair=fair, org=org, host=host, state=state, muted=list(muted))
        await self.put(str(session), entry.model_dump_json().encode())
        return session

    async def drop(self, session: UUID, job: UUID, state: DropState = "open") -> UUID:
        drop = uuid4()
        entry = DropEntry(drop=drop, session=session, fair=uuid4(), job=job, state=state)
        await self.put(str(drop), entry.model_dump_json().encode())
        return drop

    async def put(self, key: str, value: bytes | None) -> None:
        await self.catalog.apply([record(key.encode(), value, next(self.offsets))])


def record(key: bytes, value: bytes | None, offset: int = 0) -> ConsumerRecord:
    """A catalog record, as the client delivers it."""
    return ConsumerRecord(
        topic="livefair.catalog",
        partition=0,
        offset=offset,
        timestamp=0,
        timestamp_type=1,
        key=key,
        value=value,
        checksum=None,
        serialized_key_size=len(key),
        serialized_value_size=len(value or b""),
        headers=(),
    )


@dataclass(frozen=True)
class Caller:
    """One person who calls the edge."""

    http: httpx.AsyncClient
    token: str | None
    sub: str = ""

    async def send(self, method: str, path: str, body: object = None, **request: Any) -> httpx.Response:
        headers = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **request.pop("headers", {})}
        if body is not None:
            request["json"] = body
        return await self.http.request(method, f"/v1{path}", headers=headers, **request)

    async def post(self, path: str, body: object = None, *, key: str | None = None, **request: Any) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key is not None else {}
        return await self.send("POST", path, body, headers=headers, **request)

    async def put(self, path: str, body: object) -> httpx.Response:
        return await self.send("PUT", path, body)


class Edge:
    """One instance of ingest."""

    def __init__(self, folder: Path, *, rate_limit: bool = False) -> None:
        self.issuer = Issuer(folder)
        self.keys = Keys(Objects(str(folder / "objects")))
        self.log = Log()
        self.caught_up = True
        self.catalog = Catalog(lambda: self.caught_up, wait_s=TOLD_S, bytes_max=CATALOG.most)
        self.feed = CatalogFeed(self.catalog)
        self.lines: list[str] = []
        self.why_not_ready: str | None = None
        self.http = self.another_instance(rate_limit=rate_limit)

    def another_instance(
        self, *, rate_limit: bool = False, in_flight_max: int = REQUESTS.most, **daily: int
    ) -> httpx.AsyncClient:
        """A client of another instance with the same log and catalog, and its own memory."""
        folder = self.issuer.jwks.parent
        kafka = KafkaSettings("nowhere:0", "ingest-test")
        settings = Settings("", 1, "edge-1", "info", kafka, self.issuer.jwks, str(folder / "objects"), rate_limit)
        settings = replace(settings, **daily)  # type: ignore[arg-type]  # of which all are numbers
        self.audience = Audience(self.log, "/ingest/edge-1", interval_s=SUMMED_S)
        log = FollowedLog(self.log, self.catalog)
        means = means_of(settings, log, self.catalog, in_flight_max)
        self.background = background_of(settings, means)
        self.routes = routes(settings, means, self.background, self.audience, self._ready)
        self.app = Starlette(
            routes=self.routes,
            middleware=[Middleware(RequestLog, "ingest", "edge-1", write=self.lines.append)],
            exception_handlers=cast(Mapping[Any, Any], problem_handlers),
        )
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://edge")

    async def opened(self, word: str | None) -> str | None:
        """The text that an event holds sealed."""
        assert word is not None
        assert key_of(word) is not None, f"{word} is not sealed"
        return await self.keys.open(word)

    def stored(self) -> int:
        """The number of objects in the store."""
        return sum(found.is_file() for found in (self.issuer.jwks.parent / "objects").rglob("*"))

    def organizer(self, org: str | None = "unit-1") -> Caller:
        return self._caller("organizer", "org-1", org)

    def organizer_named(self, sub: str) -> Caller:
        return self._caller("organizer", sub, "unit-1")

    def enterprise(self, org: str | None = "ent-1") -> Caller:
        return self._caller("enterprise", "rec-1", org)

    def recruiter(self, sub: str, org: str) -> Caller:
        return self._caller("enterprise", sub, org)

    def student(self, number: int = 1) -> Caller:
        return self._caller("student", f"stu-{number}", None)

    def guest(self) -> Caller:
        return Caller(self.http, None)

    def logged(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    def _caller(self, role: str, sub: str, org: str | None) -> Caller:
        return Caller(self.http, self.issuer.token(role, sub, org), sub)

    async def _ready(self) -> str | None:
        return self.why_not_ready


def hours(number: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=number)).isoformat()


def fair_body(**changes: object) -> dict[str, object]:
    return {"title": "Autumn fair", "host": "League", "starts_at": hours(-1), "ends_at": hours(8), **changes}


def job_body(**changes: object) -> dict[str, object]:
    return {"title": "Welder", "headcount": 3, **changes}


def resume_body(**changes: object) -> dict[str, object]:
    education = {"institution": "A university", "area": "Statistics", "studyType": "Bachelor"}
    basics = {"name": "李雷", "email": "a@example.org", "location": {"region": "Zhejiang"}}
    return {"basics": basics, "education": [education], **changes}


async def saved_resume(student: Caller) -> str:
    """The id of the student's resume, saved now."""
    saved = await student.put("/me/resume", resume_body())
    assert saved.status_code == 202, saved.text
    return str(saved.json()["id"])


def paths(answer: httpx.Response) -> list[str]:
    """The paths that a problem names."""
    return [error["path"] for error in answer.json().get("errors", [])]
