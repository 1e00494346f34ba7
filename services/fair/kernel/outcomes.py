"""What becomes of a request: the base of all outcomes, and the two that change nothing.

The outcomes that change something stand beside their noun.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fact: what the fair's log decided about a request, or what followed from it.

    An outcome that changes rows carries each of them as it stands afterwards.
    """


@dataclass(frozen=True, slots=True)
class Refused(Outcome):
    """A rule forbids it. `reason` is a word that a program can act on; the sender is told.

    `state` is the state of the application that the request met, where the sender may know of that application. `flags`
    are the phrases for which an ad was refused.
    """

    reason: str
    state: str | None = None
    flags: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged(Outcome):
    """What was requested is so already."""

    reason: str
