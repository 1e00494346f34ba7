"""Combining the frames that are due in one turn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.notify.rooms.batches import JOINED_BYTES_MAX, batches
from services.notify.rooms.channels import Delivery


def framed(text: bytes) -> bytes:
    return b"<" + text + b">"


def test_viewers_of_the_same_frames_share_one_write() -> None:
    """A client in two rooms gets both frames in one write, and all such clients share the same bytes."""
    due = [Delivery(b"a", ("ann", "bob", "cy")), Delivery(b"b", ("bob", "cy", "dan"))]
    assert sorted(batches(due, framed)) == [(b"<a>", 1, ["ann"]), (b"<a><b>", 2, ["bob", "cy"]), (b"<b>", 1, ["dan"])]


def test_one_frame_is_passed_on() -> None:
    """One frame, the usual case, is not copied; without frames nothing happens."""
    to = ("ann", "bob")
    assert list(batches([Delivery(b"a", to)], framed)) == [(b"<a>", 1, to)]
    assert list(batches([], framed)) == []


def test_large_frames_are_not_copied() -> None:
    """They are written separately."""
    large = b"x" * (JOINED_BYTES_MAX // 2 + 1)
    due = [Delivery(large, ("ann",)), Delivery(large, ("ann",))]
    assert list(batches(due, framed)) == [(framed(large), 1, ["ann"])] * 2


FRAMES = st.lists(st.tuples(st.binary(min_size=1, max_size=3), st.sets(st.integers(0, 5)).map(tuple)), max_size=12)


@given(FRAMES)
def test_everyone_gets_their_frames_in_order(frames: list[tuple[bytes, tuple[int, ...]]]) -> None:
    """For any due frames and any clients."""
    got = dict.fromkeys(range(6), b"")
    for written, _, to in batches([Delivery(text, to) for text, to in frames], framed):
        for viewer in to:
            got[viewer] += written
    for viewer in range(6):
        assert got[viewer] == b"".join(framed(text) for text, to in frames if viewer in to)
