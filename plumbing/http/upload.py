"""Multipart uploads, streamed: one file part to disk, small text parts to memory. Each with its limit."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from starlette.requests import ClientDisconnect, Request
from streaming_form_data.parser import ParseFailedException, StreamingFormDataParser
from streaming_form_data.targets import BaseTarget

from plumbing.http.body import announced_bytes
from plumbing.http.problem import Problem
from plumbing.limits import Limit

WITHIN_S = 600.0
PACE = Limit("files that arrive", None, unit="bytes every 30 s at least", shares={"request": 524_288}, over_share="408")
PACE_BYTES, PACE_S = PACE.share("request"), 30.0  # a slower upload occupies its slot without using it
FILENAME_CHARACTERS_MAX = 200
TEXT_BYTES_MAX = 65_536
OVERHEAD_BYTES = 1_048_576  # the other parts and their headers


_PART_NAME = re.compile(rb'[; ]name="?([^";\r\n]{1,200})')


class _TooLarge(Exception):
    """The upload as a whole exceeds its limit."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The received upload: the sender's file name, and the text parts by name."""

    filename: str
    texts: Mapping[str, str] = field(default_factory=dict)


class _Part(BaseTarget):  # type: ignore[misc]  # the library has no types
    """Writes a part to `out`, and records whether it is complete."""

    def __init__(self, name: str, bytes_max: int, out: IO[bytes] | bytearray) -> None:
        super().__init__()
        self.name = name
        self._bytes_max = bytes_max
        self._room = bytes_max
        self._out = out
        self.begun = self.complete = False

    def on_start(self) -> None:
        if self.begun:
            raise Problem.at(self.name, "is given twice")
        self.begun = True

    def on_data_received(self, chunk: bytes) -> None:
        self._room -= len(chunk)
        if self._room < 0:
            raise Problem.at(self.name, f"is larger than {self._bytes_max} bytes", 413)
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
    pace_s: float = PACE_S,
) -> Upload:
    """Read the request's parts; the file's bytes go to `file`. Unknown parts are skipped.

    Raises Problem 415 (not multipart), 413 (too large), 408 (too slow), 400 (cut off or malformed), 422 (no file, or
    two, or a header that is not UTF-8).
    """
    too_large = Problem.at("", f"is larger than {bytes_max} bytes", 413)
    if (announced_bytes(request) or 0) > bytes_max + OVERHEAD_BYTES:
        raise too_large
    parser = _parser(request)
    part, texts = _Part(file_part, bytes_max, file), {name: bytearray() for name in text_parts}
    parts = [part, *(_Part(name, TEXT_BYTES_MAX, text) for name, text in texts.items())]
    for one in parts:
        parser.register(one.name, one)
    try:
        async with asyncio.timeout(within_s):
            await _feed(parser, request, bytes_max + OVERHEAD_BYTES, pace_s)
    except _TooLarge:
        raise too_large from None
    except TimeoutError:
        pace = f"{PACE_BYTES} bytes every {pace_s:.0f} s"
        raise Problem(408, f"The upload is too slow: send {pace}, and all within {within_s:.0f} s.") from None
    except UnicodeDecodeError as error:
        raise _not_utf8(error.object, parts) from None
    except (ParseFailedException, ClientDisconnect, IndexError):  # Python's header parser raises the last
        raise Problem(400, "The upload was cut off, or is not multipart/form-data.") from None
    if not part.complete:
        raise Problem.at(file_part, f"the part '{file_part}' with the file is missing or was cut off")
    filename = (part.multipart_filename or "")[:FILENAME_CHARACTERS_MAX]
    return Upload(filename, {name: _text(name, text) for name, text in texts.items() if text})


def _parser(request: Request) -> StreamingFormDataParser:
    try:
        return StreamingFormDataParser({"Content-Type": request.headers.get("content-type", "")})
    except (ParseFailedException, ValueError, UnicodeEncodeError):
        raise Problem(415, "The body must be multipart/form-data.") from None


async def _feed(parser: StreamingFormDataParser, request: Request, bytes_max: int, pace_s: float) -> None:
    """Raises TimeoutError if the bytes come too slowly: each `PACE_BYTES` restart the timer."""
    size, paced, clock = 0, 0, asyncio.get_running_loop().time
    async with asyncio.timeout(pace_s) as pace:
        async for chunk in request.stream():
            size += len(chunk)
            if size > bytes_max:
                raise _TooLarge
            if size - paced >= PACE_BYTES:
                paced = size
                pace.reschedule(clock() + pace_s)
            if chunk:
                parser.data_received(chunk)


def _not_utf8(header: bytes, parts: Sequence[_Part]) -> Problem:
    """Names the part with that header, or the one whose headers are being read."""
    named = _PART_NAME.search(header)
    reading = [part.name for part in parts if part.begun and not part.complete]
    name = named[1].decode(errors="replace") if named else "".join(reading)
    return Problem.at(name, "a header of this part is not UTF-8: give the file a name in ASCII or in UTF-8")


def _text(name: str, text: bytearray) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise Problem.at(name, "is not UTF-8") from None
