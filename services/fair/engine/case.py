"""The case: the few rows that one command touches, and the state machine over them.

`decide` says what happens, `evolve` makes it so. Both are pure; replaying a log through them gives the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.fair.applications import alternates, offers, selection
from services.fair.applications import application as applications
from services.fair.applications.application import MATCHED, Applicant, Application
from services.fair.applications.selection import Step
from services.fair.booths import booth as booths
from services.fair.booths.booth import Booth
from services.fair.cards import approach as approaches
from services.fair.cards import card as cards
from services.fair.cards.approach import EmployerFirst
from services.fair.closing_round import closing_round, wishes
from services.fair.closing_round.closing_round import Closing
from services.fair.fairs import fair as fairs
from services.fair.fairs.fair import Fair
from services.fair.jobs import job as jobs
from services.fair.jobs.job import Job
from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.kernel.said import Said
from services.fair.sessions import drop as drops
from services.fair.sessions import mute
from services.fair.sessions import question as questions
from services.fair.sessions import session as sessions
from services.fair.sessions.drop import Drop
from services.fair.sessions.session import OfSession, Session
from services.fair.staff import staff as staffing

Command = (
    fairs.ScheduleFair
    | fairs.AmendFair
    | fairs.MoveFair
    | booths.RequestBooth
    | booths.ApproveBooth
    | booths.RefuseBooth
    | booths.AmendBooth
    | staffing.MakeStaffLink
    | staffing.RevokeStaffLink
    | staffing.JoinStaff
    | staffing.RemoveStaff
    | staffing.HandOverApplicant
    | jobs.PublishJob
    | jobs.AmendJob
    | jobs.CloseJob
    | applications.SubmitResume
    | applications.WithdrawApplication
    | applications.NoteResumeRead
    | jobs.RankApplicants
    | wishes.RankJobs
    | closing_round.HoldClosingRound
    | cards.ShowCard
    | cards.HideCard
    | approaches.ApproachCard
    | approaches.ApproachStep
    | Step
    | OfSession
)
Outcome = (
    fairs.FairOutcome
    | booths.BoothOutcome
    | jobs.JobOutcome
    | applications.ApplicationOutcome
    | wishes.WishesOutcome
    | closing_round.RoundOutcome
    | cards.CardOutcome
    | approaches.ApproachOutcome
    | staffing.StaffOutcome
    | sessions.SessionOutcome
)
NOTHING_MET, NOBODY_RANKED, NO_CREW = EmployerFirst(), Closing(), staffing.Crew()
NOTHING_ASKED = questions.Floor()


@dataclass(frozen=True, slots=True)
class Case:
    """What a command may look at. A row that does not exist, or that the command does not touch, is None."""

    fair: Fair | None = None
    booth: Booth | None = None
    job: Job | None = None
    application: Application | None = None
    applicant: Applicant | None = None
    desk: tuple[Application, ...] = ()
    """The job's applications that are invited or shortlisted, and those that a ranking names."""
    invited: tuple[Application, ...] = ()
    """The fair's open invitations, the first by the log's order, where it closes, is archived or reopened."""
    held: tuple[Application, ...] = ()
    """The student's applications that are invited, to whatever job of the fair; where an acceptance releases them."""
    placed: frozenset[str] = frozenset()
    """Those of the desk's students who have a match and may not get another."""
    closing: Closing = NOBODY_RANKED
    """What the command looks at that is about the closing round."""
    met: EmployerFirst = NOTHING_MET
    """The card and the approach that the command is about."""
    crew: staffing.Crew = NO_CREW
    """The link to a booth's staff and the person's row that the command is about."""
    session: Session | None = None
    drop: Drop | None = None
    drops: tuple[Drop, ...] = ()
    """Of the session, where one more is to be dropped."""
    floor: questions.Floor = NOTHING_ASKED
    shown: tuple[Job, ...] = ()
    """The jobs that a command of a session is about, as far as they exist."""


