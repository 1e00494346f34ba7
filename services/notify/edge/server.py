"""The live server: keeps the connections, writes their frames, and closes those that are too slow or silent.

A thin shell around `rooms/`: `protocol.py` knows what frames mean, `hub.py` which viewer gets which frame. `sockets.py`
and `line.py` move the bytes. All frames of one turn go to each socket in one write.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket as sockets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import cast

import structlog
from websockets.http11 import Request, Response

from plumbing.limits import Limit
from plumbing.telemetry import metrics
from plumbing.telemetry.fatal import must_go_on, stop_process
from services.notify.edge.backlog import BACKLOG, LEFT_AFTER, Backlog, slowest_first
from services.notify.edge.doors import Doors
from services.notify.edge.endpoints import Endpoints
from services.notify.edge.line import send_all
from services.notify.edge.listener import Listener, peer_of
from services.notify.edge.sockets import PING, Socket, wire
from services.notify.rooms.batches import batches
from services.notify.rooms.channels import Delivery, Refusal
from services.notify.rooms.hub import Hub
from services.notify.rooms.permissions import Member
from services.notify.rooms.protocol import (
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

SWEPT_AT_ONCE = 500
DRAIN_TURN_S = 0.05
HELD = Limit(
    "frames that wait for a slow reader",
    None,
    unit="bytes",
    shares={"socket": 1_048_576},
    over_share="closed with 4409",
)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one socket may buffer, and how long things may take.

    `held_bytes_max` is checked before a write, so a socket buffers at most that and one write. A slow reader that is
    disconnected has `farewell_s` to read its buffer and the close frame after it. `accepts_per_s` bounds how many
    connections are accepted, and how many are closed when the server stops.
    """

    held_bytes_max: int = HELD.share("socket")
    backlog_bytes_max: int = BACKLOG.most
    kernel_bytes: int = 256 * 1024
    handshake_s: float = 10.0
    farewell_s: float = 10.0
    sweep_s: float = 1.0
    accepts_per_s: float = 1_000.0
    connection: Limits = field(default_factory=Limits)


