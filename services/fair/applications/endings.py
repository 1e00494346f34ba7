"""What ends without a person's command: at a deadline, or since a fair, a booth, a drop or a student's search ended.

The first of these end together with their cause; the watcher appends a record for each of the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from services.fair.applications.application import DROP_FULL, Application, Moved
from services.fair.applications.selection import (
    ACCEPTED_ELSEWHERE,
    DEADLINE_PASSED,
    FAIR_CLOSED,
    ApplicationRefused,
    InvitationDeclined,
    InvitationExpired,
    PassDeadline,
    ToStep,
)
from services.fair.booths.booth import BOOTH_REFUSED, Booth, is_refused
from services.fair.fairs.fair import LAPSES_MAX, RELEASE, Fair
from services.fair.kernel.context import SYSTEM, Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged


def decide(met: ToStep, command: PassDeadline, context: Context) -> Outcome:
    """Decide a record of the watcher. A deadline passes in every state of the fair: no person acts."""
    fair, job, application, applicant, booth, through = met
    if fair is None or job is None or application is None or context.role != SYSTEM:
        return Refused("unknown_application")
    if application.state == "waitlisted" and through is not None and through.refusal(job.id):
        return turned_away(application, context)
    placed = fair.offers == RELEASE and applicant is not None and applicant.matches > 0
    return _expire(fair, booth, application, context, placed=placed)


def lapse(application: Application, context: Context, why: str = FAIR_CLOSED) -> Moved:
    """An open invitation after its fair has closed, or its enterprise's booth was refused."""
    context = context.by_itself()
    return InvitationExpired(application.moved("expired", "InvitationExpired", context, why, deadline=None))


def turned_away(application: Application, context: Context) -> Moved:
    """An application that was still on the waitlist when its drop ended, refused."""
    return ApplicationRefused(application.moved("refused", "ApplicationRefused", context.by_itself(), DROP_FULL))


def given_back(application: Application, context: Context) -> Moved:
    """An open invitation of a student who accepted another one, in a fair that releases the others."""
    moved = application.moved("declined", "InvitationDeclined", context.by_itself(), ACCEPTED_ELSEWHERE, deadline=None)
    return InvitationDeclined(moved)


def open_invitations(applications: Iterable[Application], fair: UUID) -> tuple[Application, ...]:
    """The open invitations that expire with this fair, the first in log order."""
    ours = (one for one in applications if (one.fair, one.state) == (fair, "invited"))
    return tuple(sorted(ours, key=lambda one: one.offset)[:LAPSES_MAX])


def _expire(fair: Fair, booth: Booth | None, application: Application, context: Context, *, placed: bool) -> Outcome:
    """At the deadline; at once if the booth was refused, the fair closed, or the student has their one match: of these
    the first end with their cause, and the watcher names the others.
    """
    if application.state != "invited" or application.deadline is None:
        return Unchanged(f"application_{application.state}")
    if is_refused(booth) or not fair.allows("answer"):
        return lapse(application, context, BOOTH_REFUSED if is_refused(booth) else FAIR_CLOSED)
    if placed:
        return given_back(application, context)
    if context.now < application.deadline:
        return Unchanged("deadline_not_reached")
    return InvitationExpired(application.moved("expired", "InvitationExpired", context, DEADLINE_PASSED, deadline=None))
