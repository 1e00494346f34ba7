"""What is published about staff: items for the enterprise's room and for the person, and catalog entries.

A person who acts for an enterprise only through a link cannot join its room, so they are notified in their own room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from schemas.catalog import StaffEntry, StaffLinkEntry, staff_key, staff_link_key
from schemas.rooms import enterprise_room, person_room
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.items import Item
from services.fair.kernel.port import Select
from services.fair.kernel.state import State
from services.fair.staff.rows import StaffRows
from services.fair.staff.staff import ACTIVE, ApplicantHandedOver, CrewChanged


def of_crew(outcome: CrewChanged, command: Command, context: Context) -> Iterator[Item]:
    """A person joined or was removed."""
    staff = outcome.crew.staff
    assert staff is not None
    data = {"fair": staff.fair, "org": staff.org, "person": staff.person, "role": staff.role, "state": staff.state}
    for room in (enterprise_room(staff.org), person_room(staff.person)):
        yield Item(room, type(outcome).__name__, data)


def of_hand_over(outcome: ApplicantHandedOver, command: Command, context: Context) -> Iterator[Item]:
    """Never published to the student: which person handles an application is internal to the enterprise."""
    application = outcome.application
    data: dict[str, Any] = {"fair": application.fair, "job": application.job, "application": application.id}
    data |= {"org": application.org, "state": application.state, "place": application.place}
    data |= {"assignee": application.assignee}
    yield Item(enterprise_room(application.org), "ApplicantHandedOver", data)
    if application.assignee is not None:
        yield Item(person_room(application.assignee), "ApplicantHandedOver", data)


def entries(state: State) -> Iterator[tuple[str, UUID, StaffEntry | StaffLinkEntry | None]]:
    """The people who act for an enterprise, and its valid links; a tombstone when that ends."""
    rows = state.of(StaffRows)
    for key in rows.changed_staff:
        staff = rows.staff[key]
        facts = {"fair": staff.fair, "person": staff.person, "org": staff.org, "role": staff.role}
        yield _staff_entry({**facts, "state": staff.state})
    for id in rows.changed_links:
        link = rows.links[id]
        facts = {"fair": link.fair, "org": link.org, "link": link.id, "sha256": link.sha256}
        yield _link_entry({**facts, "leads_somewhere": link.leads_somewhere})


def _staff_entry(facts: Mapping[str, Any]) -> tuple[str, UUID, StaffEntry | None]:
    entry = StaffEntry.model_validate({**facts}) if facts["state"] == ACTIVE else None
    return staff_key(facts["fair"], facts["person"]), facts["fair"], entry


def _link_entry(facts: Mapping[str, Any]) -> tuple[str, UUID, StaffLinkEntry | None]:
    entry = StaffLinkEntry.model_validate({**facts}) if facts["leads_somewhere"] else None
    return staff_link_key(facts["sha256"]), facts["fair"], entry


CATALOG: tuple[Select[tuple[str, UUID, StaffEntry | StaffLinkEntry | None]], ...] = (
    Select(
        "staff for the catalog",
        "SELECT fair, person, org, role, state FROM staff WHERE fair = ANY($1::uuid[])",
        _staff_entry,
    ),
    Select(
        "links for the catalog",
        """
SELECT fair, org, id AS link, sha256, state = 'open' AND used < uses AS leads_somewhere FROM staff_links
WHERE fair = ANY($1::uuid[])
""",
        _link_entry,
    ),
)
