"""The staff of a booth: people who act for an enterprise in one fair through an invitation link; and hand-over.

A person belongs to one booth's staff in a fair at a time. Holds no secret: a link is identified by its sha-256.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.fair.applications.application import Application, Assignment
from services.fair.booths.booth import BOOTH_REFUSED, Booth, is_refused
from services.fair.fairs.fair import Fair
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

ACTIVE, REMOVED = "active", "removed"
OPEN, REVOKED = "open", "revoked"
LINK_STATES, STAFF_STATES = (OPEN, REVOKED), (ACTIVE, REMOVED)


@dataclass(frozen=True, slots=True)
class StaffLink:
    """An invitation link for `uses` people, of whom `used` have joined. `place` is its log offset."""

    id: UUID
    fair: UUID
    org: str
    sha256: str
    role: str
    uses: int
    used: int
    expires_at: datetime
    state: str
    made_by: str
    made_at: datetime
    place: int

    @property
    def leads_somewhere(self) -> bool:
        """Whether one more person may join through it, before it expires."""
        return self.state == OPEN and self.used < self.uses


@dataclass(frozen=True, slots=True)
class Staff:
    """A person who acts, or acted, for an enterprise in a fair. `place` is the offset of the join."""

    fair: UUID
    person: str
    org: str
    role: str
    link: UUID
    state: str
    joined_at: datetime
    place: int


@dataclass(frozen=True, slots=True)
class Departure:
    """The last time that a person left the staff of a booth, or was removed. `place` is its log offset.

    It stays when they join another booth, whose row replaces the one here.
    """

    fair: UUID
    org: str
    person: str
    place: int


@dataclass(frozen=True, slots=True)
class Crew:
    """What a rule about staff reads: a link, the row and departure of the person, and the departure of its maker."""

    link: StaffLink | None = None
    staff: Staff | None = None
    departure: Departure | None = None
    maker_departure: Departure | None = None

    @property
    def left_by_maker(self) -> bool:
        """Whether the person who made the link has left this staff since."""
        return self._is_older_than(self.maker_departure)

    @property
    def left_since(self) -> bool:
        """Whether the person concerned has left this staff since the link was made."""
        return self._is_older_than(self.departure)

    def _is_older_than(self, departure: Departure | None) -> bool:
        return self.link is not None and departure is not None and departure.place > self.link.place


@dataclass(frozen=True, slots=True)
class MakeStaffLink(Command):
    org: str
    link: UUID
    sha256: str
    role: str
    uses: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class RevokeStaffLink(Command):
    org: str
    link: UUID


@dataclass(frozen=True, slots=True)
class JoinStaff(Command):
    """`person` must be the sender."""

    org: str
    link: UUID
    person: str


@dataclass(frozen=True, slots=True)
class RemoveStaff(Command):
    org: str
    person: str


@dataclass(frozen=True, slots=True)
class HandOverApplicant(Command):
    """`to` may be None: nobody in particular. `note` is the path of a message in the object store."""

    job: UUID
    application: UUID
    to: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class CrewChanged(Outcome):
    """`crew` has the new state of the link and of the person's rows."""

    crew: Crew


class StaffLinkMade(CrewChanged):
    __slots__ = ()


class StaffLinkRevoked(CrewChanged):
    __slots__ = ()


class StaffJoined(CrewChanged):
    __slots__ = ()


class StaffRemoved(CrewChanged):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ApplicantHandedOver(Outcome):
    """Another person handles the application now; its state and history do not change."""

    application: Application


class AtCrew(NamedTuple):
    """The fair, the enterprise's booth there, and the link and the person concerned."""

    fair: Fair | None
    booth: Booth | None
    crew: Crew


class ToHandOver(NamedTuple):
    """The fair, the application, and the person who will handle it."""

    fair: Fair | None
    application: Application | None
    crew: Crew


def decide_link(met: AtCrew, command: MakeStaffLink, context: Context) -> Outcome:
    """By the enterprise or a lead of the booth's staff; valid until the fair's end by default."""
    fair, booth, crew = met
    if fair is None:
        return Refused("unknown_fair")
    if refused := _not_to_lead(fair, booth, command.org, context):
        return refused
    if crew.link is not None:
        return Unchanged("link_made")
    expires_at = command.expires_at or fair.ends_at
    if expires_at <= context.now:
        return Refused("expires_at_passed")
    ids = (command.link, command.fair, command.org, command.sha256, command.role)
    made = (OPEN, context.actor, context.now, context.offset)
    return StaffLinkMade(Crew(StaffLink(*ids, command.uses, 0, expires_at, *made)))


