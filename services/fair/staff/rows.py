"""The staff of one batch, in memory: what commands touch, what was loaded, what changed; and who speaks for whom.

The share of `world.py` that staff needs. No SQL, no rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.fair.booths.booth import Booth
from services.fair.kernel.said import Said
from services.fair.staff.staff import (
    ACTIVE,
    Crew,
    HandOverApplicant,
    JoinStaff,
    MakeStaffLink,
    RemoveStaff,
    RevokeStaffLink,
    Staff,
    StaffLink,
)

CrewCommand = MakeStaffLink | RevokeStaffLink | JoinStaff | RemoveStaff | HandOverApplicant
CREW_COMMANDS = (MakeStaffLink, RevokeStaffLink, JoinStaff, RemoveStaff, HandOverApplicant)
Person = tuple[UUID, str]
"""A person in a fair."""


@dataclass(slots=True)
class TouchedCrew:
    """The keys of the rows that a batch may touch."""

    links: set[UUID] = field(default_factory=set)
    people: set[Person] = field(default_factory=set)

    def add(self, command: CrewCommand) -> None:
        match command:
            case MakeStaffLink() | RevokeStaffLink():
                self.links.add(command.link)
            case JoinStaff():
                self.links.add(command.link)
                self.people.add((command.fair, command.person))
            case RemoveStaff():
                self.people.add((command.fair, command.person))
            case HandOverApplicant(to=to) if to is not None:
                self.people.add((command.fair, to))


@dataclass(slots=True)
class StaffRows:
    """Rows by key, and which of them changed."""

    links: dict[UUID, StaffLink] = field(default_factory=dict)
    staff: dict[Person, Staff] = field(default_factory=dict)
    changed_links: set[UUID] = field(default_factory=set)
    changed_staff: set[Person] = field(default_factory=set)

    def speaking(self, fair: UUID, said: Said, booths: Mapping[tuple[UUID, str], Booth]) -> Said:
        """The same circumstances, with the enterprises for which the sender acts here, and which have no booth."""
        if said.role != "enterprise":
            return said
        staff = self.staff.get((fair, said.actor))
        if staff is not None and staff.state == ACTIVE:
            said = replace(said, staff_of=staff.org, staff_role=staff.role)
        known = (booths.get((fair, org)) for org in (said.org, said.staff_of) if org is not None)
        unapproved = frozenset(one.org for one in known if one is not None and one.state != "approved")
        return replace(said, unapproved=unapproved) if unapproved else said

    def met(self, command: CrewCommand) -> Crew:
        """What a command looks at. A link of another booth than it names is none."""
        match command:
            case HandOverApplicant(to=to):
                return Crew(staff=None if to is None else self.staff.get((command.fair, to)))
            case RemoveStaff():
                return Crew(staff=self.staff.get((command.fair, command.person)))
        link = self.links.get(command.link)
        if link is not None and (link.fair, link.org) != (command.fair, command.org):
            link = None
        staff = self.staff.get((command.fair, command.person)) if isinstance(command, JoinStaff) else None
        return Crew(link, staff)

    def keep(self, before: Crew, after: Crew) -> None:
        """Take what a command changed."""
        if after.link is not None and after.link is not before.link:
            self.links[after.link.id] = after.link
            self.changed_links.add(after.link.id)
        if after.staff is not None and after.staff is not before.staff:
            key = (after.staff.fair, after.staff.person)
            self.staff[key] = after.staff
            self.changed_staff.add(key)
