"""The application: one student's standing request for one job."""

from __future__ import annotations

from typing import Literal
from uuid import UUID, uuid5

from pydantic import AwareDatetime

from schemas.event import Event
from schemas.personal import SealedText, StoredText
from schemas.resume import ResumeCard
from schemas.words import Note

ApplicationState = Literal[
    "submitted",
    "waitlisted",
    "viewed",
    "shortlisted",
    "invited",
    "accepted",
    "declined",
    "expired",
    "refused",
    "withdrawn",
    "hired",
]


class ResumeSubmitted(Event):
    """A student submitted a resume to a job. `message` is what the student wrote, sealed.

    In old records it is the path of the text in the object store.
    """

    fair: UUID
    job: UUID
    application: UUID
    student: str
    resume: ResumeCard
    message: StoredText | None = None
    drop: UUID | None = None


class ApplicationWithdrawn(Event):
    """The student took the application back."""

    fair: UUID
    job: UUID
    application: UUID
    student: str


class ResumeRead(Event):
    """The enterprise opened the resume; the student is told."""

    fair: UUID
    job: UUID
    application: UUID


class _ApplicationStep(Event):
    """A step of one application. The envelope names who took it."""

    fair: UUID
    job: UUID
    application: UUID


class _Choice(_ApplicationStep):
    """A step of the enterprise, which may give a reason that the student can read. Old records have it in `reason`."""

    reason: Note | None = None
    sealed_reason: SealedText | None = None

    @property
    def why(self) -> str | None:
        """The reason as the tables hold it: sealed, plain where the record is old."""
        return self.sealed_reason or self.reason


class ApplicationViewed(_Choice):
    """The enterprise looked at it."""


class ApplicantShortlisted(_Choice):
    """The enterprise keeps it in the narrower choice."""


class ApplicantInvited(_Choice):
    """The enterprise offers a place until `deadline`. `message` is its words, sealed; in old records their path.

    `overbook`: though open invitations and matches have reached the headcount.
    """

    deadline: AwareDatetime | None = None
    message: StoredText | None = None
    overbook: bool = False


class InvitationAccepted(_ApplicationStep):
    """The student takes the place: a match."""


class InvitationDeclined(_ApplicationStep):
    """The student does not."""


class ApplicationRefused(_Choice):
    """The enterprise does not want it."""


class ApplicantHired(_Choice):
    """A match became a contract."""


class DeadlinePassed(_ApplicationStep):
    """The watcher says that an invitation's time is over. Written by fair; decided by the log's time."""

    deadline: AwareDatetime


def application_id(job: UUID, student: str) -> UUID:
    """The id of a student's one application to a job."""
    return uuid5(job, student)