def decide(case: Case, command: Command, said: Said) -> Outcome:
    """What becomes of `command`: one outcome, which may be a refusal."""
    match command:
        case applications.SubmitResume():
            return _decide_submit(case, command, said)
        case applications.WithdrawApplication():
            return applications.decide_withdraw(case.fair, case.application, command, said)
        case applications.NoteResumeRead():
            return applications.decide_read(case.application, said)
        case Step():
            return selection.decide(case.fair, case.job, case.application, case.applicant, command, said)
        case jobs.RankApplicants():
            return jobs.decide_rank(case.fair, case.job, [one.id for one in case.desk], command, said)
        case wishes.RankJobs():
            return wishes.decide_rank_jobs(case.fair, case.closing.wishes, case.closing.known, command, said)
        case closing_round.HoldClosingRound():
            return closing_round.decide_hold(case.fair, case.closing.settled, command, said)
        case cards.ShowCard():
            return cards.decide_show(case.fair, case.met.card, command, said)
        case cards.HideCard():
            return cards.decide_hide(case.met.card, command, said)
        case approaches.ApproachCard():
            return approaches.decide_approach(case.fair, case.booth, case.job, case.met, command, said)
        case approaches.ApproachStep():
            return approaches.decide_step(case.fair, case.job, case.application, case.met.approach, command, said)
        case jobs.PublishJob():
            return jobs.decide_publish(case.fair, case.booth, case.job, command, said)
        case jobs.AmendJob():
            return jobs.decide_amend(case.fair, case.job, command, said)
        case jobs.CloseJob():
            return jobs.decide_close(case.fair, case.job, command, said)
        case booths.RequestBooth():
            return booths.decide_request(case.fair, case.booth, command, said)
        case booths.ApproveBooth():
            return booths.decide_approve(case.fair, case.booth, said)
        case staffing.MakeStaffLink():
            return staffing.decide_link(case.fair, case.booth, case.crew, command, said)
        case staffing.RevokeStaffLink():
            return staffing.decide_revoke(case.fair, case.booth, case.crew, command, said)
        case staffing.JoinStaff():
            return staffing.decide_join(case.fair, case.crew, command, said)
        case staffing.RemoveStaff():
            return staffing.decide_remove(case.fair, case.booth, case.crew, command, said)
        case staffing.HandOverApplicant():
            return staffing.decide_hand_over(case.fair, case.application, case.crew, command, said)
        case booths.AmendBooth():
            return booths.decide_amend(case.fair, case.booth, command, said)
        case booths.RefuseBooth():
            return booths.decide_refuse(case.fair, case.booth, command, said)
        case OfSession():
            return _decide_session(case, command, said)
        case fairs.ScheduleFair():
            return fairs.decide_schedule(case.fair, command, said)
        case fairs.AmendFair():
            return fairs.decide_amend(case.fair, command, said)
        case fairs.MoveFair():
            return fairs.decide_move(case.fair, command, bool(case.invited), said)


def evolve(case: Case, outcome: Outcome) -> Case:
    """The case after `outcome`. Refusals and what is unchanged leave it as it is."""
    match outcome:
        case Refused() | Unchanged() | applications.ResumeRead() | closing_round.ClosingRoundHeld():
            return case
        case wishes.JobsRanked(ranked):
            return replace(case, closing=replace(case.closing, wishes=ranked))
        case applications.Moved():
            return _with_application(case, outcome)
        case drops.OnStage():
            return replace(case, session=outcome.session, drop=outcome.drop)
        case sessions.Staged():
            return replace(case, session=outcome.session)
        case jobs.JobPublished() | jobs.JobAmended() | jobs.JobClosed() | jobs.ApplicantsRanked():
            return replace(case, job=jobs.evolve(case.job, outcome))
        case cards.CardShown() | cards.CardHidden():
            return replace(case, met=replace(case.met, card=outcome.card))
        case approaches.Approached():
            return replace(case, met=replace(case.met, approach=outcome.approach))
        case booths.BoothRequested() | booths.BoothApproved() | booths.BoothRefused() | booths.BoothAmended():
            return replace(case, booth=booths.evolve(case.booth, outcome))
        case staffing.CrewChanged(crew):
            return replace(case, crew=crew)
        case staffing.ApplicantHandedOver(application):
            return replace(case, application=application)
        case fairs.FairChanged(fair):
            return replace(case, fair=fair)


