"""The cache of snapshots and its bounds."""

from __future__ import annotations

from services.notify.rooms.snapshots import SNAPSHOTS, SNAPSHOTS_MAX, Snapshots


def test_the_oldest_are_dropped_beyond_the_number_and_the_bytes() -> None:
    """A snapshot larger than the bound is not kept at all."""
    snapshots = Snapshots()
    for number in range(SNAPSHOTS_MAX + 2):
        snapshots.keep(str(number), b"x")
    assert (len(snapshots), next(iter(snapshots))) == (SNAPSHOTS_MAX, "2")
    snapshots.keep("large", b"x" * (SNAPSHOTS.most - 1))
    assert list(snapshots) == [str(SNAPSHOTS_MAX + 1), "large"]
    snapshots.keep("too large", b"x" * (SNAPSHOTS.most + 1))
    assert not snapshots
