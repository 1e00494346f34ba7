"""uvicorn's HTTP protocol with a bound of what a request may send beside its body: headers, chunk sizes and trailers.

uvicorn bounds none of these with its fast parser, so that one connection could fill the memory. A proxy in front bounds
them too, but a service must not depend on it.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_BYTES_MAX = 32_768  # and what one read of the socket brings beyond it
HEADERS_WITHIN_S = 10.0
FRAMING_PER_BODY_BYTE = 16  # a chunk of one byte has five bytes of framing; a size may have leading zeros

_ANSWER = b"HTTP/1.1 %b\r\ncontent-type: application/problem+json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%b"
_PROBLEM = b'{"type": "about:blank", "title": "%b", "status": %b, "detail": "%b"}'


def answer(status: bytes, title: bytes, detail: bytes) -> bytes:
    """A whole response as RFC 9457 problem, for a request that is not read to its end."""
    body = _PROBLEM % (title, status, detail)
    return _ANSWER % (status + b" " + title, len(body), body)


TOO_LARGE = answer(b"431", b"Request Header Fields Too Large", b"The headers of a request may have 32 KiB.")
TOO_SLOW = answer(b"408", b"Request Timeout", b"The headers of a request must arrive within 10 s.")


class BoundedProtocol(HttpToolsProtocol):
    """Answers 431 and closes the connection where a request exceeds the bound, 408 where its headers take too long."""

    _read = 0  # bytes since the last request ended, and how many of them are body
    _body = 0
    _in_headers = False
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._awaited()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._read += len(data)
        super().data_received(data)
        if self._read - self._body * (1 + FRAMING_PER_BODY_BYTE) > HEADER_BYTES_MAX:
            self._refuse(TOO_LARGE)
        elif self._in_headers and self._deadline is None:
            self._await_headers()

    def on_message_begin(self) -> None:
        self._in_headers = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_headers = False
        self._awaited()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._read = self._body = 0
        super().on_message_complete()

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
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(why)
        self.transport.close()
