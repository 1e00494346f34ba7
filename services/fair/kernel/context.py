"""The context of every command: who sent it, and the log time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

ITSELF, SYSTEM = "livefair", "system"
"""The actor and the role of what no person sends: a passed deadline, an automatic step."""


@dataclass(frozen=True, slots=True)
class Context:
    """The context of one record: its event id, its sender, the log time, its position in the log."""

    event: UUID
    actor: str
    role: str
    org: str | None
    now: datetime
    offset: int
    position: str
    staff_of: str | None = None
    """The enterprise that the sender acts for in this fair as a member of its staff, not by the token."""
    staff_role: str | None = None
    unapproved: frozenset[str] = frozenset()
    """Those of the sender's enterprises that have no approved booth in this fair: the organizer refused it."""

    def by_itself(self) -> Context:
        """The same context for automatic steps, without the sender: people who are notified must not learn it."""
        return replace(self, actor=ITSELF, role=SYSTEM, org=None, staff_of=None, staff_role=None)

    def organizes(self, org: str) -> bool:
        return self.role == "organizer" and self.org == org

    def recruits_for(self, org: str) -> bool:
        """Whether the sender acts for the enterprise: by the token, or as a member of its staff in this fair."""
        return self.role == "enterprise" and org in (self.org, self.staff_of)

    def has_no_approved_booth(self, org: str) -> bool:
        """Whether the sender may not act for the enterprise in this fair because its booth is not approved."""
        return org in self.unapproved

    def leads(self, org: str) -> bool:
        """Whether the sender may manage the booth itself and its staff."""
        staff = (self.staff_of, self.staff_role) == (org, "lead")
        return self.role == "enterprise" and (self.org == org or staff)
