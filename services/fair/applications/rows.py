"""The applications of one batch, in memory: those it touches, those at a desk, students' offers, and the changes.

A job's desk is its invited and shortlisted applications: a freed opening moves on among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.fair.applications.application import AT_THE_DESK, Admission, Applicant, Application, ReadReceipt
from services.fair.applications.response import Responses, response_s
from services.fair.applications.stranded import Stranded

StudentKey = tuple[UUID, str]
"""A fair and a student's sub."""


@dataclass(slots=True)
class Wanted:
    """The keys of the rows that a batch touches, and of those that its commands may change in turn."""

    applications: set[UUID] = field(default_factory=set)
    applicants: set[StudentKey] = field(default_factory=set)
    desks: set[UUID] = field(default_factory=set)
    """Jobs whose whole desk is needed because a command may move up another application."""
    rankings: set[UUID] = field(default_factory=set)
    """Jobs of which an opening may become free: who is ranked is needed, and not the whole desk."""
    closing: set[UUID] = field(default_factory=set)
    """Fairs whose open invitations are needed, the first in log order."""
    answering: set[UUID] = field(default_factory=set)
    """Jobs of which the batch may contain an enterprise's answer to an application."""
    students: dict[UUID, StudentKey] = field(default_factory=dict)
    """The students of the applications that the batch submits."""
    accepted: list[UUID] = field(default_factory=list)
    """Applications whose invitation the batch accepts."""
    invited: list[tuple[UUID, UUID]] = field(default_factory=list)
    """Applications that the batch invites, each with its job."""
    withdrawn: list[UUID] = field(default_factory=list)
    """Applications that the batch withdraws."""
    stranded: set[tuple[UUID, str]] = field(default_factory=set)
    """Booths (fair, org) that the batch may refuse: their applicants are told."""


@dataclass(slots=True)
class ApplicationRows:
    """Rows by key."""

    wanted: Wanted = field(default_factory=Wanted)
    applications: dict[UUID, Application] = field(default_factory=dict)
    applicants: dict[StudentKey, Applicant] = field(default_factory=dict)
    desks: dict[UUID, dict[UUID, None]] = field(default_factory=dict)
    """For jobs whose desk was requested: the ids of the applications at it, but for those that no ranking names."""
    held: dict[StudentKey, dict[UUID, None]] = field(default_factory=dict)
    """For students whose offers were requested: their invited applications."""
    admissions: dict[UUID, Admission] = field(default_factory=dict)
    """By id: the drops through which submissions may come. The sessions' rows put them here."""
    stranded: list[Stranded] = field(default_factory=list)
    """What was stored of the live applications to booths that the batch may refuse."""
    told: list[tuple[Stranded, UUID, datetime]] = field(default_factory=list)
    """Applications whose students are told of a refusal, each with the id of the item and its time."""
    changed: set[UUID] = field(default_factory=set)
    changed_applicants: set[StudentKey] = field(default_factory=set)

    def of_job(self, fair: UUID, job: UUID, application: UUID) -> Application | None:
        """The application, if it belongs to this job and this fair."""
        found = self.applications.get(application)
        if found is None or (found.job, found.fair) != (job, fair):
            return None
        return found

    def keep(self, application: Application) -> Application | None:
        """Store an application's new state; returns its previous state."""
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
        """Update the requested desks and the offers of requested students."""
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
        """The applications at the job's desk, as they are now."""
        return tuple(self.applications[one] for one in self.desks.get(job, ()))

    def ranked(self, job: UUID, ranking: Iterable[UUID]) -> Iterator[Application]:
        """The shortlisted applications at the job's desk, in the order of `ranking`."""
        desk = self.desks.get(job, {})
        at_desk = (self.applications[one] for one in ranking if one in desk)
        return (one for one in at_desk if one.state == "shortlisted")

    def moved(self) -> list[Application]:
        """The applications that changed since the last call."""
        moved = [self.applications[one] for one in self.changed]
        self.changed.clear()
        return moved


@dataclass(slots=True)
class AnswerRows:
    """The results of enterprises' steps: receipts of resumes that were read, and response times.

    `responses` by fair and org: those that may change, as they are now; `answered` lists those that did.
    """

    responses: dict[tuple[UUID, str], Responses] = field(default_factory=dict)
    answered: set[tuple[UUID, str]] = field(default_factory=set)
    reads: list[ReadReceipt] = field(default_factory=list)

    def note_step(self, before: Application | None, after: Application) -> None:
        """Count an answer, if this step is one."""
        seconds = response_s(before, after)
        if seconds is not None:
            key = (after.fair, after.org)
            self.responses[key] = self.responses.get(key, Responses(*key)).with_answer(seconds)
            self.answered.add(key)
