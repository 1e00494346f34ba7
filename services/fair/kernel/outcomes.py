"""The two outcomes that change nothing. What changes something stands beside its noun."""

from __future__ import annotations

from dataclasses import dataclass

from services.fair.jobs.advertisement import Flag


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule forbids it. `reason` is a word that a program can act on; the sender hears it.

    `state` is the one that the command met, where it is about an application that the sender may know of. `flags` are
    the phrases, where it was for a job's ad.
    """

    reason: str
    state: str | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It is so already."""

    reason: str
