"""Files made on request: how many at once, where they are kept until they are sent, and how they are sent.

A file is complete before its first byte is sent: a slow reader keeps no transaction open, and a failure half-way is
answered with 503. It is an unnamed temporary file, which the operating system removes with the process.
"""

from __future__ import annotations

import asyncio
import math
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO
from urllib.parse import quote

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from plumbing.http.problem import Problem
from plumbing.limits import ORGANIZATION, Limit
from plumbing.rate import Rate

MAKING = Limit("exports and reports that are made at once: one more than an organization has a share of", 3, "503")
FILES = Limit(
    "exports and reports that are made, or wait until they are read",
    8,
    "503",
    shares={ORGANIZATION: 2},
    over_share="429",
)
AT_ONCE = 20
RATE = Limit(
    f"exports and reports as files, {AT_ONCE} of them at once",
    None,
    unit="a minute",
    shares={ORGANIZATION: 20},
    over_share="429",
)
TOO_OFTEN = "You have asked for many files. Wait a moment."
MAKING_MAX, KEPT_MAX, OF_ONE_MAX = MAKING.most, FILES.most, FILES.share(ORGANIZATION)
PACE_S = 30.0  # in which a reader takes a chunk
RETRY_AFTER_S = 5
CHUNK_BYTES = 262_144
TITLE_CHARACTERS_MAX = 60
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


class Slots:
    """Limits how many files are made at once and how many wait to be sent, in one process.

    `limited`: there is a limit to how often an organizer may have one made, too.
    """

    def __init__(self, making_max: int = MAKING_MAX, kept_max: int = KEPT_MAX, *, limited: bool = True) -> None:
        self._rate = Rate(RATE.share(ORGANIZATION) / 60 if limited else math.inf, AT_ONCE, TOO_OFTEN)
        self._making_max, self._kept_max = making_max, kept_max
        self.making = self.kept = 0
        self._of: Counter[str] = Counter()

    @contextmanager
    def making_one(self, org: str, *, is_file: bool = True) -> Iterator[None]:
        """A slot for making a file for this organizer. Raises Problem 503 if there is none, 429 if it has its share.

        What is no file is small, and read by a page again and again: that counts for no rate.
        """
        if self._of[org] >= OF_ONE_MAX:
            raise _later(429, f"{OF_ONE_MAX} files of yours are being made or read already. Try again.")
        if self.making >= self._making_max or self.making + self.kept >= self._kept_max:
            raise _later(503, "Too many files are being made. Try again.")
        if is_file:
            self._rate.spend(org)
        self.making += 1
        self._of[org] += 1
        try:
            yield
        finally:
            self.making -= 1
            self._gone(org)

    @contextmanager
    def keeping_one(self, org: str) -> Iterator[None]:
        """A file waits until its organizer has read it. There is always room: it was made."""
        self.kept += 1
        self._of[org] += 1
        try:
            yield
        finally:
            self.kept -= 1
            self._gone(org)

    def _gone(self, org: str) -> None:
        self._of[org] -= 1
        if not self._of[org]:
            del self._of[org]


def _later(status: int, detail: str) -> Problem:
    return Problem(status, detail, headers={"Retry-After": str(RETRY_AFTER_S)})


def unnamed() -> BinaryIO:
    """A temporary file without a name, removed when it is closed."""
    return tempfile.TemporaryFile(prefix="livefair-export-")


class Sent(Response):
    """A file, sent in chunks and then closed, also when the reader disconnects or takes no chunk for half a minute."""

    def __init__(self, file: BinaryIO, slots: Slots, org: str, media_type: str, disposition: str) -> None:
        self._file, self._kept = file, ExitStack()
        self._kept.enter_context(slots.keeping_one(org))
        self._kept.callback(file.close)
        headers = {
            "Content-Disposition": disposition,
            "Content-Length": str(file.seek(0, 2)),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        }
        super().__init__(None, headers=headers, media_type=media_type)
        file.seek(0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._kept:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while piece := await asyncio.to_thread(self._file.read, CHUNK_BYTES):
                async with asyncio.timeout(PACE_S):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


def attachment(title: str, name: str, extension: str, plain: str) -> str:
    """Content-Disposition: `title-name.extension` by RFC 5987, and `plain.extension` for older clients."""
    kept = _NOT_IN_NAMES.sub("-", title)[:TITLE_CHARACTERS_MAX].strip(" .-") or "fair"
    full = quote(f"{kept}-{name}.{extension}", safe="", errors="replace")
    return f"attachment; filename=\"{plain}.{extension}\"; filename*=UTF-8''{full}"
