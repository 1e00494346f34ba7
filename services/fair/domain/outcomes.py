"""The two outcomes that change nothing. What changes something stands beside its noun."""

from __future__ import annotations

from dataclasses import dataclass

from services.fair.domain.advertisement import Flag


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule forbids it. `reason` is a word that a program can act on, `flags` are the phrases where it was an ad's.

    The sender hears both.
    """

    reason: str
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It is so already."""

    reason: str
