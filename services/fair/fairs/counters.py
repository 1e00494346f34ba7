"""A fair's counters are a function of its rows: the sum of what each row adds. A change adds after minus before.

Each noun defines what its rows add (`adds`), with the names below.
"""

from __future__ import annotations

from collections.abc import Iterable

NAMES = (
    "enterprises",
    "jobs",
    "positions",
    "applications",
    "applicants",
    "shortlisted",
    "invited",
    "matches",
    "hired",
    "refused",
    "sessions",
    "drops",
)
Adds = Iterable[tuple[str, int]]
"""What one row adds to its fair's counters: pairs of name and number."""


def none_yet() -> dict[str, int]:
    """The counters of a fair in which nothing has happened."""
    return dict.fromkeys(NAMES, 0)


def recount(counters: dict[str, int], before: Adds, after: Adds) -> None:
    """Update `counters` after one row changed."""
    for name, number in before:
        counters[name] -= number
    for name, number in after:
        counters[name] += number
