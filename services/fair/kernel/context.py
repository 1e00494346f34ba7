"""What every command comes with: who said it and when, by the log's clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

ITSELF, SYSTEM = "livefair", "system"
"""The actor and the role of what nobody says: a deadline that passes, what follows by itself."""


@dataclass(frozen=True, slots=True)
class Context:
    """The circumstances of one record: its event id, its sender, the log's time, its place in the log."""

    event: UUID
    actor: str
    role: str
    org: str | None
    now: datetime
    offset: int
    position: str
    staff_of: str | None = None
    """The enterprise for which the sender acts in this fair, though the token does not say so."""
    staff_role: str | None = None
    unapproved: frozenset[str] = frozenset()
    """The enterprises among the sender's whose booth in this fair is not approved: the organizer refused it."""

    def by_itself(self) -> Context:
        """The same circumstances for what follows by itself: whoever set it off is no business of those it is told."""
        return replace(self, actor=ITSELF, role=SYSTEM, org=None, staff_of=None, staff_role=None)

    def organizes(self, org: str) -> bool:
        return self.role == "organizer" and self.org == org

    def recruits_for(self, org: str) -> bool:
        """Whether the sender acts for the enterprise: by the token, or as one of its staff in this fair."""
        return self.role == "enterprise" and org in (self.org, self.staff_of)

    def has_no_approved_booth(self, org: str) -> bool:
        """Whether the sender may not act for the enterprise in this fair, since its booth is not approved."""
        return org in self.unapproved

    def leads(self, org: str) -> bool:
        """Whether the sender may deal with the booth itself and its staff."""
        staff = (self.staff_of, self.staff_role) == (org, "lead")
        return self.role == "enterprise" and (self.org == org or staff)
