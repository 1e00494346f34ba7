"""The two outcomes that change nothing. What changes something stands beside its noun."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule forbids it. `reason` is a word that a program can act on; the sender hears it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It is so already."""

    reason: str
