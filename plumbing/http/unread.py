"""Bounds the memory of large answers that wait for their readers.

An answer goes out as fast as its reader takes it, and until then it is in memory. `BoundedProtocol` ends connections
whose readers take next to nothing; this bounds the bytes that all of them, and each asker, may have waiting, and for
how long, so that to hold many bytes takes as much bandwidth as to read them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plumbing.http.problem import Problem
from plumbing.limits import ADDRESS, ALL, PERSON, Limit, Shares

LARGE_BYTES = 65_536  # the server buffers this much of each connection anyway
UNREAD = Limit(
    "answers of more than 64 KiB, until they are read",
    128 * 1_048_576,
    "503",
    "bytes",
    shares={PERSON: 32 * 1_048_576, ADDRESS: 32 * 1_048_576},
    over_share="429; the address counts for guests",
)
GRACE_S = 30.0
PACE = Limit(
    "answers of more than 64 KiB, beside 30 s for each: how fast they must be read",
    None,
    unit="bytes a second at least",
    shares={"request": 65_536},
    over_share="the connection ends",
)
RETRY = {"Retry-After": "5"}

log = structlog.get_logger(__name__)


class Unread:
    """ASGI middleware: counts each large answer for its asker, and refuses it where there is no room for it."""

    def __init__(
        self, app: ASGIApp, who: Callable[[], Mapping[str, str]], limit: Limit = UNREAD, *, limited: bool = True
    ) -> None:
        """`limited`: shares count; without it only the bound does."""
        self._app, self._who = app, who
        self.shares = Shares(limit, limited=limited)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        refused = False

        async def sending(message: Message) -> None:
            nonlocal start, refused
            if refused:  # the further pieces of an answer that comes in several
                return
            if message["type"] == "http.response.start":
                start = message
                return
            first, start = start, None
            if first is not None and len(message.get("body", b"")) > LARGE_BYTES:
                refused = not await self._send_large(first, message, scope, receive, send)
                return
            if first is not None:
                await send(first)
            await send(message)

        await self._app(scope, receive, sending)

    async def _send_large(self, first: Message, message: Message, scope: Scope, receive: Receive, send: Send) -> bool:
        """Returns whether there was room for it and it was read."""
        who, body = self._who(), message["body"]
        over = self.shares.take(who, len(body))
        if over is not None:
            await _refused(over).response()(scope, receive, send)
            return False
        try:
            async with asyncio.timeout(GRACE_S + len(body) / PACE.share("request")):
                await send(first)
                for at in range(0, len(body), LARGE_BYTES):  # each waits until the server has passed on those before it
                    await send({"type": "http.response.body", "body": body[at : at + LARGE_BYTES], "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": message.get("more_body", False)})
        except TimeoutError:
            log.info("answer_not_read", bytes=len(body))
            return False  # the server ends the connection of an answer that stays unfinished
        finally:
            self.shares.give_back(who, len(body))
        return True


def _refused(over: str) -> Problem:
    if over == ALL:
        return Problem(503, "Too many large answers wait for their readers. Try again.", headers=RETRY)
    return Problem(429, "Too many large answers wait for you to read them. Read them first.", headers=RETRY)
