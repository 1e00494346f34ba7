"""What the rules of applications read, which rows their commands touch, and what follows from an outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid5

from services.fair.applications import alternates, endings, offers
from services.fair.applications.application import (
    Application,
    ApplicationReceived,
    AtApplication,
    Moved,
    NoteResumeRead,
    SubmitResume,
    ToSubmit,
    WithdrawApplication,
)
from services.fair.applications.counts import adds, applicant_adds, applicant_counting, job_counting
from services.fair.applications.rows import AnswerRows, ApplicationRows
from services.fair.applications.selection import (
    AcceptInvitation,
    DeclineInvitation,
    InvitationAccepted,
    InviteApplicant,
    PassDeadline,
    RefuseApplication,
    ShortlistApplicant,
    Step,
    ToStep,
    ViewApplication,
)
from services.fair.applications.stranded import stranded
from services.fair.booths.booth import BoothRefused, RefuseBooth
from services.fair.booths.rows import BoothRows
from services.fair.fairs.fair import RELEASE, Fair, FairClosed, MoveFair
from services.fair.fairs.rows import FairRows
from services.fair.jobs.job import AmendJob, Job, JobAmended, RankApplicants, ToRank
from services.fair.jobs.rows import JobRows
from services.fair.kernel.context import Context
from services.fair.kernel.state import State

MOVES_THE_DESK = (AcceptInvitation, DeclineInvitation, PassDeadline)
ANSWERS = (ViewApplication, ShortlistApplicant, InviteApplicant, RefuseApplication)


def touch_submission(state: State, command: SubmitResume) -> None:
    wanted, jobs = state.of(ApplicationRows).wanted, state.of(JobRows)
    jobs.wanted.add(command.job)
    jobs.with_booth.add(command.job)
    wanted.applications.add(command.application)
    wanted.applicants.add((command.fair, command.student))
    wanted.students[command.application] = command.fair, command.student


def touch_withdrawal(state: State, command: WithdrawApplication) -> None:
    wanted = state.of(ApplicationRows).wanted
    state.of(JobRows).wanted.add(command.job)
    wanted.applications.add(command.application)
    wanted.applicants.add((command.fair, command.student))
    wanted.desks.add(command.job)
    wanted.withdrawn.append(command.application)


def touch_step(state: State, command: Step) -> None:
    wanted = state.of(ApplicationRows).wanted
    state.of(JobRows).wanted.add(command.job)
    wanted.applications.add(command.application)
    if isinstance(command, MOVES_THE_DESK):
        wanted.desks.add(command.job)
    if isinstance(command, ANSWERS):
        wanted.answering.add(command.job)
    if isinstance(command, AcceptInvitation):
        wanted.accepted.append(command.application)
    elif isinstance(command, InviteApplicant):
        wanted.invited.append((command.application, command.job))


def touch_read(state: State, command: NoteResumeRead) -> None:
    state.of(ApplicationRows).wanted.applications.add(command.application)


def touch_ranking(state: State, command: RankApplicants) -> None:
    state.of(ApplicationRows).wanted.applications.update(command.applications)


def touch_amendment(state: State, command: AmendJob) -> None:
    if command.invites_alternates and "headcount" in dict(command.changes):
        state.of(ApplicationRows).wanted.rankings.add(command.job)


def touch_end(state: State, command: MoveFair) -> None:
    state.of(ApplicationRows).wanted.closing.add(command.fair)


def to_submit(state: State, command: SubmitResume) -> ToSubmit:
    rows = state.of(ApplicationRows)
    through = rows.admissions.get(command.drop) if command.drop is not None else None
    job = state.of(JobRows).of_fair(command.fair, command.job)
    return ToSubmit(
        state.of(FairRows).fairs.get(command.fair),
        job,
        rows.of_job(command.fair, command.job, command.application),
        through if through is not None and through.fair == command.fair else None,
        None if job is None else state.of(BoothRows).booths.get((job.fair, job.org)),
    )


def at_application(state: State, command: WithdrawApplication) -> AtApplication:
    application = state.of(ApplicationRows).of_job(command.fair, command.job, command.application)
    return AtApplication(state.of(FairRows).fairs.get(command.fair), application)


def application(state: State, command: NoteResumeRead) -> Application | None:
    return state.of(ApplicationRows).of_job(command.fair, command.job, command.application)


def to_step(state: State, command: Step) -> ToStep:
    rows = state.of(ApplicationRows)
    found = rows.of_job(command.fair, command.job, command.application)
    applicant = rows.applicants.get((command.fair, found.student)) if found else None
    job = state.of(JobRows).of_fair(command.fair, command.job)
    booth = state.of(BoothRows).booths.get((command.fair, found.org)) if found else None
    through = rows.admissions.get(found.drop) if found and found.drop is not None else None
    return ToStep(state.of(FairRows).fairs.get(command.fair), job, found, applicant, booth, through)


def to_rank(state: State, command: RankApplicants) -> ToRank:
    rows = state.of(ApplicationRows)
    known = [one for one in command.applications if _is_of(rows, command.job, one)]
    job = state.of(JobRows).of_fair(command.fair, command.job)
    return ToRank(state.of(FairRows).fairs.get(command.fair), job, known)


def _is_of(rows: ApplicationRows, job: UUID, application: UUID) -> bool:
    found = rows.applications.get(application)
    return found is not None and found.job == job


def keep(state: State, outcome: Moved, context: Context) -> Application | None:
    """When an application moves, update the numbers of its job and of its student."""
    rows, jobs, fairs, after = state.of(ApplicationRows), state.of(JobRows), state.of(FairRows), outcome.application
    before = rows.keep(after)
    jobs.count(job_counting(jobs.jobs[after.job], before, after, received=isinstance(outcome, ApplicationReceived)))
    fairs.recount(after.fair, adds(before), adds(after))
    known = rows.applicants.get((after.fair, after.student))
    applicant = applicant_counting(known, before, after)
    if applicant is not None and applicant is not known:
        rows.keep_applicant(applicant)
        fairs.recount(after.fair, applicant_adds(known), applicant_adds(applicant))
    state.of(AnswerRows).note_step(before, after)
    return before


def follow_step(state: State, before: Application | None, outcome: Moved, context: Context) -> list[Moved]:
    """After a match, the last opening may be taken and other offers released; a freed opening moves on."""
    fair = state.of(FairRows).fairs[outcome.application.fair]
    if not alternates.moves_others(before, outcome) or not fair.allows("select"):
        return []
    if isinstance(outcome, InvitationAccepted):
        rows, student = state.of(ApplicationRows), (fair.id, outcome.application.student)
        held = rows.held.get(student, ()) if fair.offers == RELEASE else ()
        return follow_match(state, [rows.applications[one] for one in held], outcome, context)
    return _moved_up(state, fair, before, outcome, context)


def follow_match(state: State, held: list[Application], outcome: Moved, context: Context) -> list[Moved]:
    """What follows from a match: for others at the job's desk, and for the student's other offers."""
    rows, job = state.of(ApplicationRows), state.of(JobRows).jobs[outcome.application.job]
    applicant = rows.applicants.get((job.fair, outcome.application.student))
    if applicant is not None and offers.leaves_some(held, outcome):
        rows.keep_applicant(replace(applicant, releasing=True))
    return [*alternates.taken(job, rows.at_desk(job.id), context), *offers.released(held, outcome, context)]


def follow_amendment(state: State, before: Job | None, outcome: JobAmended, context: Context) -> list[Moved]:
    """Each opening that a larger headcount adds is offered to the next alternate."""
    fair, job = state.of(FairRows).fairs[outcome.job.fair], outcome.job
    if before is None or not outcome.invites_alternates or not fair.allows("select"):
        return []
    return alternates.added(fair, before, job, _waiting(state, fair, job), context)


def _moved_up(state: State, fair: Fair, before: Application | None, outcome: Moved, context: Context) -> list[Moved]:
    job = state.of(JobRows).jobs[outcome.application.job]
    waiting = (one for one in _waiting(state, fair, job) if one.id != outcome.application.id)
    return alternates.moved_up(fair, job, waiting, before, outcome, context)


def _waiting(state: State, fair: Fair, job: Job) -> Iterator[Application]:
    """The alternates in the order of the ranking; none of an enterprise that may not invite, since its booth is not
    approved.
    """
    booth = state.of(BoothRows).booths.get((fair.id, job.org))
    if booth is not None and booth.state != "approved":
        return iter(())
    rows = state.of(ApplicationRows)
    return (one for one in rows.ranked(job.id, job.ranking) if not _is_placed(rows, fair, one.student))


def _is_placed(rows: ApplicationRows, fair: Fair, student: str) -> bool:
    """Whether the student has a match in a fair that allows only one."""
    applicant = rows.applicants.get((fair.id, student))
    return fair.offers == RELEASE and applicant is not None and applicant.matches > 0


def touch_refusal(state: State, command: RefuseBooth) -> None:
    state.of(ApplicationRows).wanted.stranded.add((command.fair, command.org))


def note_refusal(state: State, before: object, outcome: BoothRefused, context: Context) -> None:
    """Those who wait for an answer of a refused booth are told. Their applications stay as they are."""
    rows, booth = state.of(ApplicationRows), outcome.booth
    for one in stranded(rows.stranded, rows.applications.values(), booth.fair, booth.org):
        rows.told.append((one, uuid5(context.event, str(one.id)), context.now))


def follow_closing(state: State, before: Fair | None, outcome: FairClosed, context: Context) -> Iterator[Moved]:
    """Open invitations expire when their fair closes."""
    open_ones = endings.open_invitations(state.of(ApplicationRows).applications.values(), outcome.fair.id)
    return (endings.lapse(one, context) for one in open_ones)
