"""What reads of staff and of assigned applications answer and may be asked: for their OpenAPI and for nothing else."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from schemas.staff import StaffRole
from services.fair.engine.answers import ApplicationWithWords, OneApplication, Page, Paged
from services.fair.engine.asked import ApplicationsAsked

StaffState = Literal["active", "removed"]


class StaffAsked(Paged):
    """A list of staff."""

    state: StaffState | None = None


class Member(BaseModel):
    """A person of a booth's staff, by the token's `sub`."""

    person: str
    role: StaffRole
    state: StaffState
    joined_at: AwareDatetime
    link: UUID


class Members(Page[Member]):
    """A page of them."""


class StaffLink(BaseModel):
    """A link by which `uses` may join the staff, of whom `used` have."""

    id: UUID
    role: StaffRole
    uses: int
    used: int
    expires_at: AwareDatetime
    state: Literal["open", "revoked"]
    made_by: str
    made_at: AwareDatetime


class StaffLinks(Page[StaffLink]):
    """A page of them."""


class Staffing(BaseModel):
    """A booth of whose staff one is."""

    fair: UUID
    title: str = Field(description="The fair's.")
    org: str
    enterprise: str | None = Field(None, description="The booth's name.")
    role: StaffRole
    joined_at: AwareDatetime


class Staffings(Page[Staffing]):
    """A page of them."""


class AssignedAsked(ApplicationsAsked):
    """A job's applications."""

    assignee: str | None = Field(None, description="Only those that this person deals with.")


class Assignment(BaseModel):
    """Who of the enterprise deals with it, since when, by whose word."""

    to: str
    by: str
    at: AwareDatetime
    note: str | None = None


class Assigned(BaseModel):
    """What of an application is the enterprise's alone."""

    assignee: str | None = None
    assignment: Assignment | None = None


class ApplicationOfJob(ApplicationWithWords, Assigned):
    """An application, for the job's enterprise."""


class ApplicationsOfJob(Page[ApplicationOfJob]):
    """A page of them."""


class OneApplicationSeen(OneApplication, Assigned):
    """One application; for its enterprise with who deals with it."""
