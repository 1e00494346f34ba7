"""Everything that ingest is made of, and every route, in one place. Nothing else constructs clients."""

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
from plumbing.kafka.view import View
from plumbing.objects.store import Objects
from plumbing.telemetry.fatal import stop_process
from schemas.topics import CATALOG, CHAT, FAIRS, PEOPLE
from services.ingest.applications.selection import Selection
from services.ingest.applications.writes import Applications
from services.ingest.booths import bodies as booth_bodies
from services.ingest.booths.writes import Booths
from services.ingest.cards.writes import Cards
from services.ingest.catalog import Catalog
from services.ingest.chat import bodies as room_bodies
from services.ingest.chat.audience import Audience
from services.ingest.chat.comments import Comments
from services.ingest.chat.reactions import Reactions
from services.ingest.closing_round.writes import ClosingRounds
from services.ingest.edge import bodies, bulk_bodies
from services.ingest.edge.access import Access
from services.ingest.edge.bulk import Bulk
from services.ingest.edge.documents import openapi
from services.ingest.edge.rate_limit import RateLimit
from services.ingest.edge.writing import IN_FLIGHT_MAX, Publishes, Write, Writer, WriteRoute
from services.ingest.fairs.writes import Fairs
from services.ingest.jobs.importing import PATH as IMPORT_PATH
from services.ingest.jobs.importing import JobImport
from services.ingest.jobs.writes import Jobs
from services.ingest.resumes.writes import RESUME, Resumes
from services.ingest.sessions import bodies as session_bodies
from services.ingest.sessions.access import StageAccess
from services.ingest.sessions.questions import Questions
from services.ingest.sessions.writes import Sessions
from services.ingest.settings import Settings
from services.ingest.staff.writes import Staff

START_TIMEOUT_S = 60.0
SUBMISSIONS = r"/v1/jobs/(?P<job>[^/]+)/applications"
CAUGHT_UP_CHECK_S = 0.02
Ready = Callable[[], Awaitable[str | None]]


