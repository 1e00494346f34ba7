"""Several offers: what an acceptance does to the student's other open invitations, where the fair's rule says so.

A place that is freed so moves on like any other (`selection.py`). In a fair that releases nobody has two matches: who
has one is neither invited nor moved up.
"""

from __future__ import annotations

from collections.abc import Iterable

from services.fair.applications.application import Application, Moved
from services.fair.applications.selection import ACCEPTED_ELSEWHERE, InvitationDeclined
from services.fair.kernel.context import Context


def released(held: Iterable[Application], matched: Moved, context: Context) -> list[Moved]:
    """The student's other open invitations, given back, in the order of their submissions."""
    others = [one for one in held if one.id != matched.application.id and one.state == "invited"]
    return [_given_back(one, context.by_itself()) for one in sorted(others, key=lambda one: (one.offset, one.id))]


def _given_back(application: Application, context: Context) -> Moved:
    moved = application.moved("declined", "InvitationDeclined", context, ACCEPTED_ELSEWHERE, deadline=None)
    return InvitationDeclined(moved)
