"""The case: the few rows that one command touches, and the state machine over them.

`decide` says what happens, `evolve` makes it so. Both are pure; replaying a log through them gives the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.fair.domain import application as applications
from services.fair.domain import booth as booths
from services.fair.domain import fair as fairs
from services.fair.domain import job as jobs
from services.fair.domain.application import Applicant, Application
from services.fair.domain.booth import Booth
from services.fair.domain.fair import Fair
from services.fair.domain.job import Job
from services.fair.domain.outcomes import Refused, Unchanged
from services.fair.domain.said import Said

Command = (
    fairs.ScheduleFair
    | fairs.OpenFair
    | fairs.CloseFair
    | booths.RequestBooth
    | booths.ApproveBooth
    | booths.RefuseBooth
    | jobs.PublishJob
    | jobs.AmendJob
    | jobs.CloseJob
    | applications.SubmitResume
    | applications.WithdrawApplication
    | applications.NoteResumeRead
)
Outcome = fairs.FairOutcome | booths.BoothOutcome | jobs.JobOutcome | applications.ApplicationOutcome


@dataclass(frozen=True, slots=True)
class Case:
    """What a command may look at. A row that does not exist, or that the command does not touch, is None."""

    fair: Fair | None = None
    booth: Booth | None = None
    job: Job | None = None
    application: Application | None = None
    applicant: Applicant | None = None


def decide(case: Case, command: Command, said: Said) -> Outcome:
    """What becomes of `command`: one outcome, which may be a refusal."""
    match command:
        case applications.SubmitResume():
            return applications.decide_submit(case.fair, case.job, case.application, command, said)
        case applications.WithdrawApplication():
            return applications.decide_withdraw(case.application, command, said)
        case applications.NoteResumeRead():
            return applications.decide_read(case.application, said)
        case jobs.PublishJob():
            return jobs.decide_publish(case.fair, case.booth, case.job, command, said)
        case jobs.AmendJob():
            return jobs.decide_amend(case.fair, case.job, command, said)
        case jobs.CloseJob():
            return jobs.decide_close(case.fair, case.job, said)
        case booths.RequestBooth():
            return booths.decide_request(case.fair, case.booth, command, said)
        case booths.ApproveBooth():
            return booths.decide_approve(case.fair, case.booth, said)
        case booths.RefuseBooth():
            return booths.decide_refuse(case.fair, case.booth, command, said)
        case fairs.ScheduleFair():
            return fairs.decide_schedule(case.fair, command, said)
        case fairs.OpenFair():
            return fairs.decide_open(case.fair, said)
        case fairs.CloseFair():
            return fairs.decide_close(case.fair, said)


def evolve(case: Case, outcome: Outcome) -> Case:
    """The case after `outcome`. Refusals and what is unchanged leave it as it is."""
    match outcome:
        case Refused() | Unchanged() | applications.ResumeRead():
            return case
        case applications.ApplicationReceived() | applications.ApplicationWithdrawn():
            return _with_application(case, outcome)
        case jobs.JobPublished() | jobs.JobAmended() | jobs.JobClosed():
            return replace(case, job=jobs.evolve(case.job, outcome))
        case booths.BoothRequested() | booths.BoothApproved() | booths.BoothRefused():
            return replace(case, booth=booths.evolve(case.booth, outcome))
        case _:
            return replace(case, fair=fairs.evolve(case.fair, outcome))


def _with_application(
    case: Case, outcome: applications.ApplicationReceived | applications.ApplicationWithdrawn
) -> Case:
    """An application that begins or ends to stand moves its job's and its student's numbers with it."""
    received = isinstance(outcome, applications.ApplicationReceived)
    step = 1 if received else -1
    application = applications.evolve(case.application, outcome)
    job, applicant = case.job, case.applicant
    assert job is not None
    standing = applicant.standing if applicant else 0
    return Case(
        case.fair,
        case.booth,
        job.counting(job.submissions + received, job.standing + step),
        application,
        Applicant(application.fair, application.student, standing + step),
    )
