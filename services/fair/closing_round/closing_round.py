"""The closing round: fills the remaining openings of a fair from the rankings of both sides. Pure and deterministic.

An application takes part if it is live, the student has ranked the job, the enterprise has ranked or invited the
applicant, and the student has no match in the fair yet. An open invitation is a promise: a student who holds one and
has ranked its job comes first for that job; if they have not ranked it, the opening stays reserved for them. All other
unmatched openings are assigned by `deferred_acceptance.py`. A student who is matched gives up the other invitations
that took part; in a fair whose rule is `release`, all other invitations.
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

TOO_LARGE = "round_too_large"
MATCHED, BETTER, FILLED, NO_PLACE = "matched", "better", "filled", "no_place"
NOT_RANKED, NO_APPLICATION, HAS_MATCH, NO_PART = "not_ranked", "no_application", "has_match", "no_part"


class Standing(NamedTuple):
    """The fields of an application that the round reads."""

    id: UUID
    job: UUID
    student: str
    state: str
    place: int


@dataclass(frozen=True, slots=True)
class Entrants:
    """The input of a round: the fair's jobs, the students' rankings, their applications in a state of `TAKES_PART` to
    jobs that they ranked, and which of these students have a match already.
    """

    jobs: Mapping[UUID, Job]
    wishes: Mapping[str, Sequence[UUID]]
    standing: Sequence[Standing]
    placed: frozenset[str]


class Explanation(NamedTuple):
    """Why a student got a job or did not.

    `matched`; `better`: the student got a job that they ranked higher; `filled`: all `places` went to applicants
    whom the enterprise preferred; `no_place`: the job had no opening left; `not_ranked`: the enterprise had neither
    ranked nor invited the student; `no_application`: the student had no live application to the job; `has_match`: the
    student was matched before. A job's account has `no_part` instead of the last two, also if the student had not
    ranked the job.
    """

    job: UUID
    application: UUID | None
    why: str
    places: int | None = None


@dataclass(frozen=True, slots=True)
class JobAccount:
    """The result for a job: how many openings it had to fill, how many were filled, and why for each application."""

    job: UUID
    org: str
    places: int
    matched: int
    told: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class StudentAccount:
    """The result for a student: the application that is a match now, and why for each job that they ranked.

    `took_part`: with at least one application.
    """

    student: str
    match: UUID | None
    took_part: bool
    told: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The result of a round: its matches in the order of the jobs, and an account for each student and job."""

    matches: tuple[Standing, ...]
    invitations: frozenset[UUID]
    """The open invitations that took part."""
    students: tuple[StudentAccount, ...]
    jobs: tuple[JobAccount, ...]

    def numbers(self) -> dict[str, int]:
        """The numbers of participating students and jobs, of openings to fill, and of matches made."""
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
    """The round made the match; neither side was asked again."""

    __slots__ = ()


class ToHold(NamedTuple):
    """The fair, and the result of its round, which is computed unless the round is refused or too large."""

    fair: Fair | None
    settled: Settled | None
    too_large: bool = False


def refusal(fair: Fair | None, context: Context) -> Refused | None:
    """Why no round may be held; None if it may. Load the entrants only then."""
    if fair is None or fair.hidden_from(context):
        return Refused("unknown_fair")
    return fair.refusal("settle") if context.organizes(fair.org) else Refused("not_yours")


def decide_hold(met: ToHold, command: HoldClosingRound, context: Context) -> Outcome:
    fair, settled, too_large = met
    refused = refusal(fair, context)
    if too_large and refused is None:
        return Refused(TOO_LARGE)
    if refused or settled is None:
        return refused or Unchanged("nobody_takes_part")
    return ClosingRoundHeld(command.fair, command.round, settled)


def matched(application: Application, context: Context) -> MatchedInRound:
    """The application as a match that the round made."""
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
    """For each job that takes part, its applicants in order of preference; invited applicants come first."""
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
    """The openings to fill: not those of matches, nor of open invitations other than the `kept` ones that take part."""
    return max(0, job.terms.headcount - job.matches - (job.invitations - kept))


def _in_order(jobs: Iterable[Job]) -> list[Job]:
    return sorted(jobs, key=lambda job: (job.place, job.id))


class _Result:
    """Who was matched with which job, and the reason for each job that a student did not get."""

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
        """By job, and within each job in its order of preference."""
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
        """`beyond`: the student got a job that they ranked higher."""
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
    """First the applicants that the job wanted, in its order, then those of its ranking that took no part."""
    order = [one.id for one in result.part.get(job.id, ())]
    known = set(order)
    missing = [one for one in job.ranking if one not in known]
    told = [reasons[one] for one in order] + [Explanation(job.id, one, NO_PART) for one in missing]
    taken = sum(one.why == MATCHED for one in told)
    return JobAccount(job.id, job.org, result.places.get(job.id, 0), taken, tuple(told))
