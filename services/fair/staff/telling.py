"""What is told of staff: items for the enterprise's room and for the person's, entries for the catalog. Pure.

A person who acts for an enterprise by a link alone cannot join its room, so what is for one is told in one's own too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plumbing.eventlog.outbox import Record
from schemas.catalog import StaffEntry, StaffLinkEntry, staff_key, staff_link_key
from schemas.rooms import enterprise_room, person_room
from schemas.topics import CATALOG
from services.fair.applications.application import Application
from services.fair.staff.rows import StaffRows
from services.fair.staff.staff import ACTIVE, CrewChanged, StaffJoined, StaffRemoved

Item = tuple[str, str, dict[str, Any]]


def of_crew(outcome: CrewChanged) -> Iterator[Item]:
    """Of links nobody is told: the list has them."""
    staff = outcome.crew.staff
    if staff is None or not isinstance(outcome, StaffJoined | StaffRemoved):
        return
    data = {"fair": staff.fair, "org": staff.org, "person": staff.person, "role": staff.role, "state": staff.state}
    for room in (enterprise_room(staff.org), person_room(staff.person)):
        yield room, type(outcome).__name__, data


def of_hand_over(application: Application) -> Iterator[Item]:
    """Never to the student: who of the enterprise deals with it is the enterprise's."""
    data: dict[str, Any] = {"fair": application.fair, "job": application.job, "application": application.id}
    data |= {"org": application.org, "state": application.state, "place": application.place}
    data |= {"assignee": application.assignee}
    yield enterprise_room(application.org), "ApplicantHandedOver", data
    if application.assignee is not None:
        yield person_room(application.assignee), "ApplicantHandedOver", data


def catalog_records(rows: StaffRows) -> Iterator[Record]:
    """Who acts for whom, and which links lead somewhere; a tombstone where it is over."""
    for key in rows.changed_staff:
        staff = rows.staff[key]
        entry = StaffEntry(fair=staff.fair, person=staff.person, org=staff.org, role=staff.role)
        yield _record(staff_key(*key), entry if staff.state == ACTIVE else None)
    for id in rows.changed_links:
        link = rows.links[id]
        leads = StaffLinkEntry(fair=link.fair, org=link.org, link=link.id) if link.leads_somewhere else None
        yield _record(staff_link_key(link.sha256), leads)


def _record(key: str, entry: StaffEntry | StaffLinkEntry | None) -> Record:
    return Record(CATALOG.name, key.encode(), None if entry is None else entry.model_dump_json().encode())
