"""The WebSocket server: one reader a socket, writes that never wait, an end for who is too slow or silent.

A thin shell. What frames mean is in `protocol.py`, who is told what in `hub.py`; here are only bytes and time. No
compression, no queue and no task of its own for a socket's writes: what the transport has buffered is all there is.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket as sockets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

import structlog
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.protocol import State

from plumbing.telemetry import metrics
from plumbing.telemetry.fatal import stop_process
from services.notify.channels import Delivery, Refusal
from services.notify.endpoints import Endpoints
from services.notify.frames import CLIENT_FRAME_BYTES_MAX
from services.notify.hub import Hub
from services.notify.protocol import (
    Action,
    Authenticate,
    Close,
    CloseCode,
    Connection,
    Heartbeat,
    Join,
    Leave,
    Limits,
    Send,
)

CONNECTIONS_MAX = 20_000
HANDSHAKE_S = 10.0
BACKLOG = 4_096
_PING = Frame(Opcode.PING, b"").serialize(mask=False)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one socket may hold back, and how long things may take.

    `buffered_bytes_max` is looked at before a write, so a socket holds at most that and one frame. Until
    `farewell_s` after its end a slow reader may still read what is buffered, and behind it the reason of its end.
    """

    buffered_bytes_max: int = 1_048_576
    kernel_bytes: int = 256 * 1024
    farewell_s: float = 10.0
    sweep_s: float = 1.0
    connection: Limits = field(default_factory=Limits)


class Socket(ServerConnection):
    """One viewer's socket, which writes ready-made bytes at once and keeps its side of the protocol."""

    viewer: Connection | None = None

    def process_event(self, event: Any) -> None:
        """Whatever comes in, a pong too, shows that the other side is there."""
        super().process_event(event)
        if self.viewer is not None:
            self.viewer.heard()

    def write(self, wire: bytes) -> None:
        """Write one whole frame, unless the connection is ending."""
        if self.protocol.state is State.OPEN:
            self.transport.write(wire)

    @property
    def buffered_bytes(self) -> int:
        return self.transport.get_write_buffer_size()

    def end(self, code: CloseCode, reason: str, farewell_s: float) -> None:
        """Start the closing handshake, and end the connection after `farewell_s` whether it was answered or not."""
        if self.protocol.state is State.OPEN:
            self.protocol.send_close(code, reason)
            self.send_data()
            self.loop.call_later(farewell_s, self.transport.abort)


def wire(text: bytes) -> bytes:
    """A text frame as it goes over the wire: without a mask it is the same bytes for every socket."""
    return Frame(Opcode.TEXT, text).serialize(mask=False)


