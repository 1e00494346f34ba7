"""The staff of one batch, in memory, and the enterprises that the senders act for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from services.fair.booths.rows import BoothRows
from services.fair.kernel.context import Context
from services.fair.kernel.state import State
from services.fair.staff.staff import ACTIVE, Crew, Departure, Staff, StaffLink

PersonKey = tuple[UUID, str]
"""A fair and a person's sub."""
DepartureKey = tuple[UUID, str, str]
"""A fair, an enterprise and a person's sub."""


@dataclass(slots=True)
class StaffRows:
    """Rows by key."""

    wanted_links: set[UUID] = field(default_factory=set)
    wanted_people: set[PersonKey] = field(default_factory=set)
    wanted_departures: set[DepartureKey] = field(default_factory=set)
    links: dict[UUID, StaffLink] = field(default_factory=dict)
    staff: dict[PersonKey, Staff] = field(default_factory=dict)
    departures: dict[DepartureKey, Departure] = field(default_factory=dict)
    changed_links: set[UUID] = field(default_factory=set)
    changed_staff: set[PersonKey] = field(default_factory=set)
    changed_departures: set[DepartureKey] = field(default_factory=set)

    def link_of_booth(self, fair: UUID, org: str, link: UUID) -> StaffLink | None:
        """The link, if it belongs to this booth."""
        found = self.links.get(link)
        return found if found is not None and (found.fair, found.org) == (fair, org) else None

    def keep(self, crew: Crew) -> Crew:
        """Store the new state of a link and a person's rows; returns the previous state of the link and the staff."""
        before = Crew()
        if crew.link is not None:
            before = replace(before, link=self.links.get(crew.link.id))
            self.links[crew.link.id] = crew.link
            if crew.link is not before.link:
                self.changed_links.add(crew.link.id)
        if crew.staff is not None:
            key = (crew.staff.fair, crew.staff.person)
            before = replace(before, staff=self.staff.get(key))
            self.staff[key] = crew.staff
            if crew.staff is not before.staff:
                self.changed_staff.add(key)
        if crew.departure is not None:
            self._keep_departure(crew.departure)
        return before

    def _keep_departure(self, departure: Departure) -> None:
        key = (departure.fair, departure.org, departure.person)
        self.departures[key] = departure
        self.changed_departures.add(key)


def acting(state: State, fair: UUID, context: Context) -> Context:
    """The same context, with the enterprise that the sender acts for here, and those without an approved booth."""
    if context.role != "enterprise":
        return context
    staff = state.of(StaffRows).staff.get((fair, context.actor))
    if staff is not None and staff.state == ACTIVE:
        context = replace(context, staff_of=staff.org, staff_role=staff.role)
    booths = state.of(BoothRows).booths
    known = (booths.get((fair, org)) for org in (context.org, context.staff_of) if org is not None)
    unapproved = frozenset(one.org for one in known if one is not None and one.state != "approved")
    return replace(context, unapproved=unapproved) if unapproved else context
