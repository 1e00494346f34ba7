"""Several offers: what an acceptance does to the student's other open invitations, if the fair's rule is `release`.

An opening that is freed this way moves on like any other (`selection.py`). In such a fair a student has at most one
match: a student who has one is neither invited nor moved up.
"""

from __future__ import annotations

from collections.abc import Iterable

from services.fair.applications.application import Application, Moved
from services.fair.applications.endings import given_back
from services.fair.kernel.context import Context

RELEASED_MAX = 100
"""How many open invitations an acceptance releases, the first by submission; the watcher releases the others.

Each frees an opening of another job, whose ranking is needed: up to 1,000 applications. A student ranks at most 100
jobs for a closing round, so a round releases all that take part in it.
"""


def released(held: Iterable[Application], matched: Moved, context: Context) -> list[Moved]:
    """The first of the student's other open invitations, released, in the order of their submissions."""
    return [given_back(one, context) for one in _others(held, matched)[:RELEASED_MAX]]


def leaves_some(held: Iterable[Application], matched: Moved) -> bool:
    """Whether the student has more open invitations than are released with the match."""
    return len(_others(held, matched)) > RELEASED_MAX


def _others(held: Iterable[Application], matched: Moved) -> list[Application]:
    others = (one for one in held if one.id != matched.application.id and one.state == "invited")
    return sorted(others, key=lambda one: (one.offset, one.id))
