"""The applications of one batch, in memory: those it touches, who is at a desk, what students hold, what changed.

A job's desk is its applications that are invited or shortlisted: among them a place moves on by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from services.fair.applications.application import AT_THE_DESK, Admission, Applicant, Application, ReadReceipt
from services.fair.applications.response import Responses, response_s

StudentKey = tuple[UUID, str]
"""A fair and a student's sub."""


@dataclass(slots=True)
class Wanted:
    """The keys of the rows that a batch touches, and what its commands may set off."""

    applications: set[UUID] = field(default_factory=set)
    applicants: set[StudentKey] = field(default_factory=set)
    desks: set[UUID] = field(default_factory=set)
    """Jobs of which all that are at the desk are needed: what is done may move another one up."""
    closing: set[UUID] = field(default_factory=set)
    """Fairs whose open invitations are needed, the first by the log's order."""
    answering: set[UUID] = field(default_factory=set)
    """Jobs to whose applications the batch may give an answer."""
    students: dict[UUID, StudentKey] = field(default_factory=dict)
    """Of the applications that the batch submits: whose they are."""
    accepted: list[UUID] = field(default_factory=list)
    """Applications whose invitation the batch accepts."""
    invited: list[tuple[UUID, UUID]] = field(default_factory=list)
    """Applications that the batch invites, each with its job."""
    withdrawn: list[UUID] = field(default_factory=list)
    """Applications that the batch withdraws."""


@dataclass(slots=True)
class ApplicationRows:
    """Rows by key."""

    wanted: Wanted = field(default_factory=Wanted)
    applications: dict[UUID, Application] = field(default_factory=dict)
    applicants: dict[StudentKey, Applicant] = field(default_factory=dict)
    desks: dict[UUID, dict[UUID, None]] = field(default_factory=dict)
    """Of the jobs whose desk was asked for: the ids of those at it, in order of their coming."""
    held: dict[StudentKey, dict[UUID, None]] = field(default_factory=dict)
    """Of the students whose offers were asked for: their applications that are invited."""
    admissions: dict[UUID, Admission] = field(default_factory=dict)
    """By id: the drops through which students may come. The sessions keep them here."""
    changed: set[UUID] = field(default_factory=set)
    changed_applicants: set[StudentKey] = field(default_factory=set)

    def of_job(self, fair: UUID, job: UUID, application: UUID) -> Application | None:
        """The application, if it is of this job and this fair."""
        found = self.applications.get(application)
        if found is None or (found.job, found.fair) != (job, fair):
            return None
        return found

    def keep(self, application: Application) -> Application | None:
        """Take an application as it stands now; answers it as it stood before."""
        before = self.applications.get(application.id)
        self.applications[application.id] = application
        self.changed.add(application.id)
        self.seat(application)
        return before

    def keep_applicant(self, applicant: Applicant) -> None:
        key = (applicant.fair, applicant.student)
        self.applicants[key] = applicant
        self.changed_applicants.add(key)

    def seat(self, application: Application) -> None:
        """Keep who is at a desk that was asked for, and what is held by a student whose offers were."""
        desk = self.desks.get(application.job)
        if desk is not None:
            desk.pop(application.id, None)
            if application.state in AT_THE_DESK:
                desk[application.id] = None
        held = self.held.get((application.fair, application.student)) if self.held else None
        if held is not None:
            held.pop(application.id, None)
            if application.state == "invited":
                held[application.id] = None

    def at_desk(self, job: UUID) -> tuple[Application, ...]:
        """Those at the job's desk, as they are now."""
        return tuple(self.applications[one] for one in self.desks.get(job, ()))

    def moved(self) -> list[Application]:
        """Those that changed since this was asked last."""
        moved = [self.applications[one] for one in self.changed]
        self.changed.clear()
        return moved


@dataclass(slots=True)
class AnswerRows:
    """What the enterprises' steps leave: receipts of resumes that were read, and how fast each one answers.

    `responses` by fair and org: those that may change, as they are now; `answered` says which have.
    """

    responses: dict[tuple[UUID, str], Responses] = field(default_factory=dict)
    answered: set[tuple[UUID, str]] = field(default_factory=set)
    reads: list[ReadReceipt] = field(default_factory=list)

    def note_step(self, before: Application | None, after: Application) -> None:
        """Count an answer, where this step is one."""
        seconds = response_s(before, after)
        if seconds is not None:
            key = (after.fair, after.org)
            self.responses[key] = self.responses.get(key, Responses(*key)).with_answer(seconds)
            self.answered.add(key)
