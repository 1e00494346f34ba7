"""Constructs notify: nothing else makes clients or joins its parts."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import time
from collections.abc import Sequence
from functools import partial

import structlog
from aiokafka.errors import KafkaError
from faststream.kafka import KafkaBroker

from plumbing.auth.tokens import BadToken, Verifier
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.raw import raw_broker
from plumbing.kafka.refusal import why_away
from plumbing.kafka.view import View
from plumbing.objects.store import Objects
from plumbing.sealing.keys import Keys
from plumbing.telemetry.fatal import must_go_on
from plumbing.workers import stop_with_parent
from schemas.topics import CHAT, PEOPLE, PRESENCE, ROOMS
from services.notify.documents import asyncapi, openapi
from services.notify.edge.doors import Doors
from services.notify.edge.endpoints import Endpoints
from services.notify.edge.server import LiveServer
from services.notify.edge.sockets import Socket
from services.notify.feeds.chat import BACK_S, Chat
from services.notify.feeds.consumer import Feed, TopicMissing, ask_log
from services.notify.feeds.erasures import BACK_S as ERASURES_BACK_S
from services.notify.feeds.erasures import Erasures
from services.notify.feeds.presence import Presence
from services.notify.rooms.hub import Hub
from services.notify.rooms.permissions import Member
from services.notify.rooms.protocol import Authenticate, BadCredentials
from services.notify.settings import Settings

STOP_SOCKETS_S = 10.0  # of the 15 s that stopping may take
STOP_LOG_S = 3.0  # the broker may be unavailable
CAUGHT_UP_CHECK_S = 0.02
log = structlog.get_logger(__name__)


class CannotStart(Exception):
    """Something that notify needs is missing; the message says what."""


class Service:
    """A notify instance: `start()`, `stop()`."""

    def __init__(
        self, live: LiveServer, broker: KafkaBroker, views: Sequence[View], presence: Presence, publisher: Publisher
    ) -> None:
        self.live = live
        self._broker = broker
        self._views = views
        self._presence = presence
        self._publisher = publisher
        self._counting: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        return all(view.caught_up for view in self._views)

    async def start(self, host: str, port: int, *, shared: bool = False) -> None:
        """Listen, then read. Answers 503 until the topics were read to their end. Raises OSError or KafkaError."""
        await self.live.start(host, port, shared=shared)
        await self._publisher.start()
        await self._broker.start()
        for view in self._views:
            await view.start()
        self._counting = asyncio.create_task(must_go_on(self._count(), "viewers cannot be counted"))

    async def stop(self) -> None:
        """Close the viewers' connections first: they reconnect to other instances, where they count at once, so this
        instance reports until the last one is gone. Then disconnect from Kafka."""
        await self.live.stop(STOP_SOCKETS_S)
        try:
            async with asyncio.timeout(STOP_LOG_S):
                await self._leave()
        except TimeoutError:
            log.warning("stopped_late", after_s=STOP_SOCKETS_S + STOP_LOG_S)

    async def _leave(self) -> None:
        """Report that no viewer is left, and disconnect."""
        if self._counting is not None:
            self._counting.cancel()
            await asyncio.gather(self._counting, return_exceptions=True)
        if self.ready:
            await self._presence.leave()
        for view in self._views:
            await view.stop()
        await self._broker.stop()
        await self._publisher.stop()

    async def _count(self) -> None:
        """Wait until the topics are read, and exempt what was read, which stays for good, from garbage collection. Then
        report viewers until cancelled."""
        while not self.ready:
            await asyncio.sleep(CAUGHT_UP_CHECK_S)
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        log.info("ready")
        await self._presence.run()


async def build(settings: Settings) -> Service:
    """Construct everything. Raises CannotStart."""
    try:
        source = await ask_log(settings.kafka)
        verifier = Verifier(settings.jwks)
    except (KafkaError, TimeoutError) as error:
        why = await why_away(settings.kafka) or repr(error)
        raise CannotStart(f"no answer from Kafka at {settings.kafka.bootstrap}: {why}") from error
    except (TopicMissing, OSError, ValueError) as error:
        raise CannotStart(str(error)) from error
    broker = raw_broker(settings.kafka)
    hub: Hub[Socket] = Hub(source.epoch, source.partition_of, limited=settings.rate_limit)
    endpoints = Endpoints(lambda: why_not_ready(views, live), openapi(), asyncapi())
    doors = Doors(settings.proxies, limited=settings.rate_limit)
    live = LiveServer(hub, authenticate_with(verifier), endpoints, doors)
    keys = Keys(Objects(settings.objects))
    feed = Feed(hub, keys, source, live.tick, live.now)
    publisher = Publisher(settings.kafka)
    presence = Presence(settings.instance, hub, publisher, live.tick, live.now)
    chat = Chat(hub, keys, live.tick, live.now)
    erasures = Erasures(hub, keys, live.tick, live.now)
    wait_ms = settings.kafka.fetch_wait_ms
    views = [
        View(broker, ROOMS.name, feed.apply, fetch_wait_ms=wait_ms, renewed=feed.renewed),
        View(broker, PRESENCE.name, presence.apply, fetch_wait_ms=wait_ms),
        View(broker, PEOPLE.name, erasures.apply, fetch_wait_ms=wait_ms, newest_s=ERASURES_BACK_S),
        View(broker, CHAT.name, chat.apply, fetch_wait_ms=wait_ms, newest_s=BACK_S, renewed=chat.renewed),
    ]
    return Service(live, broker, views, presence, publisher)


def why_not_ready(views: Sequence[View], live: LiveServer) -> str | None:
    """Why this instance should get no viewers now; None where it may."""
    if not all(view.caught_up for view in views):
        return "the rooms are still being read"
    return "as many are connected as may be" if live.full() else None


def authenticate_with(verifier: Verifier) -> Authenticate:
    """A function that turns a token into a member, or raises BadCredentials."""

    def authenticate(token: str) -> Member:
        try:
            person = verifier.verify(token)
        except BadToken as bad:
            raise BadCredentials(str(bad)) from bad
        valid_s, trusted = person.exp - time.time(), partial(verifier.trusts, person.key)
        return Member(person.sub, person.role, person.org, valid_s, trusted)

    return authenticate


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises CannotStart."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    if settings.sharing.is_worker:
        stop_with_parent()
    service = await build(settings)
    try:
        await service.start(settings.host, settings.port, shared=settings.sharing.is_worker)
        await stopped.wait()
    except (OSError, KafkaError) as error:
        raise CannotStart(f"cannot serve on {settings.host}:{settings.port}: {error}") from error
    finally:
        with contextlib.suppress(KafkaError):
            await service.stop()
    log.info("stopped")
