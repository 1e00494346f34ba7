"""Several offers: what an acceptance does to the student's other open invitations, if the fair's rule is `release`.

An opening that is freed this way moves on like any other (`selection.py`). In such a fair a student has at most one
match: a student who has one is neither invited nor moved up.
"""

from __future__ import annotations

from collections.abc import Iterable

from services.fair.applications.application import Application, Moved
from services.fair.applications.selection import ACCEPTED_ELSEWHERE, InvitationDeclined
from services.fair.kernel.context import Context


def released(held: Iterable[Application], matched: Moved, context: Context) -> list[Moved]:
    """The student's other open invitations, released, in the order of their submissions."""
    others = [one for one in held if one.id != matched.application.id and one.state == "invited"]
    return [_given_back(one, context.by_itself()) for one in sorted(others, key=lambda one: (one.offset, one.id))]


def _given_back(application: Application, context: Context) -> Moved:
    moved = application.moved("declined", "InvitationDeclined", context, ACCEPTED_ELSEWHERE, deadline=None)
    return InvitationDeclined(moved)
