"""A computation that keeps the interpreter to itself, as a slow decision does."""

from __future__ import annotations

from time import monotonic


def compute(seconds: float) -> None:
    """Compute for this long; nothing else in the process runs meanwhile."""
    until = monotonic() + seconds
    while monotonic() < until:
        pass
