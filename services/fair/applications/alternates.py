"""Openings that move on without a command: a freed one is offered to the next alternate in the ranking; when the last
one is taken, the other invited applicants go back to the shortlist.

`selection.py` enforces how many invitations and matches a job may have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.fair.applications.application import Application, ApplicationWithdrawn, Moved
from services.fair.applications.selection import (
    ANSWER_WITHIN,
    MOVED_UP,
    PLACE_TAKEN,
    ApplicantShortlisted,
    InvitationAccepted,
    InvitationDeclined,
    InvitationExpired,
    invited,
)
from services.fair.fairs.fair import Fair
from services.fair.jobs.job import Job
from services.fair.kernel.context import Context

FREES_A_PLACE = (InvitationDeclined, InvitationExpired, ApplicationWithdrawn)


def taken(job: Job, desk: Iterable[Application], context: Context) -> list[Moved]:
    """What a match causes for the applications at the job's desk: nothing, unless it took the last opening."""
    if job.matches < job.terms.headcount:
        return []
    return [_taken(one, context.by_itself()) for one in _in_order(desk) if one.state == "invited"]


def moved_up(
    fair: Fair, job: Job, waiting: Iterator[Application], before: Application | None, outcome: Moved, context: Context
) -> list[Moved]:
    """Which alternate moves up if `outcome` freed an opening.

    `waiting`: the alternates in the enterprise's order; only as many are read as are needed.
    """
    if before is None or not moves_others(before, outcome) or job.invitations + job.matches >= job.terms.headcount:
        return []
    alternate = next(waiting, None)
    return [] if alternate is None else _moved_up(fair, alternate, before, context.by_itself())


def moves_others(before: Application | None, outcome: object) -> bool:
    """Whether something may follow: the last opening may be taken, or one becomes free."""
    if isinstance(outcome, InvitationAccepted):
        return True
    return isinstance(outcome, FREES_A_PLACE) and before is not None and before.state in ("invited", "accepted")


def _taken(application: Application, context: Context) -> Moved:
    """The last opening was taken by another: the application goes back to the shortlist, with the reason."""
    more = {"deadline": None, "was_shortlisted": True}
    return ApplicantShortlisted(application.moved("shortlisted", "ApplicantShortlisted", context, PLACE_TAKEN, **more))


def _moved_up(fair: Fair, alternate: Application, freed: Application, context: Context) -> list[Moved]:
    """The alternate's invitation, with as much time to answer as the previous one had."""
    given = ANSWER_WITHIN
    if freed.deadline is not None and freed.invited_at is not None:
        given = freed.deadline - freed.invited_at
    deadline = min(context.now + given, fair.ends_at)
    if deadline <= context.now:
        return []
    moved = invited(alternate, deadline, None, context, MOVED_UP)
    return [moved] if isinstance(moved, Moved) else []


def _in_order(desk: Iterable[Application]) -> list[Application]:
    return sorted(desk, key=lambda one: one.place)
