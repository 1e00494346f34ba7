"""Files made on request: how many at once, where they are kept until they are sent, and how they are sent.

A file is complete before its first byte is sent: a slow reader keeps no transaction open, and a failure half-way is
answered with 503. It is an unnamed temporary file, which the operating system removes with the process.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from urllib.parse import quote

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from plumbing.http.problem import Problem

MAKING_MAX = 2
KEPT_MAX = 8
RETRY_AFTER_S = 5
CHUNK_BYTES = 262_144
TITLE_CHARACTERS_MAX = 60
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


class Slots:
    """Limits how many files are made at once and how many wait to be sent, in one process."""

    def __init__(self, making_max: int = MAKING_MAX, kept_max: int = KEPT_MAX) -> None:
        self._making_max, self._kept_max = making_max, kept_max
        self.making = self.kept = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """A slot for making one file. Raises Problem 503 if there is none."""
        if self.making >= self._making_max or self.making + self.kept >= self._kept_max:
            detail = "Too many files are being made. Try again."
            raise Problem(503, detail, headers={"Retry-After": str(RETRY_AFTER_S)})
        self.making += 1
        try:
            yield
        finally:
            self.making -= 1


def unnamed() -> BinaryIO:
    """A temporary file without a name, removed when it is closed."""
    return tempfile.TemporaryFile(prefix="livefair-export-")


class Sent(Response):
    """A file, sent in chunks and then closed, also when the reader disconnects."""

    def __init__(self, file: BinaryIO, slots: Slots, media_type: str, disposition: str) -> None:
        self._file, self._slots = file, slots
        slots.kept += 1
        headers = {
            "Content-Disposition": disposition,
            "Content-Length": str(file.seek(0, 2)),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        }
        super().__init__(None, headers=headers, media_type=media_type)
        file.seek(0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while piece := await asyncio.to_thread(self._file.read, CHUNK_BYTES):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._slots.kept -= 1
            self._file.close()


def attachment(title: str, name: str, extension: str, plain: str) -> str:
    """Content-Disposition: `title-name.extension` by RFC 5987, and `plain.extension` for older clients."""
    kept = _NOT_IN_NAMES.sub("-", title)[:TITLE_CHARACTERS_MAX].strip(" .-") or "fair"
    full = quote(f"{kept}-{name}.{extension}", safe="", errors="replace")
    return f"attachment; filename=\"{plain}.{extension}\"; filename*=UTF-8''{full}"
