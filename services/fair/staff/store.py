"""How staff and the links to it are loaded and written, a statement a table: the share of `store.py` for staff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import asyncpg

from services.fair.staff.rows import StaffRows, TouchedCrew
from services.fair.staff.staff import Staff, StaffLink

LOAD_LINKS = "SELECT * FROM staff_links WHERE id = ANY($1::uuid[])"
LOAD_STAFF = """
SELECT s.* FROM staff s JOIN unnest($1::uuid[], $2::text[]) AS asked (fair, person) USING (fair, person)
"""
WRITE_LINKS = """
INSERT INTO staff_links (id, fair, org, sha256, role, uses, used, expires_at, state, made_by, made_at, place)
SELECT id, fair, org, sha256, role, uses, used, expires_at, state, made_by, made_at, place
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, org text, sha256 text, role text, uses int, used int,
  expires_at timestamptz, state text, made_by text, made_at timestamptz, place bigint)
ON CONFLICT (id) DO UPDATE SET used = excluded.used, state = excluded.state
"""
WRITE_STAFF = """
INSERT INTO staff (fair, person, org, role, link, state, joined_at, place)
SELECT fair, person, org, role, link, state, joined_at, place
FROM json_to_recordset($1::json) AS new (fair uuid, person text, org text, role text, link uuid, state text,
  joined_at timestamptz, place bigint)
ON CONFLICT (fair, person) DO UPDATE SET org = excluded.org, role = excluded.role, link = excluded.link,
  state = excluded.state, joined_at = excluded.joined_at, place = excluded.place
"""


async def load(connection: asyncpg.Connection, touched: TouchedCrew, rows: StaffRows) -> None:
    """Fill `rows` with what a batch touches."""
    if touched.links:
        for row in await connection.fetch(LOAD_LINKS, list(touched.links)):
            rows.links[row["id"]] = StaffLink(**dict(row))
    if touched.people:
        fairs, people = [fair for fair, _ in touched.people], [person for _, person in touched.people]
        for row in await connection.fetch(LOAD_STAFF, fairs, people):
            rows.staff[row["fair"], row["person"]] = Staff(**dict(row))


def writes(rows: StaffRows) -> Iterator[tuple[str, Iterable[Any]]]:
    """Each statement with its rows."""
    yield WRITE_LINKS, (rows.links[link] for link in rows.changed_links)
    yield WRITE_STAFF, (rows.staff[key] for key in rows.changed_staff)
