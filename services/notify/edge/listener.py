"""Accepts connections at a bounded rate, so that a storm of them leaves time for the established ones.

Connections that are not accepted yet wait in the kernel's backlog, and cost nothing here.
"""

from __future__ import annotations

import asyncio
import socket as sockets
from collections.abc import Callable

import structlog

BACKLOG = 4_096
TURN_S = 0.01
log = structlog.get_logger(__name__)


class Listener:
    """Listens, and passes each accepted socket to `take`: every 10 ms as many as `per_s` allows."""

    def __init__(self, take: Callable[[sockets.socket], None], per_s: float) -> None:
        self._take = take
        self._per_turn = max(1, round(per_s * TURN_S))
        self._socket: sockets.socket | None = None
        self._pause: asyncio.TimerHandle | None = None

    @property
    def port(self) -> int:
        assert self._socket is not None, "listen() comes first"
        return int(self._socket.getsockname()[1])

    def listen(self, host: str, port: int, *, kernel_bytes: int, shared: bool = False) -> None:
        """Listen; a `shared` port may be used by other processes too. Raises OSError where the port is taken.

        Accepted sockets inherit `kernel_bytes`, the kernel's part of a slow reader's buffer.
        """
        family = sockets.AF_INET6 if ":" in host else sockets.AF_INET
        self._socket = sockets.create_server((host, port), family=family, backlog=BACKLOG, reuse_port=shared)
        self._socket.setblocking(False)
        self._socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, kernel_bytes)
        self._socket.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_NODELAY, 1)
        self._resume()

    def close(self) -> None:
        """Stop accepting."""
        if self._socket is None:
            return
        if self._pause is not None:
            self._pause.cancel()
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()
        self._socket = None

    def _resume(self) -> None:
        assert self._socket is not None
        asyncio.get_running_loop().add_reader(self._socket, self._accept)

    def _accept(self) -> None:
        """Accept what one turn allows; the rest waits for the next turn."""
        assert self._socket is not None
        for _ in range(self._per_turn):
            try:
                accepted, _ = self._socket.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:  # no more descriptors: open connections go on, new ones wait
                log.error("cannot_accept", error=repr(error))
                break
            accepted.setblocking(False)
            self._take(accepted)
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._socket)
        self._pause = loop.call_later(TURN_S, self._resume)


def peer_of(accepted: sockets.socket) -> str:
    """The other side's address; empty where it has gone already."""
    try:
        return str(accepted.getpeername()[0])
    except OSError:
        return ""
