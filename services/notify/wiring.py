"""Constructs notify: the one place where its clients are made and its parts are joined."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import time

import structlog
from aiokafka.errors import KafkaError
from faststream.kafka import KafkaBroker

from plumbing.auth.tokens import BadToken, Verifier
from plumbing.kafka.raw import raw_broker
from plumbing.kafka.view import View
from schemas.topics import ROOMS
from services.notify.consumer import Feed, TopicMissing, ask_log
from services.notify.documents import asyncapi, openapi
from services.notify.endpoints import Endpoints
from services.notify.hub import Hub
from services.notify.permissions import Member
from services.notify.protocol import Authenticate, BadCredentials
from services.notify.settings import Settings
from services.notify.sockets import LiveServer, Socket

STOP_SOCKETS_S = 10.0  # of the 15 s that a stop may take
CAUGHT_UP_CHECK_S = 0.02
log = structlog.get_logger(__name__)


class CannotStart(Exception):
    """Something that notify stands on is missing; the message says what."""


class Service:
    """A notify instance: `start()`, `stop()`."""

    def __init__(self, live: LiveServer, broker: KafkaBroker, view: View) -> None:
        self.live = live
        self._broker = broker
        self._view = view
        self._settling: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        return self._view.caught_up

    async def start(self, host: str, port: int) -> None:
        """Listen, then read. Answers 503 until the end of the log was reached. Raises OSError or KafkaError."""
        await self.live.start(host, port)
        await self._broker.start()
        await self._view.start()
        self._settling = asyncio.create_task(self._settle())

    async def stop(self) -> None:
        """First the viewers, who are told to come back elsewhere, then the log."""
        if self._settling is not None:
            self._settling.cancel()
        await self.live.stop(STOP_SOCKETS_S)
        await self._view.stop()
        await self._broker.stop()

    async def _settle(self) -> None:
        """What was read at the start stays for good: keep the collector from walking it again and again."""
        while not self.ready:
            await asyncio.sleep(CAUGHT_UP_CHECK_S)
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        log.info("ready")


async def build(settings: Settings) -> Service:
    """Construct everything. Raises CannotStart."""
    try:
        source = await ask_log(settings.kafka)
        verifier = Verifier(settings.jwks)
    except (KafkaError, TimeoutError) as error:
        raise CannotStart(f"no answer from Kafka at {settings.kafka.bootstrap}: {error!r}") from error
    except (TopicMissing, OSError, ValueError) as error:
        raise CannotStart(str(error)) from error
    broker = raw_broker(settings.kafka)
    hub: Hub[Socket] = Hub(source.epoch, source.partition_of)
    endpoints = Endpoints(lambda: why_not_ready(view, live), openapi(), asyncapi())
    live = LiveServer(hub, authenticate_with(verifier), endpoints)
    feed = Feed(hub, source, live.tick, live.now)
    view = View(broker, ROOMS.name, feed.apply, fetch_wait_ms=settings.kafka.fetch_wait_ms)
    return Service(live, broker, view)


def why_not_ready(view: View, live: LiveServer) -> str | None:
    """Why no viewer should come here now."""
    if not view.caught_up:
        return "the rooms are still being read"
    return "as many are connected as may be" if live.full() else None


def authenticate_with(verifier: Verifier) -> Authenticate:
    """Turn a token into a member, with how long it is still valid."""

    def authenticate(token: str) -> Member:
        try:
            person = verifier.verify(token)
        except BadToken as bad:
            raise BadCredentials(str(bad)) from bad
        return Member(person.sub, person.role, person.org, person.exp - time.time())

    return authenticate


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises CannotStart."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    service = await build(settings)
    try:
        await service.start(settings.host, settings.port)
        await stopped.wait()
    except (OSError, KafkaError) as error:
        raise CannotStart(f"cannot serve on {settings.host}:{settings.port}: {error}") from error
    finally:
        with contextlib.suppress(KafkaError):
            await service.stop()
    log.info("stopped")
