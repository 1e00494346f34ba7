"""The SQL with which room life is written. As in `statements.py`; sums are added to what is there, under the fence."""

from __future__ import annotations

# A comment that comes a second time, with the same id, is neither written nor counted.
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
WRITE_HIDDEN = """
INSERT INTO hidden_comments (session, comment, at)
SELECT session, comment, at
FROM json_to_recordset($1::json) AS new (session uuid, comment uuid, at timestamptz)
ON CONFLICT (session, comment) DO NOTHING
"""
WRITE_MINUTES = """
INSERT INTO room_minutes (session, minute, kind, which, number)
SELECT session, minute, kind, which, number
FROM json_to_recordset($1::json) AS new (session uuid, minute timestamptz, kind text, which text, number bigint)
ON CONFLICT (session, minute, kind, which) DO UPDATE SET number = room_minutes.number + excluded.number
"""
WRITE_SECONDS = """
INSERT INTO reaction_seconds (session, second, reaction, number)
SELECT session, second, reaction, number
FROM json_to_recordset($1::json) AS new (session uuid, second timestamptz, reaction text, number bigint)
ON CONFLICT (session, second, reaction) DO UPDATE SET number = reaction_seconds.number + excluded.number
"""
