"""The staff of a booth: people who act for an enterprise in one fair through an invitation link, not by their token.

Only the creator of a link and the people who received it know its secret. The log holds only the secret's sha-256.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.event import Event
from schemas.personal import StoredText
from schemas.words import Sha256

StaffRole = Literal["recruiter", "lead"]
"""A recruiter handles jobs and applications; a lead also manages the booth and its staff."""
Uses = Annotated[int, Field(ge=1, le=1_000)]


class StaffLinkMade(Event):
    """A person with the secret may join the booth's staff, `uses` times, until `expires_at` or the fair's end."""

    fair: UUID
    org: str
    link: UUID
    sha256: Sha256
    role: StaffRole = "recruiter"
    uses: Uses = 1
    expires_at: AwareDatetime | None = None


class StaffLinkRevoked(Event):
    """The link is revoked; the people who joined with it stay."""

    fair: UUID
    org: str
    link: UUID


class StaffJoined(Event):
    """The sender, `person`, is of the booth's staff."""

    fair: UUID
    org: str
    link: UUID
    person: str


class StaffRemoved(Event):
    """A person is not any more; also the word of the one who leaves."""

    fair: UUID
    org: str
    person: str


class ApplicantHandedOver(Event):
    """From here on `to` deals with the application; nobody in particular where it is null.

    `note` is the words that came with it, sealed; in old records their path in the object store.
    """

    fair: UUID
    job: UUID
    application: UUID
    to: str | None = None
    note: StoredText | None = None
