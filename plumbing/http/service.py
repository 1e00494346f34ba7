"""The HTTP side of every service: health, readiness, metrics, OpenAPI, and a server with an orderly shutdown."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from functools import cache
from types import FrameType
from typing import Any

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from plumbing.http.problem import Problem
from plumbing.http.protocol import BoundedProtocol
from plumbing.workers import Sharing, stop_with_parent

GRACE_S = 8  # for open requests; the lifespan's shutdown has the rest of the 15 s
STOP_S = 6.0
KEEP_ALIVE_S = 75
BACKLOG = 2_048

log = structlog.get_logger(__name__)


def health_routes(ready: Callable[[], Awaitable[str | None]]) -> list[Route]:
    """`/healthz`, `/readyz`, `/metrics`. `ready` returns None, or why the service is not ready."""

    async def healthz(request: Request) -> Response:
        """Alive."""
        return PlainTextResponse("alive\n")

    async def readyz(request: Request) -> Response:
        """Ready to serve."""
        why_not = await ready()
        if why_not is not None:
            raise Problem(503, f"Not ready: {why_not}", headers={"Retry-After": "1"})
        return PlainTextResponse("ready\n")

    async def metrics(request: Request) -> Response:
        """Prometheus metrics."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


def standard_routes(openapi: Callable[[], dict[str, Any]], ready: Callable[[], Awaitable[str | None]]) -> list[Route]:
    """The routes of health, and `/openapi.json`."""

    @cache
    def document() -> tuple[bytes, str]:
        """Its bytes and their tag. They are made once: it takes most of a second."""
        made = json.dumps(openapi(), ensure_ascii=False, separators=(",", ":")).encode()
        return made, f'"{hashlib.sha256(made).hexdigest()[:32]}"'

    async def openapi_json(request: Request) -> Response:
        """This document."""
        made, tag = document()
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(made, media_type="application/json", headers=headers)

    return [*health_routes(ready), Route("/openapi.json", openapi_json)]


async def stop_in_turn(*stops: Callable[[], Awaitable[object]]) -> None:
    """Stop one after the other, in the time that open requests leave. Whatever remains ends with the process."""
    try:
        async with asyncio.timeout(STOP_S):
            for stop in stops:
                await stop()
    except TimeoutError:
        log.warning("stopped_late", after_s=STOP_S)


def run(app: ASGIApp, host: str, port: int, sharing: Sharing | None = None) -> None:
    """Serve until SIGTERM or SIGINT, then finish open requests and return. Exits with 1 if it could not start.

    With `sharing`, start workers, or run as one of them.
    """
    if sharing is not None and sharing.workers > 1:
        asyncio.run(sharing.watch())
        return
    is_worker = sharing is not None and sharing.is_worker
    if is_worker:
        stop_with_parent()
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        http=BoundedProtocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
    server = (_Worker if is_worker else uvicorn.Server)(config)

    def orderly(number: int, frame: object) -> None:
        """uvicorn raises the signal again after its shutdown: exit with status 0. An earlier one ends the process."""
        _tell_stopped(number)
        if not server.should_exit:
            os._exit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, orderly)
    with contextlib.suppress(SystemExit):  # uvicorn's own status for a port in use; ours is set below
        server.run([_shared(host, port)] if is_worker else None)
    if not server.started:
        log.critical("not_started", why=f"the service on {host}:{port} could not start; the lines before say why")
        sys.exit(1)


class _Worker(uvicorn.Server):
    """A server that is stopped before it listens has nothing to finish, and its startup may wait forever."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.started:
            _tell_stopped(sig)
            os._exit(0)
        super().handle_exit(sig, frame)


def _shared(host: str, port: int) -> socket.socket:
    """A socket on a port that several processes share. It gets connections once it listens, after startup.

    Exits with 1 if another process has the port without sharing it.
    """
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        log.critical("not_started", why=f"the service cannot share {host}:{port}: {error}")
        sys.exit(1)
    return made


def _tell_stopped(number: int) -> None:
    log.info("stopped", signal=signal.Signals(number).name)
