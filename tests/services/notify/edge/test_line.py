"""A line on real sockets: everything written arrives in order, however much the kernel accepts at once."""

from __future__ import annotations

import asyncio
import socket as sockets
from collections.abc import AsyncIterator

import pytest

from services.notify.edge.backlog import PART_BYTES, Backlog
from services.notify.edge.line import Line, send_all

LARGE = bytes(range(256)) * 4_096


class Noting(Line):
    """Records its callbacks."""

    __slots__ = ("bound", "got", "happened")

    def __init__(self, socket: sockets.socket, loop: asyncio.AbstractEventLoop, backlog: Backlog) -> None:
        self.got = b""
        self.happened: dict[str, asyncio.Event] = {name: asyncio.Event() for name in ("received", "drained", "lost")}
        self.bound = float("inf")
        super().__init__(socket, loop, backlog)
        self.mute(False)

    def received(self, data: bytes) -> None:
        self.got += data
        self.happened["received"].set()

    def behind(self) -> bool:
        return self.held_bytes <= self.bound

    def drained(self) -> None:
        self.happened["drained"].set()

    def lost(self) -> None:
        self.happened["lost"].set()

    async def until(self, name: str) -> None:
        await asyncio.wait_for(self.happened[name].wait(), 10)
        self.happened[name].clear()


class Pair:
    """A line and its peer socket."""

    def __init__(self, backlog: Backlog | None = None) -> None:
        self.backlog = backlog or Backlog()
        ours, self.other = sockets.socketpair()
        for end in (ours, self.other):
            end.setblocking(False)
        ours.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, 4_096)
        self.line = Noting(ours, asyncio.get_running_loop(), self.backlog)

    async def read(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            got += await asyncio.wait_for(asyncio.get_running_loop().sock_recv(self.other, 65_536), 10)
        return got


@pytest.fixture
async def pair() -> AsyncIterator[Pair]:
    pair = Pair()
    yield pair
    pair.line.close()
    pair.other.close()


async def test_small_things_leave_at_once(pair: Pair) -> None:
    """Small writes are sent without buffering."""
    pair.line.put(b"one")
    send_all([pair.line], b"two")
    assert pair.line.held_bytes == 0
    assert await pair.read(6) == b"onetwo"


async def test_what_the_kernel_does_not_take_follows_in_order(pair: Pair) -> None:
    """With both ways of writing; a callback reports when the buffer is empty."""
    pair.line.put(LARGE)
    for _ in range(300):
        send_all([pair.line], b"behind")
    pair.line.put(b"last")
    assert pair.line.held_bytes > 0
    expected = LARGE + b"behind" * 300 + b"last"
    assert await pair.read(len(expected)) == expected
    await pair.line.until("drained")
    assert pair.line.held_bytes == 0
    send_all([pair.line], b"again")
    assert await pair.read(5) == b"again"


async def test_slow_lines_hold_one_copy(pair: Pair) -> None:
    """A buffered broadcast is the same bytes object for every line."""
    other = Pair()
    for one in (pair, other):
        one.line.put(LARGE)
    shared = LARGE[::-1]
    send_all([pair.line, other.line], shared)
    assert pair.line._held[-1] is other.line._held[-1] is shared
    other.line.close()
    other.other.close()


async def test_the_backlog_counts_what_several_lines_hold_once(pair: Pair) -> None:
    """Shared bytes count once, with what each part takes; nothing is left when all was read or dropped."""
    other = Pair(pair.backlog)
    send_all([pair.line, other.line], LARGE)
    assert pair.backlog.size_bytes == len(LARGE) + 2 * PART_BYTES
    other.line.close()
    assert pair.backlog.size_bytes == len(LARGE) + PART_BYTES
    assert await pair.read(len(LARGE)) == LARGE
    await pair.line.until("drained")
    assert pair.backlog.size_bytes == 0
    other.other.close()


async def test_a_line_that_sheds_ends_what_it_began(pair: Pair) -> None:
    """The part that the kernel took the beginning of is kept, those after it are dropped, later ones follow it."""
    for data in (LARGE, b"dropped", b"dropped too"):
        pair.line.put(data)
    held = pair.line.held_bytes
    pair.line.shed()
    assert held - pair.line.held_bytes == len(b"dropped" + b"dropped too")
    assert pair.backlog.size_bytes == len(LARGE) + PART_BYTES
    pair.line.put(b"last")
    assert await pair.read(len(LARGE) + 4) == LARGE + b"last"


async def test_behind_what_is_held_back_is_a_bound(pair: Pair) -> None:
    """Beyond the buffer's bound, a line is skipped by broadcasts; its buffer is still sent."""
    pair.line.bound = len(LARGE)
    pair.line.put(LARGE)
    for _ in range(10):
        send_all([pair.line], LARGE)
    assert pair.line.held_bytes <= 2 * len(LARGE)
    assert await pair.read(2 * len(LARGE)) == LARGE * 2


async def test_a_muted_line_is_passed_over(pair: Pair) -> None:
    """By broadcasts, but not by writes to it alone."""
    pair.line.mute(True)
    send_all([pair.line], b"frame")
    pair.line.put(b"goodbye")
    assert await pair.read(7) == b"goodbye"


async def test_the_end_comes_after_what_is_held_back(pair: Pair) -> None:
    """finish() sends the buffer first."""
    pair.line.put(LARGE)
    pair.line.finish()
    assert await pair.read(len(LARGE)) == LARGE
    assert await asyncio.wait_for(asyncio.get_running_loop().sock_recv(pair.other, 1), 10) == b""


async def test_what_comes_is_handed_on_unless_paused(pair: Pair) -> None:
    """After a pause nothing is missing."""
    pair.other.send(b"one")
    await pair.line.until("received")
    pair.line.pause()
    pair.other.send(b"two")
    await asyncio.sleep(0)
    assert pair.line.got == b"one"
    pair.line.resume()
    await pair.line.until("received")
    assert pair.line.got == b"onetwo"


@pytest.mark.parametrize("held", [False, True])
async def test_the_other_end_goes_away(pair: Pair, held: bool) -> None:
    """The line closes once, also with a full buffer."""
    if held:
        pair.line.put(LARGE)
    pair.other.close()
    await pair.line.until("lost")
    send_all([pair.line], b"x")
    pair.line.close()
    assert pair.line.closed
    assert not pair.line.happened["lost"].is_set()


async def test_one_that_is_gone_does_not_stop_the_others(pair: Pair) -> None:
    """It closes after the broadcast."""
    gone = Pair()
    gone.line.pause()
    gone.other.close()
    send_all([gone.line, pair.line], b"x")
    gone.line.put(b"y")
    assert await pair.read(1) == b"x"
    await gone.line.until("lost")


async def test_a_line_says_what_it_leaves_open(pair: Pair) -> None:
    """A subclass must define all four callbacks, and lines have no instance dictionary."""
    assert Line.__abstractmethods__ == {"received", "behind", "drained", "lost"}
    with pytest.raises(TypeError, match="abstract"):
        Line(pair.other, asyncio.get_running_loop(), Backlog())  # type: ignore[abstract]  # that is what is asked
    assert not hasattr(pair.line, "__dict__")
