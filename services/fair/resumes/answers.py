"""The answers of the reads of resumes and of consent, and their query parameters."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import AnyUrl, AwareDatetime, BaseModel, Field

from schemas.resume import Facets
from services.fair.kernel.answer import Answer, Page
from services.fair.kernel.asked import Paged


class Granted(BaseModel):
    """The signed part of an attachment's address."""

    expires: int = Field(description="Seconds since the epoch.")
    signature: str


class Resume(Answer):
    """A resume as it was submitted."""

    resume: dict[str, Any] = Field(description="JSON Resume.")
    attachment: AnyUrl | None = Field(description="Where the PDF is, for five minutes.")


class OwnResume(Resume):
    """The student's own, as it was saved last."""

    id: UUID
    facets: Facets
    saved_at: AwareDatetime


class ConsentsAsked(Paged):
    """A list of consents."""

    state: Literal["given", "ended"] | None = None


class Consent(Answer):
    """That an enterprise may see a student's resume and words, for one job: as long as the application is live."""

    application: UUID
    job: UUID
    fair: UUID
    org: str
    title: str = Field(description="The job's.")
    enterprise: str | None = Field(None, description="The booth's name.")
    state: Literal["given", "ended"]
    given_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    reads: int = Field(description="How often the resume was opened.")


class Consents(Page[Consent]):
    """A page of them."""


class ReadReceipt(Answer):
    """That somebody of an enterprise opened a student's resume."""

    id: UUID
    fair: UUID
    job: UUID
    application: UUID
    org: str
    title: str = Field(description="The job's.")
    enterprise: str | None = Field(None, description="The booth's name.")
    by: str = Field(description="Who it was.")
    at: AwareDatetime


class ReadReceipts(Page[ReadReceipt]):
    """A page of them."""
