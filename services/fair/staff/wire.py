"""From the events of staff to their commands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from schemas import staff as events
from services.fair.kernel.commands import CommandOf
from services.fair.staff import staff as staffing


def _link(event: Any) -> tuple[UUID, str, UUID]:
    return event.fair, event.org, event.link


COMMANDS: CommandOf = {
    events.StaffLinkMade: lambda event: staffing.MakeStaffLink(
        *_link(event), event.sha256, event.role, event.uses, event.expires_at
    ),
    events.StaffLinkRevoked: lambda event: staffing.RevokeStaffLink(*_link(event)),
    events.StaffJoined: lambda event: staffing.JoinStaff(*_link(event), event.person),
    events.StaffRemoved: lambda event: staffing.RemoveStaff(event.fair, event.org, event.person),
    events.ApplicantHandedOver: lambda event: staffing.HandOverApplicant(
        event.fair, event.job, event.application, event.to, event.note
    ),
}
