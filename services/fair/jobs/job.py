"""The job: open, closed. Its commands, outcomes and rules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.fair.booths.booth import BOOTH_REFUSED, Booth, is_refused
from services.fair.fairs.fair import Fair
from services.fair.jobs.advertisement import Flag, check, excluding
from services.fair.jobs.terms import Terms
from services.fair.kernel.commands import Command
from services.fair.kernel.context import SYSTEM, Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

CLOSED_MAX = 200
"""How many jobs a refusal of their booth closes, the first that were published; the watcher closes the others."""


@dataclass(frozen=True, slots=True)
class Job:
    """The state of a job.

    `submissions` is also the ordinal of the next one; `standing` counts those not withdrawn, `invitations` the open
    ones, `matches` those accepted or hired. `ranking`: the enterprise's order of its applications, best first. `flags`:
    what was wrong with the ad when it was published or last amended.
    """

    id: UUID
    fair: UUID
    org: str
    terms: Terms
    state: str
    place: int
    submissions: int
    standing: int
    created_at: datetime
    invitations: int = 0
    matches: int = 0
    ranking: tuple[UUID, ...] = ()
    flags: tuple[Flag, ...] = ()

    def counting(self, submissions: int, standing: int, invitations: int, matches: int) -> Job:
        """The same job with other numbers; written out for speed, since every submission calls it."""
        rest = (self.id, self.fair, self.org, self.terms, self.state, self.place)
        return Job(*rest, submissions, standing, self.created_at, invitations, matches, self.ranking, self.flags)


def adds(job: Job | None) -> tuple[tuple[str, int], ...]:
    """What a job adds to its fair's counters."""
    return (("jobs", 1), ("positions", job.terms.headcount)) if job is not None and job.state == "open" else ()


@dataclass(frozen=True, slots=True)
class OfJob(Command):
    """A command about an existing job."""

    job: UUID


@dataclass(frozen=True, slots=True)
class PublishJob(Command):
    org: str
    job: UUID
    terms: Terms


@dataclass(frozen=True, slots=True)
class AmendJob(OfJob):
    """`changes` names fields of Terms; a value of None clears one.

    `invites_alternates`: each opening that a larger headcount adds is offered to the next alternate.
    """

    changes: tuple[tuple[str, Any], ...]
    invites_alternates: bool = False


@dataclass(frozen=True, slots=True)
class CloseJob(OfJob):
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RankApplicants(OfJob):
    """The enterprise's order of its applications to a job, best first."""

    applications: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class JobChanged(Outcome):
    """`job` is the job's new state."""

    job: Job


class JobPublished(JobChanged):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class JobAmended(JobChanged):
    """`invites_alternates`: as the command says."""

    invites_alternates: bool = False


@dataclass(frozen=True, slots=True)
class JobClosed(JobChanged):
    """`reason` is given if the organizer closed the job or refused its booth; the job does not store it."""

    reason: str | None = None


class ApplicantsRanked(JobChanged):
    __slots__ = ()


class ToPublish(NamedTuple):
    """The fair, the enterprise's booth there, and the job if it exists already."""

    fair: Fair | None
    booth: Booth | None
    job: Job | None


class AtJob(NamedTuple):
    """The fair, the job, and to close it the booth."""

    fair: Fair | None
    job: Job | None
    booth: Booth | None = None


class ToRank(NamedTuple):
    """The fair, the job, and those of the ranked applications that belong to the job."""

    fair: Fair | None
    job: Job | None
    known: Collection[UUID]


def decide_publish(met: ToPublish, command: PublishJob, context: Context) -> Outcome:
    """By the booth's enterprise, or by the fair's organizer for any approved booth."""
    fair, booth, job = met
    if fair is None or fair.hidden_from(context):
        return Refused("unknown_fair")
    if not (context.recruits_for(command.org) or context.organizes(fair.org)):
        return Refused("not_yours")
    if refused := fair.refusal("jobs"):
        return refused
    if booth is None or booth.state != "approved":
        return Refused("booth_not_approved")
    if job is not None:
        return Unchanged("already_published")
    flags = _flags(fair, command.terms, context)
    if isinstance(flags, Refused):
        return flags
    rest = ("open", context.offset, 0, 0, context.now)
    return JobPublished(Job(command.job, command.fair, command.org, command.terms, *rest, flags=flags))


def decide_amend(met: AtJob, command: AmendJob, context: Context) -> Outcome:
    fair, job, _ = met
    if fair is None or job is None:
        return Refused("unknown_job")
    if refused := _not_to_change(fair, job, context):
        return refused
    terms = replace(job.terms, **dict(command.changes))
    if terms.headcount < job.matches:
        return Refused("headcount_below_matches")
    if terms.headcount < min(job.terms.headcount, job.matches + job.invitations):
        return Refused("headcount_below_invitations")
    if terms == job.terms:
        return Unchanged("same_terms")
    flags = _flags(fair, terms, context)
    if isinstance(flags, Refused):
        return flags
    return JobAmended(replace(job, terms=terms, flags=flags), command.invites_alternates)


def decide_close(met: AtJob, command: CloseJob, context: Context) -> Outcome:
    """By its enterprise, or by the fair's organizer; automatically after the refusal of its booth."""
    fair, job, booth = met
    if fair is None or job is None:
        return Refused("unknown_job")
    if context.role == SYSTEM:
        ends = job.state == "open" and is_refused(booth)
        return closed(job, BOOTH_REFUSED) if ends else Unchanged(f"job_{job.state}")
    if refused := _not_to_change(fair, job, context, by_organizer=True):
        return refused
    return closed(job, command.reason)


def closed(job: Job, reason: str | None) -> JobClosed:
    return JobClosed(replace(job, state="closed"), reason)


def decide_rank(met: ToRank, command: RankApplicants, context: Context) -> Outcome:
    fair, job, known = met
    if fair is None or job is None or not context.recruits_for(job.org):
        return Refused("unknown_job")
    if context.has_no_approved_booth(job.org):
        return Refused("booth_not_approved")
    if refused := fair.refusal("select"):
        return refused
    if not set(command.applications) <= set(known):
        return Refused("unknown_application")
    if command.applications == job.ranking:
        return Unchanged("same_ranking")
    return ApplicantsRanked(replace(job, ranking=command.applications))


def _flags(fair: Fair, terms: Terms, context: Context) -> tuple[Flag, ...] | Refused:
    """The flags of the job's ad, or a refusal if the fair refuses ads that exclude people."""
    if fair.ads == "off":
        return ()
    flags = check(terms, context.now)
    shutting_out = excluding(flags)
    return Refused("ad_refused", flags=shutting_out) if fair.ads == "refuse" and shutting_out else flags


def _not_to_change(fair: Fair, job: Job, context: Context, *, by_organizer: bool = False) -> Refused | None:
    if fair.hidden_from(context):
        return Refused("unknown_job")
    if not (context.recruits_for(job.org) or (by_organizer and context.organizes(fair.org))):
        return Refused("not_yours")
    if context.has_no_approved_booth(job.org):
        return Refused("booth_not_approved")
    if refused := fair.refusal("amend_jobs"):
        return refused
    return Refused("job_closed") if job.state == "closed" else None
