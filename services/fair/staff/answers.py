"""The answers of the reads of staff and of the links to it, and their query parameters."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.staff import StaffRole
from services.fair.kernel.answer import Answer, Page
from services.fair.kernel.asked import Paged

StaffState = Literal["active", "removed"]


class StaffAsked(Paged):
    """A list of staff."""

    state: StaffState | None = None


class Member(Answer):
    """A person of a booth's staff, by the token's `sub`."""

    person: str
    role: StaffRole
    state: StaffState
    joined_at: AwareDatetime
    link: UUID


class Members(Page[Member]):
    """A page of them."""


class StaffLink(Answer):
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


class Staffing(Answer):
    """A booth of whose staff one is."""

    fair: UUID
    title: str = Field(description="The fair's.")
    org: str
    enterprise: str | None = Field(None, description="The booth's name.")
    role: StaffRole
    joined_at: AwareDatetime


class Staffings(Page[Staffing]):
    """A page of them."""
