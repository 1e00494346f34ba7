"""The closing round: settles what is left of a fair by what both sides have ranked. Pure, and the same every time.

Takes part: a live application whose student has ranked the job and whose job has ranked or invited it, unless the
student has a match in the fair already. An open invitation is a promise. Who holds one and has ranked its job comes
first there; for who has not, its place is kept. All other places that have no match are given, by
`deferred_acceptance.py`. Who gets one lets go of the other invitations that took part; in a fair that releases, of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from services.fair.applications.application import IN_ROUND, Application, Moved
from services.fair.closing_round.deferred_acceptance import deferred_acceptance
from services.fair.fairs.fair import Fair
from services.fair.jobs.job import Job
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

MATCHED, BETTER, FILLED, NO_PLACE = "matched", "better", "filled", "no_place"
NOT_RANKED, NO_APPLICATION, HAS_MATCH, NO_PART = "not_ranked", "no_application", "has_match", "no_part"


class Standing(NamedTuple):
    """As much of an application as the round looks at."""

    id: UUID
    job: UUID
    student: str
    state: str
    place: int


@dataclass(frozen=True, slots=True)
class Entrants:
    """What the round looks at: the fair's jobs, what students ranked, those of their applications that are in
    `TAKES_PART` and to a job that they ranked, and which of them have a match already.
    """

    jobs: Mapping[UUID, Job]
    wishes: Mapping[str, Sequence[UUID]]
    standing: Sequence[Standing]
    placed: frozenset[str]


class Explanation(NamedTuple):
    """Why a student got a job or did not.

    `matched`; `better`: the student got one that he ranked higher; `filled`: all `places` went to others whom the job
    wanted more; `no_place`: it had none to give; `not_ranked`: the job had neither ranked nor invited the student;
    `no_application`: none of the student's stood there; `has_match`: the student had one before. In a job's account
    there is `no_part` instead of the last two, also where the student had not ranked the job.
    """

    job: UUID
    application: UUID | None
    why: str
    places: int | None = None


@dataclass(frozen=True, slots=True)
class JobAccount:
    """What became of a job's places: how many it had to give, how many were taken, and what of each application."""

    job: UUID
    org: str
    places: int
    matched: int
    told: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class StudentAccount:
    """What became of a student: the application that is a match now, and what of each job that he ranked.

    `took_part`: with at least one application.
    """

    student: str
    match: UUID | None
    took_part: bool
    told: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The result of a round: its matches in the order of the jobs, and an account for each person and job."""

    matches: tuple[Standing, ...]
    invitations: frozenset[UUID]
    """The open invitations that took part."""
    students: tuple[StudentAccount, ...]
    jobs: tuple[JobAccount, ...]

    def numbers(self) -> dict[str, int]:
        """How many students and jobs took part, places were to be given, matches were made."""
        part = [job for job in self.jobs if any(told.why != NO_PART for told in job.told)]
        numbers = {"students": sum(one.took_part for one in self.students), "jobs": len(part)}
        return numbers | {"places": sum(job.places for job in part), "matches": len(self.matches)}


@dataclass(frozen=True, slots=True)
class HoldClosingRound(Command):
    round: UUID


@dataclass(frozen=True, slots=True)
class ClosingRoundHeld(Outcome):
    fair: UUID
    round: UUID
    settled: Settled


class MatchedInRound(Moved):
    """The round gave the place; nobody was asked again."""

    __slots__ = ()


class ToHold(NamedTuple):
    """The fair, and what comes of its round: known unless the round is refused."""

    fair: Fair | None
    settled: Settled | None


def refusal(fair: Fair | None, context: Context) -> Refused | None:
    """Why no round may be held; None where it may, and only then its entrants need to be looked at."""
    if fair is None or fair.hidden_from(context):
        return Refused("unknown_fair")
    return fair.refusal("settle") if context.organizes(fair.org) else Refused("not_yours")


def decide_hold(met: ToHold, command: HoldClosingRound, context: Context) -> Outcome:
    fair, settled = met
    refused = refusal(fair, context)
    if refused or settled is None:
        return refused or Unchanged("nobody_takes_part")
    return ClosingRoundHeld(command.fair, command.round, settled)


def matched(application: Application, context: Context) -> MatchedInRound:
    """The application as the match that the round has made it."""
    return MatchedInRound(application.moved("accepted", MatchedInRound.__name__, context.by_itself(), IN_ROUND))


def settle(entrants: Entrants) -> Settled:
    """Hold the round. Time and memory grow with the number of entries in the rankings."""
    standing = {(one.student, one.job): one for one in entrants.standing if one.student not in entrants.placed}
    part = dict(_parts(entrants.jobs, standing.values()))
    invited = [one for order in part.values() for one in order if one.state == "invited"]
    kept = Counter(one.job for one in invited)
    result = _Result(entrants, standing, part, {job: _places(entrants.jobs[job], kept[job]) for job in part})
    students = [result.of_student(student) for student in sorted(entrants.wishes)]
    reasons = {told.application: told for one in students for told in one.told if told.application is not None}
    jobs = _in_order(job for job in entrants.jobs.values() if job.ranking or job.id in part)
    accounts = tuple(_of_job(job, result, reasons) for job in jobs)
    return Settled(tuple(result.matches()), frozenset(one.id for one in invited), tuple(students), accounts)


def _parts(jobs: Mapping[UUID, Job], standing: Iterable[Standing]) -> Iterator[tuple[UUID, list[Standing]]]:
    """Of each job that takes part: whom it wants, best first. Those whom it has invited stand before all others."""
    by_job: dict[UUID, list[Standing]] = {}
    for one in standing:
        by_job.setdefault(one.job, []).append(one)
    for job, applied in by_job.items():
        rank = {application: place for place, application in enumerate(jobs[job].ranking)}
        wanted = [one for one in applied if one.id in rank or one.state == "invited"]
        if wanted:
            wanted.sort(key=lambda one: (one.state != "invited", rank.get(one.id, len(rank)), one.place))
            yield job, wanted


def _places(job: Job, kept: int) -> int:
    """Without those of matches, and of open invitations but for those that take part, which are `kept`."""
    return max(0, job.terms.headcount - job.matches - (job.invitations - kept))


def _in_order(jobs: Iterable[Job]) -> list[Job]:
    return sorted(jobs, key=lambda job: (job.place, job.id))


class _Result:
    """Who got what, and why not what else."""

    def __init__(
        self,
        entrants: Entrants,
        standing: Mapping[tuple[str, UUID], Standing],
        part: Mapping[UUID, Sequence[Standing]],
        places: Mapping[UUID, int],
    ) -> None:
        self.part = part
        self.places = places
        self._entrants = entrants
        self._standing = standing
        self._wanted = {one.id for order in part.values() for one in order}
        choices = {job: [one.student for one in order] for job, order in part.items()}
        entering = {one.student for order in part.values() for one in order}
        self._got = deferred_acceptance({one: entrants.wishes[one] for one in entering}, choices, places)

    def matches(self) -> Iterator[Standing]:
        """In the order of the jobs, and in each by whom it wants most."""
        for job in _in_order(self._entrants.jobs[job] for job in self.part):
            yield from (one for one in self.part[job.id] if self._got.get(one.student) == job.id)

    def of_student(self, student: str) -> StudentAccount:
        jobs, got = self._entrants.wishes[student], self._got.get(student)
        if student in self._entrants.placed:
            return StudentAccount(student, None, False, tuple(Explanation(job, None, HAS_MATCH) for job in jobs))
        told, match = [], None
        for job in jobs:
            told.append(self._told(student, job, got, match is not None))
            if job == got:
                match = told[-1].application
        took_part = any(one.why not in (NOT_RANKED, NO_APPLICATION) for one in told)
        return StudentAccount(student, match, took_part, tuple(told))

    def _told(self, student: str, job: UUID, got: UUID | None, beyond: bool) -> Explanation:
        """`beyond`: the student has got one that he ranked higher."""
        application = self._standing.get((student, job))
        if application is None:
            return Explanation(job, None, NO_APPLICATION)
        if application.id not in self._wanted:
            return Explanation(job, application.id, NOT_RANKED)
        if job == got or beyond:
            return Explanation(job, application.id, MATCHED if job == got else BETTER)
        places = self.places[job]
        return (
            Explanation(job, application.id, FILLED, places) if places else Explanation(job, application.id, NO_PLACE)
        )


def _of_job(job: Job, result: _Result, reasons: Mapping[UUID, Explanation]) -> JobAccount:
    """Those whom it wanted in the order in which it did, then those of its ranking that took no part."""
    order = [one.id for one in result.part.get(job.id, ())]
    known = set(order)
    missing = [one for one in job.ranking if one not in known]
    told = [reasons[one] for one in order] + [Explanation(job.id, one, NO_PART) for one in missing]
    taken = sum(one.why == MATCHED for one in told)
    return JobAccount(job.id, job.org, result.places.get(job.id, 0), taken, tuple(told))