class LiveServer:
    """Serves `/v1/live` and the HTTP endpoints on one event loop, whose clock is `now`."""

    def __init__(
        self,
        hub: Hub[Socket],
        authenticate: Authenticate,
        endpoints: Endpoints,
        doors: Doors,
        bounds: Bounds | None = None,
    ) -> None:
        self._hub = hub
        self._authenticate = authenticate
        self._endpoints = endpoints
        self._doors = doors
        self._bounds = bounds or Bounds()
        self.farewell_s = self._bounds.farewell_s
        self._listener = Listener(self._accepted, self._bounds.accepts_per_s)
        self._connected: dict[Socket, None] = {}
        self._open: dict[Socket, None] = {}
        self._slow: list[Socket] = []
        self._backlog = Backlog()
        self._timer: asyncio.Handle | None = None
        self._timer_at = 0.0
        self._sweeper: asyncio.Task[None] | None = None
        self._emptied = asyncio.Event()

    @property
    def port(self) -> int:
        return self._listener.port

    @property
    def open_sockets(self) -> tuple[Socket, ...]:
        """The connections whose handshake is done and that are not being closed."""
        return tuple(self._open)

    @property
    def backlog_bytes(self) -> int:
        """What waits for slow readers."""
        return self._backlog.size_bytes

    async def start(self, host: str, port: int, *, shared: bool = False) -> None:
        """Listen. Raises OSError where the port is taken, unless it is `shared` with processes like this one."""
        self._listener.listen(host, port, kernel_bytes=self._bounds.kernel_bytes, shared=shared)
        self._sweeper = asyncio.create_task(must_go_on(self._sweep(), "silent sockets cannot be found"))

    async def stop(self, grace_s: float) -> None:
        """Close every connection with 1001 and wait for the answers, at most `grace_s`. Then cut the rest.

        Connections are closed at the rate at which another instance accepts them, or within half of the time.
        """
        until = self.now() + grace_s
        self._listener.close()
        share = max(self._bounds.accepts_per_s * DRAIN_TURN_S, len(self._open) * DRAIN_TURN_S / max(grace_s / 2, 1e-3))
        for number, socket in enumerate(self.open_sockets, 1):
            self._act(socket, cast(Connection, socket.viewer).end(CloseCode.GOING_AWAY, "going away: come back soon"))
            if number % (int(share) + 1) == 0:
                await asyncio.sleep(DRAIN_TURN_S)
        await self._wait_until_empty(until)
        for task in (self._sweeper, self._timer):
            if task is not None:
                task.cancel()
        for socket in tuple(self._connected):
            socket.close()

    def full(self) -> bool:
        """Whether the maximum of connections is reached."""
        return self._doors.full

    def tick(self) -> None:
        """Write what is due, and schedule what is due next."""
        self._deliver(self._hub.due(self.now()))
        self._schedule()

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def respond(self, socket: Socket, request: Request) -> Response | None:
        return self._endpoints.answer(request, over=socket.visitor.over(request))

    def explain(self, response: Response) -> Response:
        return self._endpoints.explain(response)

    def opened(self, socket: Socket) -> Connection:
        self._open[socket] = None
        socket.visitor.enter()
        metrics.SOCKETS.set(len(self._open))
        return Connection(partial(self._sign_in, socket), self._bounds.connection, self.now())

    def received(self, socket: Socket, message: str | bytes) -> None:
        self._act(socket, cast(Connection, socket.viewer).receive(message, self.now()))

    def too_slow(self, socket: Socket) -> bool:
        """Whether it has buffered too much: if so it is closed after the loop over the sockets, not during it."""
        if socket.held_bytes <= self._bounds.held_bytes_max:
            return False
        self._slow.append(socket)
        return True

    def left(self, socket: Socket) -> None:
        self._open.pop(socket, None)
        metrics.SOCKETS.set(len(self._open))
        for room in cast(Connection, socket.viewer).rooms.values():
            self._hub.leave(socket, room)

    def lost(self, socket: Socket) -> None:
        self._connected.pop(socket, None)
        socket.visitor.leave()
        if not self._connected:
            self._emptied.set()

    def _accepted(self, accepted: sockets.socket) -> None:
        visitor = self._doors.arrive(peer_of(accepted))
        if visitor is None:
            accepted.close()
            return
        self._connected[Socket(accepted, asyncio.get_running_loop(), self, visitor, self._backlog)] = None

    def _sign_in(self, socket: Socket, token: str) -> Member:
        member = self._authenticate(token)
        socket.visitor.sign_in(member.sub)
        return member

    def _act(self, socket: Socket, actions: Iterable[Action]) -> None:
        for action in actions:
            match action:
                case Send(text):
                    self._write(wire(text), (socket,))
                case Join(room, since):
                    self._deliver(self._hub.join(socket, room, since, self.now(), socket.visitor.who))
                    self._schedule()
                case Leave(room):
                    self._hub.leave(socket, room)
                case Heartbeat():
                    send_all((socket,), PING)
                case Close(code, reason):
                    metrics.CLOSED.labels(str(int(code))).inc()
                    socket.end(code, reason)

    def _deliver(self, told: Iterable[Delivery[Socket] | Refusal[Socket]]) -> None:
        """Write frames in the order given. Refusals go to single viewers and need no order."""
        deliveries: list[Delivery[Socket]] = []
        for one in told:
            if isinstance(one, Refusal):
                self._act(one.to, cast(Connection, one.to.viewer).refused(one.room))
            else:
                deliveries.append(one)
        for written, frames, to in batches(deliveries, wire):
            self._write(written, to, frames)
        for one in deliveries:
            metrics.COMMENTS_TOLD.inc(one.comments)
            metrics.COMMENTS_SKIPPED.inc(one.skipped)
            if one.logged_ms is not None:
                metrics.SEND_SECONDS.observe(max(0.0, time.time() - one.logged_ms / 1000))

    def _write(self, written: bytes, to: Sequence[Socket], frames: int = 1) -> None:
        """Write the same bytes to every socket. Slow ones are skipped, and closed afterwards."""
        send_all(to, written)
        metrics.FRAMES_SENT.inc(len(to) * frames)
        metrics.BYTES_SENT.inc(len(to) * len(written))
        while self._slow:
            self._end_slow(self._slow.pop())
        if self._backlog.size_bytes > self._bounds.backlog_bytes_max:
            self._shed()

    def _end_slow(self, socket: Socket) -> None:
        self._act(socket, cast(Connection, socket.viewer).end(CloseCode.TOO_SLOW, "too slow: resume with since"))

    def _shed(self) -> None:
        """Drop buffers until enough is free. Their sockets may read one frame more and the close frame after it."""
        for socket in slowest_first(self._connected):
            if self.backlog_bytes <= self._bounds.backlog_bytes_max * LEFT_AFTER:
                return
            if socket.open:
                socket.shed()
                self._end_slow(socket)
            else:
                socket.close()

    def _schedule(self) -> None:
        due = self._hub.next_due
        if self._timer is not None:
            if due is not None and self._timer_at <= due:
                return
            self._timer.cancel()
            self._timer = None
        if due is not None:
            # Kept here, since uvloop returns a handle without a time where `due` has passed.
            self._timer, self._timer_at = asyncio.get_running_loop().call_at(due, self._on_timer), due

    def _on_timer(self) -> None:
        self._timer = None
        try:
            self.tick()
        except Exception as error:  # the loop would only log it, and no room would get a frame any more
            log.exception("tick_failed")
            stop_process(f"the rooms cannot be told: {error!r}")

    async def _sweep(self) -> None:
        """Once a second check what is due for every connection. Cheaper than a timer for each."""
        while True:
            await asyncio.sleep(self._bounds.sweep_s)
            for number, socket in enumerate(tuple(self._connected)):
                if number % SWEPT_AT_ONCE == 0:
                    await asyncio.sleep(0)
                self._look_at(socket, self.now())
            metrics.ROOMS.set(self._hub.rooms)
            metrics.BACKLOG.set(self.backlog_bytes)
            if self.backlog_bytes > self._bounds.backlog_bytes_max:  # by answers that no frame follows
                self._shed()

    def _look_at(self, socket: Socket, now: float) -> None:
        if socket.viewer is not None:
            self._act(socket, socket.viewer.on_time(now))
        elif now >= socket.since + self._bounds.handshake_s:
            socket.close()

    async def _wait_until_empty(self, until: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                while self._connected:
                    self._emptied.clear()
                    await self._emptied.wait()
