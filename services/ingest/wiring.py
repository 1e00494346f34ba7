"""Constructs ingest, and puts the nouns' lists of writes together. Nothing else constructs clients."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from plumbing.auth.tokens import Verifier
from plumbing.http.problem import problem_handlers
from plumbing.http.request_log import RequestLog
from plumbing.http.service import standard_routes, stop_in_turn
from plumbing.http.straight import Straight
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.raw import raw_broker
from plumbing.kafka.refusal import why_away
from plumbing.kafka.view import View
from plumbing.objects.store import Objects
from plumbing.sealing.keys import Keys
from plumbing.telemetry.fatal import stop_process
from schemas.topics import CATALOG, CHAT, FAIRS, PEOPLE
from services.ingest.applications.writes import SUBMIT
from services.ingest.applications.writes import writes as application_writes
from services.ingest.booths.access import BoothAccess
from services.ingest.booths.writes import writes as booth_writes
from services.ingest.cards.writes import writes as card_writes
from services.ingest.catalog import Catalog
from services.ingest.chat.audience import Audience
from services.ingest.chat.writes import writes as chat_writes
from services.ingest.closing_round.writes import writes as closing_round_writes
from services.ingest.edge.daily import Daily
from services.ingest.edge.documents import openapi
from services.ingest.edge.followed import FollowedLog
from services.ingest.edge.in_flight import REQUESTS, InFlight
from services.ingest.edge.rate_limit import RateLimit
from services.ingest.edge.sealing import FRESH_S, Seals
from services.ingest.edge.stored import StoredObjects
from services.ingest.edge.write import PublishesInOrder, Write
from services.ingest.edge.writing import Writer, WriteRoute
from services.ingest.fairs.access import FairAccess
from services.ingest.fairs.writes import writes as fair_writes
from services.ingest.jobs.access import JobAccess
from services.ingest.jobs.background import Background
from services.ingest.jobs.running import Means
from services.ingest.jobs.shelf import Shelf
from services.ingest.jobs.writes import endpoints as job_endpoints
from services.ingest.jobs.writes import writes as job_writes
from services.ingest.resumes.access import ResumeAccess
from services.ingest.resumes.writes import writes as resume_writes
from services.ingest.sessions.access import SessionAccess
from services.ingest.sessions.writes import writes as session_writes
from services.ingest.settings import Settings
from services.ingest.staff.access import StaffAccess
from services.ingest.staff.writes import writes as staff_writes

START_TIMEOUT_S = 60.0
CAUGHT_UP_CHECK_S = 0.02
TAGS = (
    *(
        "applications",
        "reactions",
        "comments",
        "selection",
        "closingrounds",
        "cards",
        "resumes",
        "people",
        "jobs",
        "booths",
    ),
    *("sessions", "questions", "fairs", "staff", "bulk", "operation"),
)
"""The groups of OpenAPI in their order. An unlisted tag is an error."""
Ready = Callable[[], Awaitable[str | None]]


class Rules:
    """The access rules of all nouns, over one catalog."""

    def __init__(self, catalog: Catalog, objects: Objects, keys: Keys) -> None:
        self.fairs = FairAccess(catalog)
        self.booths = BoothAccess(catalog, self.fairs)
        self.staff = StaffAccess(catalog)
        self.jobs = JobAccess(catalog, self.fairs, self.booths)
        self.sessions = SessionAccess(catalog, self.booths)
        self.resumes = ResumeAccess(objects, keys)


def writes(
    rules: Rules,
    objects: Objects,
    keys: Keys,
    audience: Audience,
    means: Means,
    background: Background,
    *,
    limited: bool,
) -> list[Write[Any]]:
    """The writes of all nouns. The busiest come first, since routes are tried in this order."""
    fairs, booths, jobs, sessions, resumes = rules.fairs, rules.booths, rules.jobs, rules.sessions, rules.resumes
    seals = Seals(keys)
    return [
        *chat_writes(sessions, audience, seals, limited),
        *application_writes(fairs, jobs, sessions, resumes, seals),
        *resume_writes(resumes, objects, keys, limited),
        *card_writes(fairs, booths, jobs, resumes, seals),
        *session_writes(fairs, booths, jobs, sessions, seals),
        *job_writes(fairs, booths, jobs, means.daily, background),
        *booth_writes(fairs, booths),
        *staff_writes(fairs, booths, jobs, rules.staff, seals),
        *closing_round_writes(fairs),
        *fair_writes(fairs, means.daily),
    ]


def means_of(
    settings: Settings, publisher: PublishesInOrder, catalog: Catalog, in_flight_max: int = REQUESTS.most
) -> Means:
    """What writes and imports share."""
    rate = RateLimit() if settings.rate_limit else None
    daily = Daily.of(settings.fairs_a_day, settings.jobs_a_day, settings.entries_a_day, limited=settings.rate_limit)
    writer = Writer(
        Verifier(settings.jwks),
        rate,
        publisher,
        settings.source,
        InFlight(in_flight_max),
        catalog.check_room,
        daily.spend_entry,
    )
    return Means(writer, catalog, daily)


def background_of(settings: Settings, means: Means) -> Background:
    """The imports in the background. What they store is counted in no share: it is bounded by their number."""
    return Background(means, Shelf(Objects(settings.objects)))


def routes(settings: Settings, means: Means, background: Background, audience: Audience, ready: Ready) -> list[Route]:
    """Every route that ingest serves."""
    objects = StoredObjects(settings.objects, limited=settings.rate_limit)
    keys = Keys(objects, fresh_s=FRESH_S)
    rules, writer = Rules(means.catalog, objects, keys), means.writer
    listed = writes(rules, objects, keys, audience, means, background, limited=settings.rate_limit)
    endpoints = job_endpoints(means, rules.fairs, rules.booths, background)
    standard = standard_routes(lambda: openapi(listed, endpoints, standard, TAGS), ready)
    return [
        *(Route(write.path, WriteRoute(writer, write), methods=[write.method]) for write in listed),
        *(Route(endpoint.path, endpoint.serve, methods=["POST"]) for endpoint in endpoints),
        *standard,
    ]


class Ingest:
    """The service: constructed from its settings, started and stopped as a whole."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.catalog = Catalog(
            lambda: self._view.caught_up, limited=settings.rate_limit, bytes_max=settings.catalog_bytes_max
        )
        self.publisher = Publisher(settings.kafka)
        self.log = FollowedLog(self.publisher, self.catalog)
        self.audience = Audience(self.log, settings.source)
        self.means = means_of(settings, self.log, self.catalog)
        self.background = background_of(settings, self.means)
        self._broker = raw_broker(settings.kafka)
        self._view = View(self._broker, CATALOG.name, self.catalog.apply, fetch_wait_ms=settings.kafka.fetch_wait_ms)
        self._connected = False
        self.settling: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect and begin to read. The service is ready when the catalog has been read to its end."""
        await self.publisher.start()
        for topic in (FAIRS.name, PEOPLE.name, CHAT.name):
            await self.publisher.partitions(topic)
        await self._broker.start()
        await self._view.start()
        self._connected = True
        self.background.start()
        self.settling = asyncio.create_task(self._settle())

    async def stop(self) -> None:
        """Publish what is left and disconnect. Called after open requests were answered."""
        self._connected = False
        if self.settling is not None:
            self.settling.cancel()
        stops = (self.background, self.audience, self.publisher, self._view, self._broker)
        await stop_in_turn(*(one.stop for one in stops))

    async def not_ready(self) -> str | None:
        """None, or why this instance cannot serve yet."""
        if not self._connected:
            return "not connected to Kafka"
        if self.catalog.lost is not None:
            return f"the log is not followed: {self.catalog.lost}"
        return None if self._view.caught_up else "the catalog is still being read"

    async def _settle(self) -> None:
        """Exempt the catalog, which stays for good, from garbage collection once it has been read."""
        while not self._view.caught_up:
            await asyncio.sleep(CAUGHT_UP_CHECK_S)
        gc.collect()
        gc.freeze()
        gc.set_threshold(100_000, 20, 100)


def cross_origin(origins: Sequence[str]) -> list[Middleware]:
    """CORS for pages of these origins. The outermost layer, so that they can read refusals too."""
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "Prefer"],
            expose_headers=["Retry-After", "X-Request-Id"],
            max_age=3_600,
        )
    ]


def app(settings: Settings) -> Starlette:
    """The ASGI application with the whole service in its lifespan."""
    ingest = Ingest(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(ingest.start(), START_TIMEOUT_S)
        except Exception as error:
            why = await why_away(settings.kafka) or repr(error)
            stop_process(f"ingest cannot start on Kafka at {settings.kafka.bootstrap}: {why}")
        if settings.sharing.is_worker and ingest.settling is not None:
            await ingest.settling  # workers share a port and clients cannot choose one: listen only when ready
        yield
        await ingest.stop()

    listed = routes(settings, ingest.means, ingest.background, ingest.audience, ingest.not_ready)
    submit = next(route for route in listed if route.path == SUBMIT)
    log_requests = settings.log_level in ("debug", "info")
    service = Starlette(
        routes=listed,
        middleware=[
            *cross_origin(settings.pages_origins),
            Middleware(RequestLog, "ingest", settings.instance, enabled=log_requests),
            Middleware(Straight, "POST", submit.path_regex.pattern, submit.app),
        ],
        exception_handlers=problem_handlers,
        lifespan=lifespan,
    )
    service.router.redirect_slashes = False  # the redirect would lead to whatever host the request names
    return service
