-- Printed by `make contracts` from the tables that the noun describes; do not edit.

-- staff_links: upsert
INSERT INTO staff_links (id, fair, org, sha256, role, uses, used, expires_at, state, made_by, made_at, place)
SELECT id, fair, org, sha256, role, uses, used, expires_at, state, made_by, made_at, place
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, org text, sha256 text, role text, uses int, used int,
  expires_at timestamptz, state text, made_by text, made_at timestamptz, place bigint)
ON CONFLICT (id) DO UPDATE SET used = excluded.used, state = excluded.state;

-- staff: upsert
INSERT INTO staff (fair, person, org, role, link, state, joined_at, place)
SELECT fair, person, org, role, link, state, joined_at, place
FROM json_to_recordset($1::json) AS new (fair uuid, person text, org text, role text, link uuid, state text, joined_at
  timestamptz, place bigint)
ON CONFLICT (fair, person) DO UPDATE SET org = excluded.org, role = excluded.role, link = excluded.link, state =
  excluded.state, joined_at = excluded.joined_at, place = excluded.place;

-- staff_departures: upsert
INSERT INTO staff_departures (fair, org, person, place)
SELECT fair, org, person, place
FROM json_to_recordset($1::json) AS new (fair uuid, org text, person text, place bigint)
ON CONFLICT (fair, org, person) DO UPDATE SET place = excluded.place;