def writes(access: Access, stage: StageAccess, objects: Objects, room: Sequence[Write[Any]]) -> list[Write[Any]]:
    """Every write, those of a room among them, the busiest first, since routes are tried in this order."""
    booths, jobs, resumes = Booths(access), Jobs(access), Resumes(objects)
    applications, selection = Applications(access, stage, resumes, objects), Selection(access, objects)
    cards, closing = Cards(access, resumes, objects), ClosingRounds(access)
    application, approach = "/v1/jobs/{job}/applications/{application}", "/v1/jobs/{job}/approaches/{approach}"
    sessions, hosts, on_stage = Sessions(access, stage), ("organizer", "enterprise"), "/v1/sessions/{session}"
    organizer, enterprise, student = ("organizer",), ("enterprise",), ("student",)
    return [
        Write("POST", "/v1/jobs/{job}/applications", student, bodies.APPLICATION, applications.submit),
        *room,
        Write("POST", f"{application}/withdraw", student, bodies.NOTHING, applications.withdraw),
        Write("POST", f"{application}/accept", student, bodies.NOTHING, selection.accept),
        Write("POST", f"{application}/decline", student, bodies.NOTHING, selection.decline),
        Write("POST", f"{application}/view", enterprise, bodies.CHOICE, selection.view),
        Write("POST", f"{application}/shortlist", enterprise, bodies.CHOICE, selection.shortlist),
        Write("POST", f"{application}/invite", enterprise, bodies.INVITATION, selection.invite),
        Write("POST", f"{application}/refuse", enterprise, bodies.CHOICE, selection.refuse),
        Write("POST", f"{application}/hire", enterprise, bodies.CHOICE, selection.hire),
        Write("PUT", "/v1/jobs/{job}/ranking", enterprise, bodies.RANKING, selection.rank),
        Write("PUT", "/v1/fairs/{fair}/ranking", student, bodies.WISHES, closing.wish),
        Write("PUT", "/v1/fairs/{fair}/card", student, bodies.CARD, cards.show),
        Write("POST", "/v1/fairs/{fair}/card/hide", student, bodies.NOTHING, cards.hide),
        Write("POST", "/v1/fairs/{fair}/cards/{card}/approach", enterprise, bodies.APPROACH, cards.approach),
        Write("POST", f"{approach}/accept", student, bodies.ACCEPTANCE, cards.accept),
        Write("POST", f"{approach}/decline", student, bodies.NOTHING, cards.decline),
        Write("PUT", "/v1/me/resume", student, RESUME, resumes.save),
        Write("PUT", "/v1/me/resume/attachment", student, bodies.PDF_FILE, resumes.attach),
        Write("POST", "/v1/fairs/{fair}/jobs", enterprise, bodies.JOB, jobs.publish),
        Write("PATCH", "/v1/jobs/{job}", enterprise, bodies.JOB_CHANGES, jobs.amend),
        Write("POST", "/v1/jobs/{job}/close", enterprise, bodies.NOTHING, jobs.close),
        Write("POST", "/v1/fairs/{fair}/booths", enterprise, booth_bodies.BOOTH, booths.request),
        Write("PATCH", "/v1/fairs/{fair}/booths/{org}", enterprise, booth_bodies.BOOTH_CHANGES, booths.amend),
        Write("POST", "/v1/fairs/{fair}/booths/{org}/approve", organizer, bodies.NOTHING, booths.approve),
        Write("POST", "/v1/fairs/{fair}/booths/{org}/refuse", organizer, bodies.REASON, booths.refuse),
        Write("POST", "/v1/fairs/{fair}/sessions", hosts, session_bodies.SESSION, sessions.schedule),
        Write("PATCH", on_stage, hosts, session_bodies.SESSION_CHANGES, sessions.amend),
        Write("POST", f"{on_stage}/start", hosts, bodies.NOTHING, sessions.start),
        Write("POST", f"{on_stage}/end", hosts, bodies.NOTHING, sessions.end),
        Write("POST", f"{on_stage}/pause", hosts, bodies.NOTHING, sessions.pause),
        Write("POST", f"{on_stage}/resume", hosts, bodies.NOTHING, sessions.resume),
        Write("POST", f"{on_stage}/pin", hosts, session_bodies.PIN, sessions.pin),
        Write("POST", f"{on_stage}/announce", hosts, session_bodies.ANNOUNCEMENT, sessions.announce),
        *floor(Questions(stage), f"{on_stage}/questions", hosts),
        Write("POST", f"{on_stage}/drops", hosts, session_bodies.DROP, sessions.drop),
        Write("POST", f"{on_stage}/drops/next", hosts, session_bodies.NEXT_DROP, sessions.drop_next),
        Write("POST", f"{on_stage}/drops/{{drop}}/extend", hosts, session_bodies.CAP, sessions.extend),
        Write("POST", f"{on_stage}/drops/{{drop}}/close", hosts, bodies.NOTHING, sessions.close),
        *lifecycle(Fairs(access)),
        *staffing(Staff(access, objects)),
        Write("POST", "/v1/fairs/{fair}/closing-round", organizer, bodies.NOTHING, closing.hold),
        *bulk_actions(Bulk(access, objects)),
    ]


def lifecycle(fairs: Fairs) -> list[Write[Any]]:
    """The writes of a fair itself: from its draft to its archive."""
    organizer = ("organizer",)
    return [
        Write("POST", "/v1/fairs", organizer, bodies.FAIR, fairs.schedule),
        Write("PATCH", "/v1/fairs/{fair}", organizer, bodies.FAIR_CHANGES, fairs.amend),
        Write("POST", "/v1/fairs/{fair}/publish", organizer, bodies.NOTHING, fairs.publish),
        Write("POST", "/v1/fairs/{fair}/open", organizer, bodies.NOTHING, fairs.open),
        Write("POST", "/v1/fairs/{fair}/pause", organizer, bodies.NOTHING, fairs.pause),
        Write("POST", "/v1/fairs/{fair}/resume", organizer, bodies.NOTHING, fairs.resume),
        Write("POST", "/v1/fairs/{fair}/wind-down", organizer, bodies.NOTHING, fairs.wind_down),
        Write("POST", "/v1/fairs/{fair}/close", organizer, bodies.NOTHING, fairs.close),
        Write("POST", "/v1/fairs/{fair}/reopen", organizer, bodies.REOPENING, fairs.reopen),
        Write("POST", "/v1/fairs/{fair}/archive", organizer, bodies.NOTHING, fairs.archive),
    ]


