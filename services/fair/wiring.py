"""Everything that fair is made of, and every route and subscription, in one place. Nothing else constructs clients."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
from collections.abc import AsyncIterator, Coroutine
from typing import Any

from aiokafka import TopicPartition
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from plumbing.auth.tokens import Verifier
from plumbing.http.problem import Problem, problem_handlers
from plumbing.http.request_log import RequestLog
from plumbing.http.service import standard_routes, stop_in_turn
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.raw import raw_broker
from plumbing.kafka.watchdog import watch
from plumbing.objects.store import Objects, StoreAway
from plumbing.postgres.pool import Pool
from plumbing.telemetry.fatal import stop_process
from schemas.topics import CHAT
from services.fair import chat_store, documents
from services.fair.consumer import Consumer
from services.fair.deadlines import Deadlines
from services.fair.exports.sending import Slots
from services.fair.freshness import Freshness
from services.fair.progress import Progress
from services.fair.reads import pages
from services.fair.reads.applications import ApplicationReads
from services.fair.reads.asking import Reader, answer
from services.fair.reads.booths import BoothReads
from services.fair.reads.breakdown import BreakdownReads
from services.fair.reads.cards import CardReads
from services.fair.reads.closing_rounds import ClosingRoundReads
from services.fair.reads.consents import ConsentReads
from services.fair.reads.exports import ExportReads
from services.fair.reads.fairs import FairReads
from services.fair.reads.grants import Grants
from services.fair.reads.jobs import JobReads
from services.fair.reads.outcomes import OutcomeReads
from services.fair.reads.report import ReportReads
from services.fair.reads.sessions import SessionReads
from services.fair.reads.staff import StaffReads
from services.fair.relay import Relay
from services.fair.settings import Settings
from services.fair.subscriptions import hear, listen, subscribe
from services.fair.viewers import Viewers

START_TIMEOUT_S = 60.0


class Fair:
    """The service: constructed from its settings, started and stopped as a whole."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings.postgres, name=settings.instance)
        self.progress = Progress(self.pool)
        self.freshness = Freshness(settings.kafka, self.progress)
        self.publisher = Publisher(settings.kafka, deadline_s=1.8)
        self.relay_publisher = Publisher(settings.kafka, deadline_s=30.0)
        self.consumer = Consumer(self.pool, self.progress, lambda: self.relay.poke())
        self.chat_pool = Pool(settings.postgres, size_max=1, name=f"{settings.instance}:chat")
        self.chat = Consumer(self.chat_pool, self.progress, lambda: self.relay.poke(), chat_store.KEPT)
        self.relay = Relay(self.pool, self.relay_publisher, lambda: [*self.consumer.owned(), *self.chat.owned()])
        self.deadlines = Deadlines(self.pool, self.publisher, self.consumer.owned)
        self.broker = raw_broker(settings.kafka)
        self.viewers = Viewers(self.pool, self.publisher, self.consumer.owned)
        self.subscriber = subscribe(self.broker, self.consumer, settings.kafka)
        hear(self.broker, self.viewers, settings.kafka)
        self.chat_subscriber = listen(self.broker, self.chat, settings.kafka)
        self.consumer.consumer_of = lambda: self.subscriber.consumer
        self.chat.consumer_of = lambda: self.chat_subscriber.consumer
        self.reader = Reader(
            self.pool,
            self.progress,
            self.freshness,
            Verifier(settings.jwks),
            Objects(settings.objects),
            self.publisher,
            Grants(settings.grant_key, settings.public_url),
        )
        self._watching: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        await self.pool.start()
        await self.chat_pool.start()
        await self.publisher.start()
        await self.relay_publisher.start()
        await self.freshness.start()
        await self._check_log()
        await self.broker.start()
        self.relay.start()
        self.deadlines.start()
        self.viewers.start()
        for name, consumer in (("fair", self.consumer), (CHAT.name, self.chat)):
            self._watching.append(asyncio.create_task(_watch(name, consumer)))
        gc.freeze()
        gc.set_threshold(100_000, 20, 100)

    async def _check_log(self) -> None:
        """Stop where the log ends before what was decided of it: it is another log, or it has lost records.

        Not with the demo's broker, which tells too low an end.
        """
        if not self.settings.kafka.idempotence:
            return
        ends = await self.freshness.ends()
        for (topic, partition), decided in (await self.progress.read()).items():
            if (end := ends.get(TopicPartition(topic, partition), decided)) < decided:
                stop_process(
                    f"{topic}:{partition} ends at {end}, but the database has decided it up to {decided}: is this the "
                    "log that belongs to this database? (docs/operations.md)"
                )

    async def stop(self) -> None:
        """Finish the batch in hand, leave the group, disconnect. What is left in the outbox, the next owner sends."""
        for watching in self._watching:
            watching.cancel()
        await stop_in_turn(
            self.deadlines.stop,
            self.viewers.stop,
            self.broker.stop,
            self.consumer.settled,
            self.chat.settled,
            self.relay.stop,
            self.progress.stop,
            self.freshness.stop,
            self.publisher.stop,
            self.relay_publisher.stop,
            self.chat_pool.stop,
            self.pool.stop,
        )

    async def not_ready(self) -> str | None:
        """None, or why this instance cannot serve: its database does not answer."""
        try:
            await asyncio.wait_for(self.pool.read(lambda connection: connection.fetchval("SELECT 1")), 2)
        except Exception as error:
            return f"the database does not answer ({type(error).__name__})"
        return None


