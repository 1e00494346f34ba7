"""What the buffers of all sockets hold together, and whose buffer is dropped first when that is too much.

Slow readers of one room share the bytes of its frames, so the sum of the buffers says little about the memory that they
take: here bytes that wait in several buffers count once. Nothing is counted for a socket whose reader keeps up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from plumbing.limits import Limit

PART_BYTES = 200
"""What a part takes beside its bytes, about: 130 measured for small ones, 320 for a view, of which a buffer has one."""
LEFT_AFTER = 7 / 8
"""Of the bound, after buffers were dropped: so that not every frame looks through all sockets."""
BACKLOG = Limit(
    "frames that wait for slow readers, of all sockets; each once",
    256 * 1_048_576,
    "the largest buffers are dropped first, their sockets closed with 4409",
    "bytes",
)


class Backlog:
    """Counts the bytes of all buffers."""

    __slots__ = ("_times", "size_bytes")

    def __init__(self) -> None:
        self.size_bytes = 0
        self._times: dict[int, int] = {}

    def take(self, part: bytes | memoryview) -> None:
        """Count a part, or a view of it, that is put into a buffer."""
        whole = _whole(part)
        times = self._times.get(id(whole), 0)  # it lives as long as it waits, so its id is its own
        self._times[id(whole)] = times + 1
        self.size_bytes += PART_BYTES + (0 if times else len(whole))

    def give_back(self, part: bytes | memoryview) -> None:
        """Count a part no more: it was written or dropped."""
        whole = _whole(part)
        times = self._times[id(whole)] - 1
        self.size_bytes -= PART_BYTES + (0 if times else len(whole))
        if times:
            self._times[id(whole)] = times
        else:
            del self._times[id(whole)]


def _whole(part: bytes | memoryview) -> bytes:
    """The bytes that stay in memory for this part."""
    if isinstance(part, bytes):
        return part
    assert isinstance(part.obj, bytes)
    return part.obj


class Buffering(Protocol):
    """A socket, as far as its buffer is concerned."""

    held_bytes: int
    open: bool


Buffer = TypeVar("Buffer", bound=Buffering)


def slowest_first(sockets: Iterable[Buffer]) -> list[Buffer]:
    """The sockets with something in their buffer: those that are being closed already, then the largest buffers."""
    behind = [socket for socket in sockets if socket.held_bytes]
    return sorted(behind, key=lambda socket: (socket.open, -socket.held_bytes))
