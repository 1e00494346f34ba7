"""Openings that move on without a command: one that is freed, or added by a larger headcount, is offered to the next
alternate in the ranking; when the last one is taken, the other invited applicants go back to the shortlist.

`selection.py` enforces how many invitations and matches a job may have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice

from services.fair.applications.application import Application, ApplicationWithdrawn, Moved
from services.fair.applications.selection import (
    ANSWER_WITHIN,
    INVITATIONS_MAX,
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
    given = ANSWER_WITHIN
    if before.deadline is not None and before.invited_at is not None:
        given = before.deadline - before.invited_at
    return _invited(fair, islice(waiting, 1), given, context.by_itself())


def added(fair: Fair, before: Job, job: Job, waiting: Iterator[Application], context: Context) -> list[Moved]:
    """Which alternates move up if the headcount was raised: one for each opening that was added and is free.

    Alternates wait from the first invitation on: before it, a larger headcount invites nobody. A ranking is bounded, so
    this is too.
    """
    given = before.invitations + before.matches
    if given == 0:
        return []
    number = min(job.terms.headcount - before.terms.headcount, job.terms.headcount - given)
    number = min(number, INVITATIONS_MAX - before.invitations)
    return _invited(fair, islice(waiting, max(0, number)), ANSWER_WITHIN, context.by_itself())


def moves_others(before: Application | None, outcome: object) -> bool:
    """Whether something may follow: the last opening may be taken, or one becomes free."""
    if isinstance(outcome, InvitationAccepted):
        return True
    return isinstance(outcome, FREES_A_PLACE) and before is not None and before.state in ("invited", "accepted")


def _taken(application: Application, context: Context) -> Moved:
    """The last opening was taken by another: the application goes back to the shortlist, with the reason."""
    more = {"deadline": None, "was_shortlisted": True}
    return ApplicantShortlisted(application.moved("shortlisted", "ApplicantShortlisted", context, PLACE_TAKEN, **more))


def _invited(fair: Fair, alternates: Iterable[Application], given: timedelta, context: Context) -> list[Moved]:
    """The alternates' invitations, with this much time to answer, at most until the fair's end."""
    deadline = min(context.now + given, fair.ends_at)
    if deadline <= context.now:
        return []
    moved = (invited(one, deadline, None, context, MOVED_UP) for one in alternates)
    return [one for one in moved if isinstance(one, Moved)]


def _in_order(desk: Iterable[Application]) -> list[Application]:
    return sorted(desk, key=lambda one: one.place)