def _watch(name: str, consumer: Consumer) -> Coroutine[Any, Any, None]:
    return watch(consumer.consumer_of, name, busy=lambda: consumer.busy)


def routes(fair: Fair) -> list[Route | Mount]:
    """Every address that fair answers."""
    fairs, jobs = FairReads(fair.reader), JobReads(fair.reader)
    applications, outcomes = ApplicationReads(fair.reader), OutcomeReads(fair.reader)
    slots, rounds, staff = Slots(), ClosingRoundReads(fair.reader), StaffReads(fair.reader)
    exports, report = ExportReads(fair.reader, slots), ReportReads(fair.reader, slots)
    breakdown, cards, consents = BreakdownReads(fair.reader), CardReads(fair.reader), ConsentReads(fair.reader)
    sessions, site = SessionReads(fair.reader, fair.viewers.watching), pages.Pages(fair.settings)
    return [
        Route("/v1/outcomes/{event_id}", outcomes.outcome),
        Route("/v1/outcomes/{event_id}/items", outcomes.items),
        Route("/v1/fairs", fairs.fairs),
        Route("/v1/fairs/{fair}", fairs.fair),
        Route("/v1/fairs/{fair}/booths", BoothReads(fair.reader).booths),
        Route("/v1/fairs/{fair}/booths/{org}/staff", staff.staff),
        Route("/v1/fairs/{fair}/booths/{org}/staff-links", staff.staff_links),
        Route("/v1/me/staff", staff.my_staff),
        Route("/v1/fairs/{fair}/counters", fairs.counters),
        Route("/v1/fairs/{fair}/timeline", fairs.timeline),
        Route("/v1/fairs/{fair}/jobs", jobs.jobs),
        Route("/v1/fairs/{fair}/applications", applications.of_fair),
        Route("/v1/fairs/{fair}/breakdown", breakdown.breakdown),
        Route("/v1/fairs/{fair}/exports/{kind}.{format}", exports.export),
        Route("/v1/fairs/{fair}/report", report.report),
        Route("/v1/fairs/{fair}/report.xlsx", report.report_workbook),
        Route("/v1/fairs/{fair}/report.pdf", report.report_page),
        Route("/v1/fairs/{fair}/sessions", sessions.sessions),
        Route("/v1/sessions/{session}", sessions.session),
        Route("/v1/sessions/{session}/funnel", sessions.funnel),
        Route("/v1/sessions/{session}/questions", sessions.questions),
        Route("/v1/sessions/{session}/comments", sessions.comments),
        Route("/v1/sessions/{session}/replay", sessions.replay),
        Route("/v1/jobs/{job}", jobs.job),
        Route("/v1/jobs/{job}/ranking", applications.ranking),
        Route("/v1/jobs/{job}/applications", applications.of_job),
        Route("/v1/jobs/{job}/applications/{application}", applications.one),
        Route("/v1/jobs/{job}/applications/{application}/resume", applications.resume),
        Route("/v1/fairs/{fair}/cards", cards.cards),
        Route("/v1/jobs/{job}/approaches", cards.approaches),
        Route("/v1/me/cards", cards.my_cards),
        Route("/v1/me/approaches", cards.my_approaches),
        Route("/v1/fairs/{fair}/ranking", rounds.wishes),
        Route("/v1/fairs/{fair}/closing-round", rounds.round_of_fair),
        Route("/v1/jobs/{job}/closing-round", rounds.round_of_job),
        Route("/v1/jobs/{job}/closing-rounds", rounds.rounds_of_job),
        Route("/v1/me/closing-rounds", rounds.my_rounds),
        Route("/v1/me/consents", consents.consents),
        Route("/v1/me/reads", consents.reads),
        Route("/v1/me/applications", applications.mine),
        Route("/v1/me/resume", applications.my_resume),
        Route("/v1/attachments/{resume}/{sha256}", applications.attachment),
        Route("/asyncapi.json", asyncapi_json),
        Route("/.well-known/jwks.json", jwks(fair.settings)),
        *(Route(path, site.page(path)) for path in pages.PAGES),
        Route("/pages/config.json", site.config),
        Mount("/pages", site.files),
    ]


async def asyncapi_json(request: Request) -> Response:
    """The topics that are read and written, as AsyncAPI."""
    return answer(documents.asyncapi())


def jwks(settings: Settings) -> Any:
    """The public keys with which every service verifies tokens."""

    async def keys(request: Request) -> Response:
        """The public keys with which every service verifies tokens."""
        return answer(json.loads(settings.jwks.read_text()), "application/jwk-set+json")

    return keys


def app(settings: Settings) -> Starlette:
    """The ASGI application with the whole service in its lifespan."""
    fair = Fair(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(fair.start(), START_TIMEOUT_S)
        except Exception as error:
            stop_process(f"fair cannot start: {error!r}")
        yield
        await fair.stop()

    served = [*standard_routes(lambda: documents.openapi(served), fair.not_ready), *routes(fair)]
    log_requests = settings.log_level in ("debug", "info")
    service = Starlette(
        routes=served,
        middleware=[Middleware(RequestLog, "fair", settings.instance, enabled=log_requests)],
        exception_handlers={**problem_handlers, StoreAway: store_away},
        lifespan=lifespan,
    )
    service.router.redirect_slashes = False  # its address would be made from whatever host the request names
    return service


async def store_away(request: Request, error: Exception) -> Response:
    """The object store does not answer: whoever asks may ask again."""
    return Problem(503, "The object store is away. Try again.", headers={"Retry-After": "1"}).response()
