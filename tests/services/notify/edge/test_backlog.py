"""What all buffers hold: shared bytes once, and whose buffer is dropped first."""

from __future__ import annotations

from dataclasses import dataclass

from services.notify.edge.backlog import PART_BYTES, Backlog, slowest_first


def test_bytes_in_several_buffers_count_once_and_until_the_last_gives_them_back() -> None:
    """Each part costs its own bookkeeping; a view keeps all the bytes that it is a view of."""
    backlog, frame = Backlog(), bytes(1_000)
    backlog.take(frame)
    backlog.take(memoryview(frame)[400:])
    assert backlog.size_bytes == 1_000 + 2 * PART_BYTES
    backlog.give_back(frame)
    assert backlog.size_bytes == 1_000 + PART_BYTES
    backlog.give_back(memoryview(frame)[900:])
    assert backlog.size_bytes == 0
    assert not backlog._times


def test_equal_bytes_that_are_not_the_same_count_each() -> None:
    """Only what is in memory once counts once."""
    backlog, frames = Backlog(), [b"".join([b"equal", b"frame"]) for _ in range(3)]
    for frame in frames:
        backlog.take(frame)
    assert backlog.size_bytes == 3 * (10 + PART_BYTES)


def test_many_tiny_parts_count_what_they_take() -> None:
    """A pong of two bytes takes a hundred times that in memory."""
    backlog = Backlog()
    pongs = [bytes([number % 256, number // 256]) for number in range(1_000)]
    for pong in pongs:
        backlog.take(pong)
    assert backlog.size_bytes == 1_000 * (2 + PART_BYTES)


@dataclass
class Buffering:
    held_bytes: int
    open: bool = True


def test_those_being_closed_go_first_then_the_largest() -> None:
    """Who has nothing in its buffer does not go at all."""
    idle, small, large, closing = Buffering(0), Buffering(10), Buffering(20), Buffering(1, open=False)
    assert slowest_first([idle, small, large, closing]) == [closing, large, small]
