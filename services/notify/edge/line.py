"""One TCP socket on the event loop: writes at once, buffers what the kernel does not take, reads unless paused.

Used instead of asyncio's transports, whose bookkeeping costs as much per frame as the kernel. The buffer holds
references to the bytes that were passed in, so that a thousand slow readers of one room share one copy of its frames.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket as sockets
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable
from itertools import islice

from services.notify.edge.backlog import Backlog

READ_BYTES = 32 * 1024
BUFFERS_MAX = 256  # passed to one writev


class Line(ABC):
    """Subclasses implement `received`, `behind`, `drained` and `lost`. No method raises OSError: the line closes.

    `send_all` calls `send`, which is the socket's own method, or one that appends to the buffer, or on a muted line one
    that does nothing. `put` always writes.
    """

    __slots__ = (
        "_backlog",
        "_finishing",
        "_held",
        "_loop",
        "_muted",
        "_reading",
        "_socket",
        "closed",
        "held_bytes",
        "send",
    )

    def __init__(self, socket: sockets.socket, loop: asyncio.AbstractEventLoop, backlog: Backlog) -> None:
        self._socket = socket
        self._loop = loop
        self._backlog = backlog
        self._held: deque[bytes | memoryview] = deque()
        self._finishing = False
        self._reading = False
        self._muted = True
        self.held_bytes = 0
        self.closed = False
        self.send: Callable[[bytes], int] = len
        self.resume()

    @abstractmethod
    def received(self, data: bytes) -> None:
        """Called with the bytes that were read."""

    @abstractmethod
    def behind(self) -> bool:
        """Called where the buffer is not empty: whether `send` may append to it."""

    @abstractmethod
    def drained(self) -> None:
        """Called when the buffer has become empty."""

    @abstractmethod
    def lost(self) -> None:
        """Called once when the line has closed, for whatever reason."""

    def put(self, data: bytes) -> None:
        """Write at once, or append to the buffer where it is not empty."""
        if self._held:
            self._hold(data)
            return
        try:
            sent = self._socket.send(data)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError:
            self.fail()
            return
        if sent != len(data):
            self.keep(data, sent)

    def keep(self, data: bytes, sent: int) -> None:
        """Buffer what the kernel did not take of this."""
        self._loop.add_writer(self._socket, self._on_writable)
        self._hold(memoryview(data)[sent:])
        self._choose()

    def fail(self) -> None:
        """Close in the next turn of the loop: a loop over many lines must finish first."""
        self._loop.call_soon(self.close)

    def mute(self, muted: bool) -> None:
        """Let `send` do nothing, or write again. A new line is muted."""
        self._muted = muted
        self._choose()

    def finish(self) -> None:
        """Nothing more will be written: send the end of the stream when the buffer has become empty."""
        self._finishing = True
        if not self._held:
            self._shut()

    def shed(self) -> None:
        """Drop what is buffered, except the first part: the kernel may have taken the beginning of that."""
        while len(self._held) > 1:
            part = self._held.pop()
            self.held_bytes -= len(part)
            self._backlog.give_back(part)

    def pause(self) -> None:
        """Stop reading for now."""
        if self._reading:
            self._reading = False
            self._loop.remove_reader(self._socket)

    def resume(self) -> None:
        """Read again."""
        if not self._reading and not self.closed:
            self._reading = True
            self._loop.add_reader(self._socket, self._on_readable)

    def close(self) -> None:
        """Close now; what is buffered is lost."""
        if self.closed:
            return
        self.pause()
        if self._held:
            self._loop.remove_writer(self._socket)
        self.closed = True
        self.mute(True)
        while self._held:
            self._backlog.give_back(self._held.pop())
        self.held_bytes = 0
        self._socket.close()
        self.lost()

    def _hold(self, data: bytes | memoryview) -> None:
        self._held.append(data)
        self.held_bytes += len(data)
        self._backlog.take(data)

    def _choose(self) -> None:
        """Choose what `send` does. On a muted line that is `len`, which accepts all bytes and does nothing."""
        self.send = len if self._muted else self._send_behind if self._held else self._socket.send

    def _send_behind(self, data: bytes) -> int:
        if self.behind():
            self._hold(data)
        return len(data)

    def _shut(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(sockets.SHUT_WR)

    def _on_readable(self) -> None:
        try:
            data = self._socket.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if data:
            self.received(data)
        else:
            self.close()

    def _on_writable(self) -> None:
        try:
            sent = self._socket.sendmsg(list(islice(self._held, BUFFERS_MAX)))
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            self.close()
            return
        self.held_bytes -= sent
        while sent:
            first = self._held[0]
            if sent < len(first):
                self._held[0] = memoryview(first)[sent:]
                return
            sent -= len(first)
            self._backlog.give_back(self._held.popleft())
        if not self._held:
            self._loop.remove_writer(self._socket)
            self._choose()
            if self._finishing:
                self._shut()
            self.drained()


def send_all(lines: Iterable[Line], data: bytes) -> None:
    """Write the same bytes to every line. This loop dominates the cost of a frame for thousands: one call per line."""
    size = len(data)
    for line in lines:
        try:
            sent = line.send(data)
        except (BlockingIOError, InterruptedError):
            line.keep(data, 0)
            continue
        except OSError:
            line.fail()
            continue
        if sent != size:
            line.keep(data, sent)
