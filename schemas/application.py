"""The application: one student's standing request for one job."""

from __future__ import annotations

from typing import Literal
from uuid import UUID, uuid5

from schemas.event import Event
from schemas.resume import ResumeCard

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


def application_id(job: UUID, student: str) -> UUID:
    """The id of a student's one application to a job."""
    return uuid5(job, student)


def message_path(application: UUID, sha256: str) -> str:
    """Where the words that came with a submission are in the object store: others never replace them."""
    return f"messages/{application}/{sha256}.txt"
