"""The place of a room in the log, as clients keep it for `since`: `epoch:partition:offset`.

Every instance reads the same log, so a place told by one is understood by all of them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_FORM = re.compile(r"([A-Za-z0-9_-]{1,64}):([0-9]{1,9}):(-1|[0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Place:
    """All of the partition up to and including `offset` has been told; -1 where nothing stood there yet."""

    epoch: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.epoch}:{self.partition}:{self.offset}"

    @classmethod
    def parse(cls, text: str) -> Place | None:
        """Read `epoch:partition:offset`; None where the text is no place."""
        form = _FORM.fullmatch(text)
        return cls(form[1], int(form[2]), int(form[3])) if form else None


def epoch_of(cluster_id: str, partitions: int) -> str:
    """Name the log that offsets count in: another cluster, or another spread over partitions, is another epoch."""
    return hashlib.sha256(f"{cluster_id}:{partitions}".encode()).hexdigest()[:12]
