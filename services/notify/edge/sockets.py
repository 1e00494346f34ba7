"""One viewer's WebSocket: the library's sans-I/O protocol on a `Line`.

Frames for viewers are encoded once (`wire`) and go straight to the line; the handshake, control frames and messages of
clients go through the protocol. Messages of a client are handled one by one, and wait while answers are buffered: this
is the backpressure on a client that asks faster than it reads.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket as sockets
from collections import deque
from collections.abc import Iterator
from typing import Protocol

import structlog
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.server import ServerProtocol

from services.notify.edge.backlog import Backlog
from services.notify.edge.doors import Visitor
from services.notify.edge.line import Line
from services.notify.rooms.frames import CLIENT_FRAME_BYTES_MAX
from services.notify.rooms.protocol import CloseCode, Connection

INVALID_TEXT = 1007
PARTS_MAX = 64  # of one message: the protocol limits its bytes, but fragments may be empty
_SILENT = logging.getLogger("websockets.silent")
_SILENT.setLevel(logging.CRITICAL)
PING = Frame(Opcode.PING, b"").serialize(mask=False)
log = structlog.get_logger(__name__)


def wire(text: bytes) -> bytes:
    """The bytes of a text frame. A server does not mask, so they are the same for every socket."""
    return Frame(Opcode.TEXT, text).serialize(mask=False)


class Owner(Protocol):
    """What a socket needs of its server."""

    farewell_s: float
    """How long a socket that is being closed may still take to read its buffer and to answer."""

    def respond(self, socket: Socket, request: Request) -> Response | None:
        """The answer to a plain request; None to go on with the handshake."""

    def explain(self, response: Response) -> Response:
        """The response to send in place of the protocol's."""

    def opened(self, socket: Socket) -> Connection:
        """Called when the handshake is done. Returns the connection's state machine."""

    def received(self, socket: Socket, message: str | bytes) -> None:
        """Called with a whole message."""

    def too_slow(self, socket: Socket) -> bool:
        """Whether it has buffered so much that it must be disconnected."""

    def left(self, socket: Socket) -> None:
        """Called once, if it was opened, when it takes no more frames."""

    def lost(self, socket: Socket) -> None:
        """Called once when it is closed."""


class Socket(Line):
    """`open` from the handshake until either side begins to close; muted before and after."""

    __slots__ = ("_inbox", "_owner", "_parts", "_protocol", "open", "since", "viewer", "visitor")

    def __init__(
        self,
        socket: sockets.socket,
        loop: asyncio.AbstractEventLoop,
        owner: Owner,
        visitor: Visitor,
        backlog: Backlog,
    ) -> None:
        self._owner, self.visitor = owner, visitor
        self._protocol = ServerProtocol(max_size=CLIENT_FRAME_BYTES_MAX, logger=_SILENT)
        self._inbox: deque[str | bytes] = deque()
        self._parts: list[Frame] = []
        self.open = False
        self.since = loop.time()
        self.viewer: Connection | None = None
        super().__init__(socket, loop, backlog)

    def end(self, code: CloseCode, reason: str) -> None:
        """Begin to close. The socket is closed after `farewell_s` even if the other side does not answer."""
        if self.open:
            self._protocol.send_close(code, reason)
            self._flush()
            self.resume()
            self._loop.call_later(self._owner.farewell_s, self.close)

    def received(self, data: bytes) -> None:
        """Feed the protocol. Anything that comes in, even a pong, shows that the other side is alive."""
        if self.viewer is not None:
            self.viewer.heard()
        with self._guarded():
            self._protocol.receive_data(data)
            for event in self._protocol.events_received():
                if isinstance(event, Request):
                    self._shake(event)
                elif isinstance(event, Frame):
                    self._gather(event)
            self._flush()
            if self._held and self._owner.too_slow(self):  # answers to pings that the client does not read
                self.close()
        self.drained()

    def behind(self) -> bool:
        return not self._owner.too_slow(self)

    def drained(self) -> None:
        """Handle waiting messages for as long as no answer is buffered."""
        with self._guarded():
            while self._inbox and not self._held and not self.closed:
                self._owner.received(self, self._inbox.popleft())
        if self._inbox:
            self.pause()
        else:
            self.resume()

    def lost(self) -> None:
        self._leave()
        self._protocol.parser.close()  # breaks a cycle: thousands would wait for the garbage collector
        self._owner.lost(self)

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """Close the socket on any error: the event loop would only log it, and the socket would hang."""
        try:
            yield
        except Exception:
            log.exception("socket_failed")
            self._inbox.clear()
            self.close()

    def _shake(self, request: Request) -> None:
        """Answer the handshake, or the plain request."""
        response = self._owner.respond(self, request) or self._owner.explain(self._protocol.accept(request))
        self._protocol.send_response(response)
        if self._protocol.state is State.OPEN:
            self.open = True
            self.mute(False)
            self.viewer = self._owner.opened(self)

    def _gather(self, frame: Frame) -> None:
        """Assemble a message from its frames; the protocol checks their order and size."""
        if frame.opcode not in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            return
        self._parts.append(frame)
        if len(self._parts) > PARTS_MAX:
            self._parts.clear()
            self._protocol.fail(CloseCode.TOO_MANY_FRAMES, "a message in too many pieces")
            return
        if not frame.fin:
            return
        parts, self._parts = self._parts, []
        message = b"".join(bytes(part.data) for part in parts)
        try:
            self._inbox.append(message if parts[0].opcode is Opcode.BINARY else message.decode())
        except UnicodeDecodeError:
            self._protocol.fail(INVALID_TEXT, "a text frame is no UTF-8")

    def _flush(self) -> None:
        """Write what the protocol has to send. After the end of its stream the line closes, within `farewell_s`."""
        for data in self._protocol.data_to_send():
            if data:
                self.put(data)
            else:
                self.finish()
                self._loop.call_later(self._owner.farewell_s, self.close)
        if self._protocol.state is not State.OPEN:
            self._leave()

    def _leave(self) -> None:
        """Drop waiting messages: they could subscribe a closing socket to a room again."""
        if self.open:
            self.open = False
            self._inbox.clear()
            self.mute(True)
            self._owner.left(self)