def decide_revoke(met: AtCrew, command: RevokeStaffLink, context: Context) -> Outcome:
    """People who joined through the link stay."""
    fair, booth, crew = met
    if fair is None:
        return Refused("unknown_fair")
    if refused := _not_to_lead(fair, booth, command.org, context):
        return refused
    if crew.link is None:
        return Refused("unknown_link")
    if crew.link.state == REVOKED:
        return Unchanged("link_revoked")
    return StaffLinkRevoked(replace(crew, link=replace(crew.link, state=REVOKED)))


def decide_join(met: AtCrew, command: JoinStaff, context: Context) -> Outcome:
    """By a person of any enterprise or none. A member of this booth's staff keeps their role.

    A link leads nowhere after its booth was refused, or its maker removed; and for a person who left, if it is older.
    """
    fair, booth, crew = met
    link, staff = crew.link, crew.staff
    if context.role != "enterprise" or context.actor != command.person:
        return Refused("not_yours")
    if fair is None or link is None or link.state == REVOKED or crew.left_by_maker:
        return Refused("unknown_link")
    if is_refused(booth):
        return Refused(BOOTH_REFUSED)
    if refused := fair.refusal("staff"):
        return refused
    if context.recruits_for(link.org):
        return Unchanged("staff_already")
    if staff is not None and staff.state == ACTIVE:
        return Refused("staff_elsewhere")
    if crew.left_since:
        return Refused("link_too_old")
    if context.now >= link.expires_at:
        return Refused("link_expired")
    if not link.leads_somewhere:
        return Refused("link_used_up")
    rest = (link.role, link.id, ACTIVE, context.now, context.offset)
    joined = Staff(command.fair, command.person, link.org, *rest)
    return StaffJoined(Crew(replace(link, used=link.used + 1), joined))


def decide_remove(met: AtCrew, command: RemoveStaff, context: Context) -> Outcome:
    """By the enterprise, a lead, or the person who leaves. Applications of a person who left are handed to another."""
    fair, booth, crew = met
    if fair is None:
        return Refused("unknown_fair")
    leaves = context.role == "enterprise" and context.actor == command.person and context.staff_of == command.org
    if refused := fair.refusal("staff") if leaves else _not_to_lead(fair, booth, command.org, context):
        return refused
    if crew.staff is None or crew.staff.org != command.org:
        return Refused("unknown_staff")
    if crew.staff.state == REMOVED:
        return Unchanged("staff_removed")
    departure = Departure(command.fair, command.org, command.person, context.offset)
    return StaffRemoved(Crew(staff=replace(crew.staff, state=REMOVED), departure=departure))


def decide_hand_over(met: ToHandOver, command: HandOverApplicant, context: Context) -> Outcome:
    """By a person who acts for the enterprise: to themselves, to one of the staff, or to nobody in particular."""
    fair, application, crew = met
    if fair is None or application is None or not context.recruits_for(application.org):
        return Refused("unknown_application")
    if context.has_no_approved_booth(application.org):
        return Refused("booth_not_approved", application.state)
    if refused := fair.refusal("staff", application.state):
        return refused
    known = crew.staff is not None and (crew.staff.state, crew.staff.org) == (ACTIVE, application.org)
    if command.to is not None and command.to != context.actor and not known:
        return Refused("unknown_staff", application.state)
    if command.note is None and command.to == application.assignee:
        return Unchanged("same_assignee")
    assignment = None if command.to is None else Assignment(command.to, context.actor, context.now, command.note)
    return ApplicantHandedOver(replace(application, assignment=assignment))


def _not_to_lead(fair: Fair, booth: Booth | None, org: str, context: Context) -> Refused | None:
    if fair.hidden_from(context):
        return Refused("unknown_fair")
    if booth is None:
        return Refused("unknown_booth")
    if not context.leads(org):
        return Refused("not_yours")
    if is_refused(booth):
        return Refused(BOOTH_REFUSED)
    return fair.refusal("staff")