def follow(before: Case, after: Case, outcome: Outcome, said: Said) -> list[applications.Moved]:
    """What follows by itself on `outcome`, which has led from `before` to `after`."""
    if isinstance(outcome, fairs.FairClosed):
        return [selection.lapse(one, said) for one in before.invited]
    if isinstance(outcome, approaches.ApproachAccepted):
        return [] if outcome.received is None else [outcome.received]
    if not isinstance(outcome, applications.Moved) or after.fair is None or after.job is None:
        return []
    if isinstance(outcome, selection.InvitationAccepted | closing_round.MatchedInRound):
        return [*alternates.taken(after.job, after.desk, said), *offers.released(after.held, outcome, said)]
    desk = [one for one in after.desk if one.id != outcome.application.id and one.student not in after.placed]
    return alternates.moved_up(after.fair, after.job, desk, before.application, outcome, said)


def moves_others(before: Case, outcome: Outcome) -> bool:
    """Whether something may follow by itself; if an application moved, the job's desk is needed for it."""
    if isinstance(outcome, fairs.FairClosed | approaches.ApproachAccepted | closing_round.MatchedInRound):
        return True
    allowed = before.fair is not None and before.fair.allows("select")
    return allowed and alternates.moves_others(before.application, outcome)


def _with_application(case: Case, outcome: applications.Moved) -> Case:
    """An application that moves takes its job's and its student's numbers with it."""
    before, after, job = case.application, outcome.application, case.job
    assert job is not None
    standing = after.counts - (before is not None and before.counts)
    numbers = job.counting(
        job.submissions + isinstance(outcome, applications.ApplicationReceived),
        job.standing + standing,
        job.invitations + (after.state == "invited") - (before is not None and before.state == "invited"),
        job.matches + (after.state in MATCHED) - (before is not None and before.state in MATCHED),
    )
    applicant = case.applicant
    matches = numbers.matches - job.matches
    if standing or matches:
        known = applicant or Applicant(after.fair, after.student)
        applicant = Applicant(after.fair, after.student, known.standing + standing, known.matches + matches)
    return Case(case.fair, case.booth, numbers, after, applicant, case.desk)


def _decide_submit(case: Case, command: applications.SubmitResume, said: Said) -> Outcome:
    """As for every submission; through a drop, its cap decides who gets in and who stands in line."""
    outcome = applications.decide_submit(case.fair, case.job, case.application, command, said)
    if command.drop is None or not isinstance(outcome, applications.ApplicationReceived):
        return outcome
    if refused := drops.takes(case.drop, command.job):
        return refused
    assert case.drop is not None
    return drops.received(case.drop, outcome.application)


def _decide_session(case: Case, command: OfSession, said: Said) -> Outcome:
    match command:
        case sessions.ScheduleSession():
            return sessions.decide_schedule(case.fair, case.booth, case.session, case.shown, command, said)
        case drops.DropJob():
            return drops.decide_drop(case.fair, case.session, case.drops, case.shown, command, said)
        case mute.OfCommenter():
            return mute.decide(case.fair, case.session, command, said)
        case questions.OfQuestion():
            return questions.decide(case.fair, case.session, case.floor, command, said)
        case drops.OfDrop():
            return drops.decide(case.fair, case.session, case.drop, command, said)
        case _:
            return sessions.decide(case.fair, case.session, case.shown, command, said)
