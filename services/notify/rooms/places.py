"""The position of a room, which clients keep for `since`: `epoch:partition:offset`.

Every instance reads the same log, so a position that one has sent is valid on all of them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_FORM = re.compile(r"([A-Za-z0-9_-]{1,64}):([0-9]{1,9}):(-1|[0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Place:
    """All records of the partition up to and including `offset` were sent; -1 where it was empty."""

    epoch: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.epoch}:{self.partition}:{self.offset}"

    def is_ahead_of(self, here: Place) -> bool:
        """Whether it is further in the same partition of the same log."""
        return (self.epoch, self.partition) == (here.epoch, here.partition) and self.offset > here.offset

    def why_reload(self, here: Place, floor: int) -> str | None:
        """Why a client cannot resume from this position in a room that stands at `here`; None where it can.

        From `floor` on nothing is missing.
        """
        if (self.epoch, self.partition) != (here.epoch, here.partition):
            return "the position is of another epoch"
        if self.is_ahead_of(here):
            return "the position is not known here yet"
        return "the position is too old" if self.offset < floor else None

    @classmethod
    def parse(cls, text: str) -> Place | None:
        """Parse `epoch:partition:offset`; None where the text is no position."""
        form = _FORM.fullmatch(text)
        return cls(form[1], int(form[2]), int(form[3])) if form else None


def epoch_of(cluster_id: str, partitions: int, topic_id: str) -> str:
    """The name of the log that offsets belong to: another cluster, number of partitions or topic is another epoch.

    A topic that was deleted and made again has another id.
    """
    return hashlib.sha256(f"{cluster_id}:{partitions}:{topic_id}".encode()).hexdigest()[:12]
