"""One TCP socket on the event loop: writes at once, holds back what the kernel does not take, reads unless paused.

Below asyncio's transports, whose bookkeeping costs a frame as much as the kernel does. What is held back are references
to the bytes that were given, so that a thousand slow readers of one room hold one copy of its frames.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket as sockets
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable
from itertools import islice

READ_BYTES = 32 * 1024
BUFFERS_MAX = 256  # given to one writev


class Line(ABC):
    """Subclasses say what happens in `received`, `behind`, `drained` and `lost`. No method raises OSError: it closes.

    `send` takes what many lines are given (`send_all`): the kernel's own, or one that puts it behind what is held back,
    or, on a line that is muted, one that passes it over. `put` writes in any case.
    """

    __slots__ = ("_finishing", "_held", "_loop", "_muted", "_reading", "_socket", "closed", "held_bytes", "send")

    def __init__(self, socket: sockets.socket, loop: asyncio.AbstractEventLoop) -> None:
        self._socket = socket
        self._loop = loop
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
        """Something was read."""

    @abstractmethod
    def behind(self) -> bool:
        """Whether what many are given may be put behind what is held back here."""

    @abstractmethod
    def drained(self) -> None:
        """All that was held back has left."""

    @abstractmethod
    def lost(self) -> None:
        """The line has closed, for whatever reason. Called once."""

    def put(self, data: bytes) -> None:
        """Write at once, or behind what is held back."""
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
        """Hold back what the kernel did not take of this."""
        self._loop.add_writer(self._socket, self._on_writable)
        self._hold(memoryview(data)[sent:])
        self._choose()

    def fail(self) -> None:
        """Close soon: whoever is going through many lines goes on first."""
        self._loop.call_soon(self.close)

    def mute(self, muted: bool) -> None:
        """Whether what many are given is passed over here. At first it is."""
        self._muted = muted
        self._choose()

    def finish(self) -> None:
        """Nothing more will be put. The other side sees the end when all has left."""
        self._finishing = True
        if not self._held:
            self._shut()

    def pause(self) -> None:
        """Read no more for now."""
        if self._reading:
            self._reading = False
            self._loop.remove_reader(self._socket)

    def resume(self) -> None:
        """Read what comes."""
        if not self._reading and not self.closed:
            self._reading = True
            self._loop.add_reader(self._socket, self._on_readable)

    def close(self) -> None:
        """Close now; what is held back is lost."""
        if self.closed:
            return
        self.pause()
        if self._held:
            self._loop.remove_writer(self._socket)
        self.closed = True
        self.mute(True)
        self._held.clear()
        self._socket.close()
        self.lost()

    def _hold(self, data: bytes | memoryview) -> None:
        self._held.append(data)
        self.held_bytes += len(data)

    def _choose(self) -> None:
        """`len` takes all of it and does nothing."""
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
            self._held.popleft()
        if not self._held:
            self._loop.remove_writer(self._socket)
            self._choose()
            if self._finishing:
                self._shut()
            self.drained()


def send_all(lines: Iterable[Line], data: bytes) -> None:
    """Give the same bytes to every line. This loop is what a frame to thousands costs: it makes one call a line."""
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
