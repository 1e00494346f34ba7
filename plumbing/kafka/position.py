"""A record's position in the log, as receipts and `after=` write it: `topic:partition:offset`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"\A([A-Za-z0-9._-]{1,249}):([0-9]{1,9}):([0-9]{1,18})")


class BadPosition(ValueError):
    """The text is no position."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """The position of one record. Only positions of the same topic and partition can be compared."""

    topic: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}:{self.partition}:{self.offset}"

    @classmethod
    def parse(cls, text: str) -> Position:
        """Parse `topic:partition:offset`. Raises BadPosition."""
        form = _FORM.fullmatch(text)
        if form is None:
            raise BadPosition(f"{text[:80]!r} is no position; one looks like livefair.fairs:3:42")
        return cls(form[1], int(form[2]), int(form[3]))
