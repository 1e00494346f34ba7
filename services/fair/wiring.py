"""The two parts of fair, and all its routes and subscriptions, in one place. Nothing else constructs clients.

Each part is a process of its own: `Decider` decides, `ReadApi` answers. What they share is the database.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
from collections.abc import AsyncIterator, Coroutine, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from plumbing.auth.asker import Asking, asker
from plumbing.auth.tokens import Verifier
from plumbing.eventlog.consumer import Consumer
from plumbing.eventlog.deadlines import Deadlines
from plumbing.eventlog.forgetting import Forgetting
from plumbing.eventlog.freshness import Freshness
from plumbing.eventlog.progress import Progress
from plumbing.eventlog.relay import Relay
from plumbing.eventlog.same_log import SameLog
from plumbing.eventlog.tables import check_tables
from plumbing.http.problem import Problem, problem_handlers
from plumbing.http.request_log import RequestLog
from plumbing.http.service import health_routes, standard_routes, stop_in_turn
from plumbing.http.unread import Unread
from plumbing.kafka.publisher import Publisher, Unavailable
from plumbing.kafka.raw import raw_broker
from plumbing.kafka.refusal import why_away
from plumbing.kafka.watchdog import watch
from plumbing.objects.store import Objects, StoreAway
from plumbing.postgres.pool import Pool
from plumbing.postgres.refusal import why_refused
from plumbing.sealing.box import SealedFields
from plumbing.sealing.keys import Keys
from plumbing.telemetry.fatal import stop_process
from plumbing.turns import Turns
from schemas.catalog import LOG_KEY, LogEntry
from schemas.personal import SEALED_FIELDS
from schemas.topics import CATALOG, CHAT
from services.fair.chat import store as chat_store
from services.fair.engine import documents
from services.fair.engine.announcing import Announcing
from services.fair.engine.awaited import Awaited
from services.fair.engine.documents import DocumentReads
from services.fair.engine.overdue import OVERDUE
from services.fair.engine.registry import NOUNS
from services.fair.engine.reindexing import Reindexing
from services.fair.engine.retention import Retention
from services.fair.engine.sink import AWAITED, AWAITED_BY_SESSION, DECIDED
from services.fair.engine.subscriptions import hear, listen, look_back, subscribe
from services.fair.kernel.cursors import Cursors, paged
from services.fair.kernel.grants import Grants
from services.fair.kernel.opening import opened
from services.fair.kernel.read import Read, Reads
from services.fair.kernel.reader import AT_ONCE, OF_ONE, WAITING, Reader
from services.fair.outcomes.reads import OutcomeReads
from services.fair.reference.site import Reference
from services.fair.report.served import report_reads
from services.fair.resumes.reads import ResumeReads
from services.fair.sessions.current_viewers import CurrentViewers
from services.fair.sessions.viewers import Viewers
from services.fair.settings import Settings
from services.fair.site import Pages

START_TIMEOUT_S = 60.0
SEALED = SealedFields(SEALED_FIELDS)
SWITCH_S = 0.0005  # after which a thread that makes a file gives way to reads; Python's 5 ms add up for each
OFFSET_TABLES = (DECIDED.offsets.table, chat_store.KEPT.offsets.table)


class Decider:
    """Decides the log and publishes what follows. It serves nobody, so no read can delay it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.deciding = Pool(settings.postgres, size_max=2, name=f"{settings.instance}:decides")
        self.publishing = Pool(settings.postgres, size_max=2, name=f"{settings.instance}:publishes")
        self.chatting = Pool(settings.postgres, size_max=1, name=f"{settings.instance}:chat")
        self.pools = (self.deciding, self.publishing, self.chatting)
        self.progress = Progress(self.publishing, OFFSET_TABLES)
        self.freshness = Freshness(settings.kafka, self.progress, AWAITED, AWAITED_BY_SESSION)
        self.publisher = Publisher(settings.kafka, deadline_s=1.8)
        self.relay_publisher = Publisher(settings.kafka, deadline_s=30.0)
        self.consumer = Consumer(self.deciding, self.progress, lambda: self.relay.poke(), DECIDED, AWAITED)
        self.chat = Consumer(
            self.chatting, self.progress, lambda: self.relay.poke(), chat_store.KEPT, AWAITED_BY_SESSION
        )
        self.relay = Relay(self.publishing, self.relay_publisher, lambda: [*self.consumer.owned(), *self.chat.owned()])
        self.deadlines = Deadlines(self.publishing, self.publisher, self.consumer.owned, OVERDUE)
        objects, owned = Objects(settings.objects), self.consumer.owned
        self.retention = Retention(self.publishing, self.publisher, objects, owned, settings.retention_days)
        self.same_log = SameLog(settings.kafka, self.publishing, OFFSET_TABLES, self._tell_of_log)
        self.announcing = Announcing(self.publishing, owned, lambda: self.relay.poke())
        self.viewers = Viewers(self.publishing, self.publisher, self.consumer.owned)
        self.forgetting = Forgetting(self.publishing, self.progress, self.freshness.ends, AWAITED)
        reindexing = Reindexing(self.publishing, [noun.indexed for noun in NOUNS if noun.indexed])
        self.duties = (self.deadlines, self.retention, self.forgetting, reindexing)
        self.broker = raw_broker(settings.kafka)
        self.subscriber = subscribe(self.broker, self.consumer, settings.kafka)
        self.chat_subscriber = listen(self.broker, self.chat, settings.kafka)
        hear(self.broker, self.viewers.take, settings.kafka)
        # The demo's broker has no late records, keeps no log, and reports too low an end.
        durable = settings.kafka.idempotence
        self.catalog = look_back(self.broker, self.announcing.apply, settings.kafka) if durable else None
        self._watching: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        for pool in self.pools:
            await pool.start()
        await self.publishing.read(lambda connection: check_tables(connection, OFFSET_TABLES))
        await self.publisher.start()
        await self.relay_publisher.start()
        await self.freshness.start()
        if self.catalog is not None:
            await self.same_log.turn()
            await self._tell_of_log(None)
        await self.broker.start()
        if self.catalog is not None:
            await self.catalog.start()
            self.same_log.start()
            self.announcing.start()
        self.relay.start()
        for duty in self.duties:
            duty.start()
        self.viewers.start()
        for name, consumer in (("fair", self.consumer), (CHAT.name, self.chat)):
            self._watching.append(asyncio.create_task(_watch(name, consumer)))

    async def _tell_of_log(self, lost: str | None) -> None:
        """Tell the edge whether what it writes is decided."""
        entry = LogEntry(lost=lost).model_dump_json().encode()
        with contextlib.suppress(Unavailable):
            await self.publisher.publish(CATALOG.name, LOG_KEY.encode(), entry)

    async def stop(self) -> None:
        """Finish the current batch, leave the group, disconnect. The next owner publishes the rest of the outbox."""
        for watching in self._watching:
            watching.cancel()
        await stop_in_turn(
            self.same_log.stop,
            self.announcing.stop,
            *([self.catalog.stop] if self.catalog is not None else ()),
            *(duty.stop for duty in self.duties),
            self.viewers.stop,
            self.broker.stop,
            self.consumer.settled,
            self.chat.settled,
            self.relay.stop,
            self.progress.stop,
            self.freshness.stop,
            self.publisher.stop,
            self.relay_publisher.stop,
            *(pool.stop for pool in self.pools),
        )

    async def not_ready(self) -> str | None:
        """None, or why this instance cannot decide: its database does not respond."""
        return await _away(self.publishing)

    def middleware(self) -> Sequence[Middleware]:
        return ()

    def routes(self) -> Sequence[BaseRoute]:
        """Health and metrics."""
        return health_routes(self.not_ready)


