"""The SQL that writes room chat. Sums are added to the stored ones, under the fence."""

from __future__ import annotations

from services.fair.kernel.tables import Table, columns

# A comment that arrives again with the same id is neither written nor counted.
WRITE_COMMENTS = """
WITH fresh AS (
  INSERT INTO comments (id, session, person, role, text, at, "offset")
  SELECT id, session, person, role, text, at, "offset"
  FROM json_to_recordset($1::json) AS new (id uuid, session uuid, person text, role text, text text, at timestamptz,
    "offset" bigint)
  ON CONFLICT (id) DO NOTHING
  RETURNING session, date_trunc('minute', at, 'UTC') AS minute
)
INSERT INTO room_minutes (session, minute, kind, which, number)
SELECT session, minute, 'comment', '', count(*) FROM fresh GROUP BY session, minute
ON CONFLICT (session, minute, kind, which) DO UPDATE SET number = room_minutes.number + excluded.number
"""
HIDDEN = Table(
    "hidden_comments", ("session", "comment"), columns("session uuid", "comment uuid", "at timestamptz fixed")
)
MINUTES = Table(
    "room_minutes",
    ("session", "minute", "kind", "which"),
    columns("session uuid", "minute timestamptz", "kind text", "which text", "number bigint"),
)
SECONDS = Table(
    "reaction_seconds",
    ("session", "second", "reaction"),
    columns("session uuid", "second timestamptz", "reaction text", "number bigint"),
)
WRITE_HIDDEN = HIDDEN.insert(or_nothing=True)
ADD_MINUTES = MINUTES.add("number")
ADD_SECONDS = SECONDS.add("number")
STATEMENTS = (WRITE_HIDDEN, ADD_MINUTES, ADD_SECONDS)
