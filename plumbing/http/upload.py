"""Multipart uploads, streamed: one file part to disk, small text parts to memory. Each with its limit."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from starlette.requests import ClientDisconnect, Request
from streaming_form_data.parser import ParseFailedException, StreamingFormDataParser
from streaming_form_data.targets import BaseTarget

from plumbing.http.body import announced_bytes
from plumbing.http.problem import Problem

WITHIN_S = 600.0
TEXT_BYTES_MAX = 65_536
OVERHEAD_BYTES = 1_048_576  # the other parts and their headers


class _TooLarge(Exception):
    """A part is beyond its limit."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What came: the name that the sender gave the file, and the text parts by name."""

    filename: str
    texts: Mapping[str, str] = field(default_factory=dict)


class _Part(BaseTarget):  # type: ignore[misc]  # the library has no types
    """Writes a part to `out`, and knows whether all of it came."""

    def __init__(self, name: str, bytes_max: int, out: IO[bytes] | bytearray) -> None:
        super().__init__()
        self._name = name
        self._room = bytes_max
        self._out = out
        self.complete = False

    def on_data_received(self, chunk: bytes) -> None:
        self._room -= len(chunk)
        if self._room < 0:
            raise _TooLarge(self._name)
        if isinstance(self._out, bytearray):
            self._out += chunk
        else:
            self._out.write(chunk)

    def on_finish(self) -> None:
        self.complete = True


async def receive_upload(
    request: Request,
    file: IO[bytes],
    *,
    file_part: str,
    text_parts: tuple[str, ...],
    bytes_max: int,
    within_s: float = WITHIN_S,
) -> Upload:
    """Read the request's parts; the file's bytes go to `file`. Other parts are passed over.

    Raises Problem 415 (not multipart), 413 (too large), 408 (too slow), 400 (cut off or malformed), 422 (no file).
    """
    too_large = Problem(413, f"The file is larger than {bytes_max} bytes.")
    if (announced_bytes(request) or 0) > bytes_max + OVERHEAD_BYTES:
        raise too_large
    parser = _parser(request)
    part, texts = _Part(file_part, bytes_max, file), {name: bytearray() for name in text_parts}
    parser.register(file_part, part)
    for name, text in texts.items():
        parser.register(name, _Part(name, TEXT_BYTES_MAX, text))
    try:
        async with asyncio.timeout(within_s):
            await _feed(parser, request, bytes_max + OVERHEAD_BYTES)
    except _TooLarge:
        raise too_large from None
    except TimeoutError:
        raise Problem(408, f"The upload did not come within {within_s:.0f} s.") from None
    except (ParseFailedException, ClientDisconnect):
        raise Problem(400, "The upload was cut off, or is not multipart/form-data.") from None
    if not part.complete:
        raise Problem.at(file_part, f"the part '{file_part}' with the file is missing or was cut off")
    return Upload(part.multipart_filename or "", {name: _text(name, text) for name, text in texts.items() if text})


def _parser(request: Request) -> StreamingFormDataParser:
    try:
        return StreamingFormDataParser({"Content-Type": request.headers.get("content-type", "")})
    except (ParseFailedException, ValueError, UnicodeEncodeError):
        raise Problem(415, "The body must be multipart/form-data.") from None


async def _feed(parser: StreamingFormDataParser, request: Request, bytes_max: int) -> None:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > bytes_max:
            raise _TooLarge
        if chunk:
            parser.data_received(chunk)


def _text(name: str, text: bytearray) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise Problem.at(name, "is not UTF-8") from None
