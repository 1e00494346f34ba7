"""The application: one student's standing request for one job."""

from __future__ import annotations

from typing import Literal
from uuid import UUID, uuid5

from pydantic import AwareDatetime

from schemas.event import Event
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
    """A student submitted a resume to a job. `message` is the path of what the student wrote, in the object store."""

    fair: UUID
    job: UUID
    application: UUID
    student: str
    resume: ResumeCard
    message: str | None = None
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
    """A step of the enterprise, which may give a reason that the student can read."""

    reason: Note | None = None


class ApplicationViewed(_Choice):
    """The enterprise looked at it."""


class ApplicantShortlisted(_Choice):
    """The enterprise keeps it in the narrower choice."""


class ApplicantInvited(_Choice):
    """The enterprise offers a place until `deadline`. `message` is the path of its words, in the object store.

    `overbook`: though open invitations and matches have reached the headcount.
    """

    deadline: AwareDatetime | None = None
    message: str | None = None
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


def message_path(application: UUID, sha256: str) -> str:
    """The object-store path of the message that came with a submission; its content never changes."""
    return f"messages/{application}/{sha256}.txt"