class ReadApi:
    """Answers reads from rows, and serves the pages. It decides nothing."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings.postgres, name=settings.instance)
        self.progress = Progress(self.pool, OFFSET_TABLES, limited=settings.rate_limit)
        self.freshness = Freshness(settings.kafka, self.progress, AWAITED, AWAITED_BY_SESSION)
        self.publisher = Publisher(settings.kafka, deadline_s=1.8)
        self.watching = CurrentViewers()
        self.broker = raw_broker(settings.kafka)
        hear(self.broker, self.watching.take, settings.kafka)
        self.objects = Objects(settings.objects)
        self.keys = Keys(self.objects)
        self.verifier = Verifier(settings.jwks)
        self.reader = Reader(
            self.pool,
            Turns(AT_ONCE, OF_ONE, WAITING, limited=settings.rate_limit),
            Awaited(self.progress, self.freshness),
            self.verifier,
            self.objects,
            self.watching.of,
        )
        self.cursors = Cursors(settings.grant_key)
        self.grants = Grants(settings.grant_key, settings.public_url)

    async def start(self) -> None:
        await self.pool.start()
        await self.pool.read(lambda connection: check_tables(connection, OFFSET_TABLES))
        await self.publisher.start()
        await self.freshness.start()
        await self.broker.start()

    async def stop(self) -> None:
        await stop_in_turn(
            self.broker.stop, self.progress.stop, self.freshness.stop, self.publisher.stop, self.pool.stop
        )

    async def not_ready(self) -> str | None:
        """None, or why this instance cannot serve: its database does not respond."""
        return await _away(self.pool)

    def middleware(self) -> Sequence[Middleware]:
        """What names the asker of each request, whose share it takes, and bounds what they leave unread."""
        unread = Middleware(Unread, asker, limited=self.settings.rate_limit)
        return Middleware(Asking, self.verifier, self.settings.proxies), unread

    def routes(self) -> Sequence[BaseRoute]:
        """Every route: health, documents, reads and pages."""
        of = reads(self)
        served: list[BaseRoute] = []
        served += [*standard_routes(lambda: documents.openapi(served, of), self.not_ready), *routes(self, of)]
        return served


async def _away(pool: Pool) -> str | None:
    try:
        await asyncio.wait_for(pool.read(lambda connection: connection.fetchval("SELECT 1")), 2)
    except Exception as error:
        return f"the database does not answer ({type(error).__name__})"
    return None


def _watch(name: str, consumer: Consumer) -> Coroutine[Any, Any, None]:
    return watch(consumer.consumer_of, name, busy=lambda: consumer.busy)


def reads(api: ReadApi) -> list[Read]:
    """Every read: those that the nouns register, and those about several nouns or none."""
    reader = api.reader
    handlers: list[Reads] = [
        *(noun.reads(reader) for noun in NOUNS if noun.reads is not None),
        OutcomeReads(reader),
        ResumeReads(reader, api.publisher, api.grants),
        *report_reads(reader, api.keys, limited=api.settings.rate_limit),
        DocumentReads(api.settings.jwks),
        Pages(api.settings),
    ]
    return [read for one in handlers for read in one.served()]


def routes(api: ReadApi, of: Sequence[Read]) -> list[Route | Mount]:
    """All routes of the read API except the standard ones of every service: its reads, its pages and `/docs`."""
    pages = (Pages(api.settings), Reference(api.settings))
    answers = (Route(read.path, paged(opened(read.handler, api.keys, SEALED), api.cursors)) for read in of)
    return [*answers, *(route for one in pages for route in one.routes())]


def app(settings: Settings) -> Starlette:
    """The ASGI application with one part of the service, by its role, in its lifespan."""
    part = Decider(settings) if settings.role == "log" else ReadApi(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(part.start(), START_TIMEOUT_S)
        except Exception as error:
            stop_process(f"fair cannot start: {why_refused(error) or await why_away(settings.kafka) or repr(error)}")
        sys.setswitchinterval(SWITCH_S)
        gc.freeze()
        gc.set_threshold(100_000, 20, 100)
        yield
        await part.stop()

    log_requests = settings.log_level in ("debug", "info")
    service = Starlette(
        routes=part.routes(),
        middleware=[Middleware(RequestLog, "fair", settings.instance, enabled=log_requests), *part.middleware()],
        exception_handlers={**problem_handlers, StoreAway: store_away},
        lifespan=lifespan,
    )
    service.router.redirect_slashes = False  # the redirect's address would be made from the host that the request names
    return service


async def store_away(request: Request, error: Exception) -> Response:
    """The object store does not respond: the client may retry."""
    return Problem(503, "The object store is away. Try again.", headers={"Retry-After": "1"}).response()
