"""Accepting connections at a limited rate."""

from __future__ import annotations

import asyncio
import errno
import socket as sockets

import pytest

from services.notify.edge.listener import Listener


class Door:
    """A listener and the connections that it accepted."""

    def __init__(self, per_s: float) -> None:
        self.inside: list[sockets.socket] = []
        self.waiting: list[sockets.socket] = []
        self.at: list[float] = []
        self.listener = Listener(self._take, per_s)
        self.listener.listen("127.0.0.1", 0, kernel_bytes=8_192)

    def _take(self, accepted: sockets.socket) -> None:
        self.inside.append(accepted)
        self.at.append(asyncio.get_running_loop().time())

    def come(self, count: int) -> None:
        self.waiting += [sockets.create_connection(("127.0.0.1", self.listener.port)) for _ in range(count)]

    async def until_inside(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.inside) < count:
                await asyncio.sleep(0.001)

    def close(self) -> None:
        self.listener.close()
        for one in (*self.inside, *self.waiting):
            one.close()


async def test_a_storm_is_let_in_bit_by_bit() -> None:
    """All are accepted in the end, at the limited rate; the others wait in the kernel."""
    door = Door(per_s=200)
    door.come(20)
    await door.until_inside(20)
    assert door.at[-1] - door.at[0] >= 18 / 200
    assert all(not one.getblocking() for one in door.inside)
    door.close()


async def test_a_closed_one_lets_nobody_in() -> None:
    """Closing twice, or before listening, does no harm."""
    door = Door(per_s=100)
    port = door.listener.port
    door.come(2)
    await door.until_inside(1)
    door.listener.close()
    with pytest.raises(OSError, match="refused"):
        sockets.create_connection(("127.0.0.1", port))
    door.close()
    Listener(door.inside.append, 1).close()


async def test_a_port_is_shared_by_those_who_say_so() -> None:
    """Listeners that ask for sharing can use one port; a listener that does not gets "in use"."""
    first, second, third = (Listener(lambda accepted: accepted.close(), 1) for _ in range(3))
    first.listen("127.0.0.1", 0, kernel_bytes=8_192, shared=True)
    second.listen("127.0.0.1", first.port, kernel_bytes=8_192, shared=True)
    with pytest.raises(OSError, match="in use"):
        third.listen("127.0.0.1", first.port, kernel_bytes=8_192)
    assert first.port == second.port
    for one in (first, second, third):
        one.close()


async def test_no_descriptors_left_is_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Running out of file descriptors is logged, and accepting is retried."""
    door = Door(per_s=1_000)
    refusals = iter([OSError(errno.EMFILE, "too many")])
    accept = sockets.socket.accept

    def refuse_once(self: sockets.socket) -> tuple[sockets.socket, object]:
        for refusal in refusals:
            raise refusal
        return accept(self)

    monkeypatch.setattr(sockets.socket, "accept", refuse_once)
    door.come(1)
    await door.until_inside(1)
    assert len(door.inside) == 1
    door.close()
