"""The outcome of a request: the base of all outcomes, and the two that change nothing.

Outcomes that change something are defined by their noun.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fact: what fair decided about a request, or what followed from it.

    An outcome that changes rows carries the new state of each.
    """


@dataclass(frozen=True, slots=True)
class Refused(Outcome):
    """A rule forbids the request. `reason` is a word that a program can act on; the sender is notified.

    `state` is the current state of the application concerned, if the sender may know of that application. `flags` are
    the phrases for which an ad was refused.
    """

    reason: str
    state: str | None = None
    flags: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged(Outcome):
    """What was requested is already the case."""

    reason: str