class LiveServer:
    """Serves `/v1/live` and the HTTP endpoints. Everything runs on one event loop, which `now` is the clock of."""

    def __init__(
        self, hub: Hub[Socket], authenticate: Authenticate, endpoints: Endpoints, bounds: Bounds | None = None
    ) -> None:
        self._hub = hub
        self._authenticate = authenticate
        self._endpoints = endpoints
        self._bounds = bounds or Bounds()
        self._sockets: set[Socket] = set()
        self._timer: asyncio.Handle | None = None
        self._timer_at = 0.0
        self._sweeper: asyncio.Task[None] | None = None
        self._server: Server | None = None

    @property
    def port(self) -> int:
        assert self._server is not None, "start() comes first"
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def open_sockets(self) -> tuple[Socket, ...]:
        """Those whose handshake is done."""
        return tuple(self._sockets)

    async def start(self, host: str, port: int) -> None:
        """Listen. Raises OSError where the port is taken."""
        family = sockets.AF_INET6 if ":" in host else sockets.AF_INET
        listening = sockets.create_server((host, port), family=family, backlog=BACKLOG)
        # Accepted sockets inherit it: the kernel's share of a slow reader's backlog is bounded too.
        listening.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, self._bounds.kernel_bytes)
        self._server = await serve(
            self._serve,
            sock=listening,
            backlog=BACKLOG,
            create_connection=Socket,
            process_request=self._endpoints.answer,
            process_response=self._endpoints.explain,
            compression=None,
            server_header=None,
            open_timeout=HANDSHAKE_S,
            ping_interval=None,  # heartbeats are the protocol's, with its own close code
            close_timeout=self._bounds.farewell_s,
            max_size=CLIENT_FRAME_BYTES_MAX,
        )
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self, grace_s: float) -> None:
        """Tell everyone 1001 and wait for their goodbye, at most `grace_s`. Whoever is left is cut."""
        if self._server is None:
            return
        if self._sweeper is not None:
            self._sweeper.cancel()
        if self._timer is not None:
            self._timer.cancel()
        for socket in self.open_sockets:
            self._act(socket, cast(Connection, socket.viewer).end(CloseCode.GOING_AWAY, "going away"))
        self._server.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._server.wait_closed(), grace_s)
            return
        for socket in self.open_sockets:
            socket.transport.abort()
        await self._server.wait_closed()

    def full(self) -> bool:
        """Whether no further connection is taken."""
        return len(self._sockets) >= CONNECTIONS_MAX

    def tick(self) -> None:
        """Write what is due, and see to it that what comes due next is written too."""
        self._deliver(self._hub.due(self.now()))
        self._schedule()

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def _serve(self, connection: ServerConnection) -> None:
        """Read one socket until it ends. Between two frames wait until the answers have left, so that a client
        which asks faster than it reads waits for itself."""
        socket = cast(Socket, connection)
        socket.viewer = viewer = Connection(self._authenticate, self._bounds.connection, self.now())
        self._sockets.add(socket)
        metrics.SOCKETS.set(len(self._sockets))
        try:
            async for message in socket:
                self._act(socket, viewer.receive(message, self.now()))
                await socket.drain()
        except (ConnectionClosed, OSError):
            pass  # by whichever side and for whatever reason: the reader's work is done
        finally:
            self._sockets.discard(socket)
            metrics.SOCKETS.set(len(self._sockets))
            for room in viewer.rooms.values():
                self._hub.leave(socket, room)

    def _act(self, socket: Socket, actions: Iterable[Action]) -> None:
        for action in actions:
            match action:
                case Send(text):
                    self._write(wire(text), (socket,))
                case Join(room, since):
                    self._deliver(self._hub.join(socket, room, since, self.now()))
                    self._schedule()
                case Leave(room):
                    self._hub.leave(socket, room)
                case Heartbeat():
                    socket.write(_PING)
                case Close(code, reason):
                    metrics.CLOSED.labels(str(int(code))).inc()
                    socket.end(code, reason, self._bounds.farewell_s)

    def _deliver(self, told: Iterable[Delivery[Socket] | Refusal[Socket]]) -> None:
        for one in told:
            match one:
                case Delivery(text, to, logged_ms):
                    self._write(wire(text), to)
                    if logged_ms is not None:
                        metrics.SEND_SECONDS.observe(max(0.0, time.time() - logged_ms / 1000))
                case Refusal(room, socket):
                    self._act(socket, cast(Connection, socket.viewer).refused(room))

    def _write(self, wire: bytes, to: Iterable[Socket]) -> None:
        """The same bytes to every socket. Who is slow is put aside first and ended after, as that may change `to`."""
        slow: list[Socket] = []
        sent = 0
        for socket in to:
            if socket.buffered_bytes > self._bounds.buffered_bytes_max:
                slow.append(socket)
            else:
                socket.write(wire)
                sent += 1
        metrics.FRAMES_SENT.inc(sent)
        metrics.BYTES_SENT.inc(sent * len(wire))
        for socket in slow:
            self._act(socket, cast(Connection, socket.viewer).end(CloseCode.TOO_SLOW, "too slow: resume with since"))

    def _schedule(self) -> None:
        due = self._hub.next_due
        if self._timer is not None:
            if due is not None and self._timer_at <= due:
                return
            self._timer.cancel()
            self._timer = None
        if due is not None:
            # The time is kept here: uvloop answers a plain handle, which has none, where `due` is now or past.
            self._timer, self._timer_at = asyncio.get_running_loop().call_at(due, self._on_timer), due

    def _on_timer(self) -> None:
        self._timer = None
        try:
            self.tick()
        except Exception as error:  # the loop would only log it, and the rooms would stand still
            log.exception("tick_failed")
            stop_process(f"the rooms cannot be told: {error!r}")

    async def _sweep(self) -> None:
        """Once a second ask every connection what is due. Cheaper than a timer for each."""
        while True:
            await asyncio.sleep(self._bounds.sweep_s)
            now = self.now()
            for socket in self.open_sockets:
                self._act(socket, cast(Connection, socket.viewer).on_time(now))
            metrics.ROOMS.set(self._hub.rooms)