def staffing(staff: Staff) -> list[Write[Any]]:
    """The writes of a booth's staff, and of what they hand to each other."""
    booth, enterprise = "/v1/fairs/{fair}/booths/{org}", ("enterprise",)
    handing = "/v1/jobs/{job}/applications/{application}/assign"
    return [
        Write("POST", handing, enterprise, booth_bodies.HAND_OVER, staff.hand_over),
        Write("POST", f"{booth}/staff-links", enterprise, booth_bodies.STAFF_LINK, staff.make_link),
        Write("DELETE", f"{booth}/staff-links/{{link}}", enterprise, bodies.NOTHING, staff.revoke_link),
        Write("POST", "/v1/staff-links/{secret}/join", enterprise, bodies.NOTHING, staff.join),
        Write("DELETE", f"{booth}/staff/{{person}}", enterprise, bodies.NOTHING, staff.remove),
    ]


def bulk_actions(bulk: Bulk) -> list[Write[Any]]:
    """The writes that come to an event for each thing they name."""
    booths, applications = "/v1/fairs/{fair}/booths", "/v1/jobs/{job}/applications"
    organizer, enterprise = ("organizer",), ("enterprise",)
    listed: list[tuple[str, tuple[str, ...], Any, Any]] = [
        (f"{applications}/view", enterprise, bulk_bodies.APPLICATIONS, bulk.view),
        (f"{applications}/shortlist", enterprise, bulk_bodies.APPLICATIONS, bulk.shortlist),
        (f"{applications}/invite", enterprise, bulk_bodies.INVITED_APPLICATIONS, bulk.invite),
        (f"{applications}/refuse", enterprise, bulk_bodies.APPLICATIONS, bulk.refuse),
        (f"{booths}/approve", organizer, bulk_bodies.ORGS, bulk.approve_booths),
        (f"{booths}/refuse", organizer, bulk_bodies.REFUSED_ORGS, bulk.refuse_booths),
        ("/v1/fairs/{fair}/jobs/close", organizer, bulk_bodies.JOBS, bulk.close_jobs),
    ]
    return [Write("POST", path, roles, body, prepare, many=True) for path, roles, body, prepare in listed]


def floor(questions: Questions, path: str, hosts: tuple[str, ...]) -> list[Write[Any]]:
    """What is asked in the room of a session: everybody asks and votes, its host answers."""
    one, everybody = f"{path}/{{question}}", (*hosts, "student")
    return [
        Write("POST", path, everybody, session_bodies.QUESTION, questions.ask),
        Write("POST", f"{one}/upvote", everybody, bodies.NOTHING, questions.upvote),
        Write("POST", f"{one}/answer", hosts, session_bodies.ANNOUNCEMENT, questions.answer),
        Write("POST", f"{one}/hide", hosts, bodies.NOTHING, questions.hide),
    ]


def room_life(comments: Comments, reactions: Reactions) -> list[Write[Any]]:
    """What is said and pressed in the room of a session that is live, and what its host does about it."""
    room, hosts = "/v1/sessions/{session}", ("organizer", "enterprise")
    pressed, everybody = ("POST", f"{room}/drops/{{drop}}/click"), (*hosts, "student")
    return [
        Write("POST", f"{room}/reactions", everybody, room_bodies.REACTION, reactions.react, counted=True),
        Write("POST", f"{room}/comments", everybody, room_bodies.COMMENT, comments.post),
        Write(*pressed, everybody, room_bodies.CLICK, reactions.click, counted=True),
        Write("POST", f"{room}/comments/hide", hosts, room_bodies.COMMENTS, comments.hide, many=True),
        Write("POST", f"{room}/mute", hosts, room_bodies.COMMENTER, comments.mute),
        Write("POST", f"{room}/unmute", hosts, room_bodies.COMMENTER, comments.unmute),
    ]


