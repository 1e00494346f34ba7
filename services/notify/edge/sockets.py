"""One viewer's WebSocket: the library's protocol without I/O, on a line of our own.

Frames for viewers come ready-made (`wire`) and go straight to the line; handshake, control frames and what clients say
go through the protocol. What a client asks is answered one by one: while answers are held back its next question waits,
so that a client which asks faster than it reads waits for itself.
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

from services.notify.edge.line import Line
from services.notify.rooms.frames import CLIENT_FRAME_BYTES_MAX
from services.notify.rooms.protocol import CloseCode, Connection

INVALID_TEXT = 1007
PARTS_MAX = 64  # of one message: the protocol bounds its bytes, and a piece may have none
_SILENT = logging.getLogger("websockets.silent")
_SILENT.setLevel(logging.CRITICAL)
PING = Frame(Opcode.PING, b"").serialize(mask=False)
log = structlog.get_logger(__name__)


def wire(text: bytes) -> bytes:
    """A text frame as it goes over the wire: without a mask it is the same bytes for every socket."""
    return Frame(Opcode.TEXT, text).serialize(mask=False)


class Owner(Protocol):
    """Who serves the sockets."""

    farewell_s: float
    """How long a socket that is being ended may still take its backlog and answer."""

    def respond(self, request: Request) -> Response | None:
        """What to answer instead of a handshake; None to go on with it."""

    def explain(self, response: Response) -> Response:
        """The response to send where the protocol gives this one."""

    def opened(self, socket: Socket) -> Connection:
        """The handshake is done. Its side of the protocol."""

    def received(self, socket: Socket, message: str | bytes) -> None:
        """A whole message came."""

    def too_slow(self, socket: Socket) -> bool:
        """Whether it holds so much back that it gets no more."""

    def left(self, socket: Socket) -> None:
        """It takes no more frames. Called once, if it was opened."""

    def lost(self, socket: Socket) -> None:
        """It is closed. Called once."""


class Socket(Line):
    """`open` from the handshake until either side has begun to close; before and after it is muted."""

    __slots__ = ("_inbox", "_owner", "_parts", "_protocol", "open", "since", "viewer")

    def __init__(self, socket: sockets.socket, loop: asyncio.AbstractEventLoop, owner: Owner) -> None:
        self._owner = owner
        self._protocol = ServerProtocol(max_size=CLIENT_FRAME_BYTES_MAX, logger=_SILENT)
        self._inbox: deque[str | bytes] = deque()
        self._parts: list[Frame] = []
        self.open = False
        self.since = loop.time()
        self.viewer: Connection | None = None
        super().__init__(socket, loop)

    def end(self, code: CloseCode, reason: str) -> None:
        """Begin to close; it is closed in the end, whether the other side answers or not."""
        if self.open:
            self._protocol.send_close(code, reason)
            self._flush()
            self.resume()
            self._loop.call_later(self._owner.farewell_s, self.close)

    def received(self, data: bytes) -> None:
        """Whatever comes in, a pong too, shows that the other side is there."""
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
            if self._held and self._owner.too_slow(self):  # pings, whose answers nobody reads
                self.close()
        self.drained()

    def behind(self) -> bool:
        return not self._owner.too_slow(self)

    def drained(self) -> None:
        """Hand on what was asked, as long as the answers leave."""
        with self._guarded():
            while self._inbox and not self._held and not self.closed:
                self._owner.received(self, self._inbox.popleft())
        if self._inbox:
            self.pause()
        else:
            self.resume()

    def lost(self) -> None:
        self._leave()
        self._protocol.parser.close()  # it holds the protocol, which holds it: thousands would wait for the collector
        self._owner.lost(self)

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """The loop would only log what goes wrong here, and the socket would hang."""
        try:
            yield
        except Exception:
            log.exception("socket_failed")
            self._inbox.clear()
            self.close()

    def _shake(self, request: Request) -> None:
        """Answer the handshake, or the plain request."""
        response = self._owner.respond(request) or self._owner.explain(self._protocol.accept(request))
        self._protocol.send_response(response)
        if self._protocol.state is State.OPEN:
            self.open = True
            self.mute(False)
            self.viewer = self._owner.opened(self)

    def _gather(self, frame: Frame) -> None:
        """Put a message together from its frames; the protocol sees to their order and size."""
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
        """Write what the protocol has to say. Its end of the stream ends the line, at the latest after the farewell."""
        for data in self._protocol.data_to_send():
            if data:
                self.put(data)
            else:
                self.finish()
                self._loop.call_later(self._owner.farewell_s, self.close)
        if self._protocol.state is not State.OPEN:
            self._leave()

    def _leave(self) -> None:
        """What was asked and not handed on yet is not answered: it may ask to be let into a room again."""
        if self.open:
            self.open = False
            self._inbox.clear()
            self.mute(True)
            self._owner.left(self)
