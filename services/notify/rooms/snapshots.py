"""Snapshots that were encoded already, since many viewers join the same room at once. Pure."""

from __future__ import annotations

from plumbing.limits import Limit

SNAPSHOTS_MAX = 64
SNAPSHOTS = Limit("snapshots kept for those who join, at most 64", 16 * 1_048_576, "the oldest is made again", "bytes")


class Snapshots(dict[str, bytes]):
    """By the room's key. The hub removes those of rooms that have changed.

    One may name an older position than a new one would; nothing happened in the room in between.
    """

    def keep(self, key: str, text: bytes) -> None:
        """Keep a snapshot; beyond the bounds the oldest are dropped."""
        self[key] = text
        while len(self) > SNAPSHOTS_MAX or sum(map(len, self.values())) > SNAPSHOTS.most:
            del self[next(iter(self))]