def routes(
    settings: Settings,
    publisher: Publishes,
    catalog: Catalog,
    audience: Audience,
    ready: Ready,
    in_flight_max: int = IN_FLIGHT_MAX,
) -> list[Route]:
    """Every address that ingest answers."""
    rate = RateLimit() if settings.rate_limit else None
    writer = Writer(Verifier(settings.jwks), rate, publisher, settings.source, in_flight_max)
    access, stage, limited = Access(catalog), StageAccess(catalog), settings.rate_limit
    room = room_life(Comments(stage, limited=limited), Reactions(stage, audience, limited=limited))
    listed = writes(access, stage, Objects(settings.objects), room)
    standard = standard_routes(lambda: openapi(listed, standard), ready)
    return [
        *(Route(write.path, WriteRoute(writer, write), methods=[write.method]) for write in listed),
        Route(IMPORT_PATH, JobImport(writer, access, catalog), methods=["POST"]),
        *standard,
    ]


class Ingest:
    """The service: constructed from its settings, started and stopped as a whole."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.catalog = Catalog(lambda: self._view.caught_up)
        self.publisher = Publisher(settings.kafka)
        self.audience = Audience(self.publisher, settings.source)
        self._broker = raw_broker(settings.kafka)
        self._view = View(self._broker, CATALOG.name, self.catalog.apply, fetch_wait_ms=settings.kafka.fetch_wait_ms)
        self._connected = False
        self.settling: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect and begin to read; ready when the catalog has been read to its end."""
        await self.publisher.start()
        for topic in (FAIRS.name, PEOPLE.name, CHAT.name):
            await self.publisher.partitions(topic)
        await self._broker.start()
        await self._view.start()
        self._connected = True
        self.settling = asyncio.create_task(self._settle())

    async def stop(self) -> None:
        """Open requests have been answered: send nothing more, disconnect."""
        self._connected = False
        if self.settling is not None:
            self.settling.cancel()
        await stop_in_turn(self.audience.stop, self.publisher.stop, self._view.stop, self._broker.stop)

    async def not_ready(self) -> str | None:
        """None, or why this instance cannot serve yet."""
        if not self._connected:
            return "not connected to Kafka"
        return None if self._view.caught_up else "the catalog is still being read"

    async def _settle(self) -> None:
        """The catalog stays for good: keep the collector from walking it again and again."""
        while not self._view.caught_up:
            await asyncio.sleep(CAUGHT_UP_CHECK_S)
        gc.collect()
        gc.freeze()
        gc.set_threshold(100_000, 20, 100)


def cross_origin(origins: Sequence[str]) -> list[Middleware]:
    """Lets pages of these origins write; the outermost layer, so that they can read a refusal too."""
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key"],
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
            stop_process(f"ingest cannot start on Kafka at {settings.kafka.bootstrap}: {error!r}")
        if settings.sharing.is_worker and ingest.settling is not None:
            await ingest.settling  # who shares a port listens when it is ready: nobody chooses whom he meets
        yield
        await ingest.stop()

    listed = routes(settings, ingest.publisher, ingest.catalog, ingest.audience, ingest.not_ready)
    log_requests = settings.log_level in ("debug", "info")
    service = Starlette(
        routes=listed,
        middleware=[
            *cross_origin(settings.pages_origins),
            Middleware(RequestLog, "ingest", settings.instance, enabled=log_requests),
            Middleware(Straight, "POST", SUBMISSIONS, listed[0].app),
        ],
        exception_handlers=problem_handlers,
        lifespan=lifespan,
    )
    service.router.redirect_slashes = False  # its address would be made from whatever host the request names
    return service
