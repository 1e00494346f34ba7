"""How staff and invitation links are loaded and written."""

from __future__ import annotations

from collections.abc import Iterator

from services.fair.booths.rows import BoothRows
from services.fair.kernel.entities import entity_of
from services.fair.kernel.port import Port, Row, Write, by_key, columns_of
from services.fair.kernel.state import State
from services.fair.kernel.tables import Table, columns
from services.fair.staff.rows import StaffRows
from services.fair.staff.staff import Departure, Staff, StaffLink


def _link_of(row: Row) -> StaffLink:
    return entity_of(StaffLink, row)


def _staff_of(row: Row) -> Staff:
    return entity_of(Staff, row)


def _departure_of(row: Row) -> Departure:
    return entity_of(Departure, row)


LINKS = Table(
    "staff_links",
    ("id",),
    columns(
        "id uuid",
        "fair uuid fixed",
        "org text fixed",
        "sha256 text fixed",
        "role text fixed",
        "uses int fixed",
        "used int",
        "expires_at timestamptz fixed",
        "state text",
        "made_by text fixed",
        "made_at timestamptz fixed",
        "place bigint fixed",
    ),
)
STAFF = Table(
    "staff",
    ("fair", "person"),
    columns(
        "fair uuid",
        "person text",
        "org text",
        "role text",
        "link uuid",
        "state text",
        "joined_at timestamptz",
        "place bigint",
    ),
)
DEPARTURES = Table(
    "staff_departures",
    ("fair", "org", "person"),
    columns("fair uuid", "org text", "person text", "place bigint"),
)
LINKS_BY_KEY = by_key(LINKS, _link_of)
STAFF_BY_KEY = by_key(STAFF, _staff_of)
DEPARTURES_BY_KEY = by_key(DEPARTURES, _departure_of)
WRITE_LINKS = LINKS.upsert()
WRITE_STAFF = STAFF.upsert()
WRITE_DEPARTURES = DEPARTURES.upsert()
STATEMENTS = (WRITE_LINKS, WRITE_STAFF, WRITE_DEPARTURES)


async def load(port: Port, state: State) -> None:
    """Load the links and people that the batch names, who left, and its senders' staff rows; want their booths."""
    rows = state.of(StaffRows)
    if rows.wanted_links:
        for link in await port.select(LINKS_BY_KEY, list(rows.wanted_links)):
            rows.links[link.id] = link
            rows.wanted_departures.add((link.fair, link.org, link.made_by))
    if rows.wanted_people:
        for staff in await port.select(STAFF_BY_KEY, *columns_of(rows.wanted_people)):
            rows.staff[staff.fair, staff.person] = staff
            state.of(BoothRows).wanted.add((staff.fair, staff.org))
    if rows.wanted_departures:
        for one in await port.select(DEPARTURES_BY_KEY, *columns_of(rows.wanted_departures)):
            rows.departures[one.fair, one.org, one.person] = one


def writes(state: State) -> Iterator[Write]:
    rows = state.of(StaffRows)
    yield Write(WRITE_LINKS, (rows.links[link] for link in rows.changed_links))
    yield Write(WRITE_STAFF, (rows.staff[key] for key in rows.changed_staff))
    yield Write(WRITE_DEPARTURES, (rows.departures[key] for key in rows.changed_departures))
