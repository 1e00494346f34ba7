"""uvicorn's HTTP protocol with a bound of what a request may send beside its body (headers, chunk sizes and trailers)
and a pace at which an answer has to be read. Whatever it refuses below the routes is a problem document too.

uvicorn bounds none of these with its fast parser, so that one connection could fill the memory. A proxy in front bounds
them too, but a service must not depend on it.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any
from urllib.parse import unquote_to_bytes

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from plumbing.limits import Limit

HEADER_BYTES_MAX = 32_768
HEADERS_WITHIN_S = 10.0
READ_PACE_S = 30.0
UNSENT_BYTES = 65_536  # in the kernel; it buffers megabytes otherwise, in which no pace can be seen
READ_PACE = Limit(
    "answers that are read",
    None,
    unit=f"bytes every {READ_PACE_S:g} s at least",
    shares={"request": 16_384},
    over_share="the connection ends",
)
LINE_BYTES = 4  # of a header: a colon, a blank and the end of the line
FRAMING_PER_BODY_BYTE = 16  # a chunk of one byte has five bytes of framing; a size may have leading zeros

_ANSWER = b"HTTP/1.1 %b\r\ncontent-type: application/problem+json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%b"
_PROBLEM = b'{"type": "about:blank", "title": "%b", "status": %b, "detail": "%b"}'


def answer(status: bytes, title: bytes, detail: bytes) -> bytes:
    """A whole response as RFC 9457 problem, for a request that is not read to its end."""
    body = _PROBLEM % (title, status, detail)
    return _ANSWER % (status + b" " + title, len(body), body)


NOT_HTTP = answer(b"400", b"Bad Request", b"This is no valid HTTP/1.1 request.")
NO_ADDRESS = answer(b"404", b"Not Found", b"There is nothing at such an address.")
TOO_LARGE = answer(b"431", b"Request Header Fields Too Large", b"The headers of a request may have 32 KiB.")
TOO_SLOW = answer(b"408", b"Request Timeout", b"The headers of a request must arrive within 10 s.")


def _names_nothing(url: bytes) -> bool:
    """Whether its path has an escaped slash, which the routes would take for one that separates, or is not UTF-8."""
    path, _, _ = url.partition(b"?")
    if b"%" not in path:
        return False
    try:
        unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        return True
    return b"%2f" in path.lower()


class BoundedProtocol(HttpToolsProtocol):
    """Answers 431 and closes the connection where a request exceeds the bound, 408 where its headers take too long.

    Ends the connection where the other side reads too little of an answer.
    """

    _read = 0  # bytes since the last request ended, and how many of them are body
    _body = 0
    _received = 0  # bytes of the last read of the socket, and of the one in which the last request ended
    _shared = 0
    _in_headers = False
    _deadline: asyncio.TimerHandle | None = None
    _pace: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        opened = transport.get_extra_info("socket")
        if opened is not None and hasattr(socket, "TCP_NOTSENT_LOWAT"):
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
        self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._awaited()
        self._keep_no_pace()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._received = len(data)
        self._read += self._received
        super().data_received(data)
        if self._read - self._body * (1 + FRAMING_PER_BODY_BYTE) > HEADER_BYTES_MAX:
            self._refuse(TOO_LARGE)
        elif self._in_headers and self._deadline is None:
            self._await_headers()
        self._pace_the_end()

    def on_message_begin(self) -> None:
        self._in_headers = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_headers = False
        self._awaited()
        if self._headers_too_large():
            self._refuse(TOO_LARGE)
        elif _names_nothing(self.url):
            self._refuse(NO_ADDRESS)
        if not self.transport.is_closing():
            super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        self._refuse(NOT_HTTP)

    def on_body(self, body: bytes) -> None:
        self._body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self._headers_too_large():  # with its trailers
            self._refuse(TOO_LARGE)
        else:
            super().on_message_complete()
        self._read, self._body, self._shared = 0, 0, self._received

    def _headers_too_large(self) -> bool:
        """They are counted only where so much was read: of a request that ends with the read that brought it, too."""
        if self._read + self._shared <= HEADER_BYTES_MAX:
            return False
        lines = (len(name) + len(value) + LINE_BYTES for name, value in self.headers)
        return len(self.url) + sum(lines) > HEADER_BYTES_MAX

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._pace_the_end()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._keep_pace(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        self._keep_no_pace()
        super().resume_writing()
        self._pace_the_end()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._pace_the_end()

    def _pace_the_end(self) -> None:
        """A closed connection stays until its last bytes are sent, which are too few for writing to pause."""
        if self._pace is None and self.transport.is_closing() and (left := self.transport.get_write_buffer_size()):
            self._keep_pace(left)

    def _keep_pace(self, unread: int) -> None:
        """End the connection unless less than `unread` bytes, by the pace, wait after its time."""

        def look() -> None:
            left = self.transport.get_write_buffer_size()
            if left > unread - READ_PACE.share("request"):
                self.transport.abort()
            else:
                self._keep_pace(left)

        self._keep_no_pace()
        self._pace = self.loop.call_later(READ_PACE_S, look)

    def _keep_no_pace(self) -> None:
        if self._pace is not None:
            self._pace.cancel()
            self._pace = None

    def _await_headers(self) -> None:
        self._deadline = self.loop.call_later(HEADERS_WITHIN_S, self._refuse, TOO_SLOW)

    def _awaited(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, why: bytes) -> None:
        """End the connection; the answer is only sent where no other one is being written."""
        if self.transport.is_closing():
            return
        waits = self.cycle is not None and not self.cycle.response_started and not self.pipeline
        if self.cycle is None or self.cycle.response_complete or waits:
            self.transport.write(why)
        if waits:
            self.cycle.disconnected = True  # its handler hears that nobody reads an answer any more
            self.cycle.message_event.set()
        self.transport.close()
        self._pace_the_end()
