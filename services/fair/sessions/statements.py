"""The SQL with which sessions, drops, their lines and their minutes are loaded and written. As in `statements.py`."""

from __future__ import annotations

LOAD_SESSIONS = """
SELECT * FROM sessions WHERE id = ANY($1::uuid[]) OR (fair = ANY($2::uuid[]) AND state = 'live')
  OR fair = ANY($3::uuid[])
"""
LOAD_DROPS = "SELECT * FROM drops WHERE id = ANY($1::uuid[]) OR session = ANY($2::uuid[])"
LOAD_LINES = """
SELECT first.* FROM unnest($1::uuid[], $2::int[]) AS asked (drop, number)
CROSS JOIN LATERAL (
  SELECT * FROM applications a WHERE a.drop = asked.drop AND a.state = 'waitlisted'
  ORDER BY a.drop_place LIMIT asked.number
) AS first ORDER BY first.drop, first.drop_place
"""
WRITE_SESSIONS = """
INSERT INTO sessions (id, fair, org, host, title, starts_at, stream_url, run_of_show, state, place, created_at, paused,
  pinned, started_at, ended_at, drops, viewers_peak, muted, counters)
SELECT id, fair, org, host, title, starts_at, stream_url, run_of_show, state, place, created_at, paused, pinned,
  started_at, ended_at, drops, viewers_peak, muted, '{}'
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, org text, host text, title text, starts_at timestamptz,
  stream_url text, run_of_show jsonb, state text, place bigint, created_at timestamptz, paused boolean, pinned uuid,
  started_at timestamptz, ended_at timestamptz, drops int, viewers_peak int, muted text[])
ON CONFLICT (id) DO UPDATE SET title = excluded.title, starts_at = excluded.starts_at,
  stream_url = excluded.stream_url, run_of_show = excluded.run_of_show, state = excluded.state,
  paused = excluded.paused, pinned = excluded.pinned, started_at = excluded.started_at, ended_at = excluded.ended_at,
  drops = excluded.drops, viewers_peak = excluded.viewers_peak, muted = excluded.muted
"""
WRITE_SESSION_COUNTERS = """
UPDATE sessions SET counters = new.counters FROM json_to_recordset($1::json) AS new (id uuid, counters jsonb)
WHERE sessions.id = new.id
"""
WRITE_DROPS = """
INSERT INTO drops (id, session, fair, job, cap, state, number, place, opened_at, closed_at, submissions, standing,
  admitted, waiting)
SELECT id, session, fair, job, cap, state, number, place, opened_at, closed_at, submissions, standing, admitted, waiting
FROM json_to_recordset($1::json) AS new (id uuid, session uuid, fair uuid, job uuid, cap int, state text, number int,
  place bigint, opened_at timestamptz, closed_at timestamptz, submissions int, standing int, admitted int, waiting int)
ON CONFLICT (id) DO UPDATE SET cap = excluded.cap, state = excluded.state, closed_at = excluded.closed_at,
  submissions = excluded.submissions, standing = excluded.standing, admitted = excluded.admitted,
  waiting = excluded.waiting
"""
ADD_MINUTES = """
INSERT INTO session_minutes AS known (session, minute, submissions, waitlisted, moved_up, withdrawn, views, shortlisted)
SELECT session, minute, coalesce(submissions, 0), coalesce(waitlisted, 0), coalesce(moved_up, 0),
  coalesce(withdrawn, 0), coalesce(views, 0), coalesce(shortlisted, 0)
FROM json_to_recordset($1::json) AS new (session uuid, minute timestamptz, submissions int, waitlisted int,
  moved_up int, withdrawn int, views int, shortlisted int)
ON CONFLICT (session, minute) DO UPDATE SET submissions = known.submissions + excluded.submissions,
  waitlisted = known.waitlisted + excluded.waitlisted, moved_up = known.moved_up + excluded.moved_up,
  withdrawn = known.withdrawn + excluded.withdrawn, views = known.views + excluded.views,
  shortlisted = known.shortlisted + excluded.shortlisted
"""
WRITE_SECONDS = """
INSERT INTO drop_seconds (drop, second, submissions, standing, remaining)
SELECT drop, second, submissions, standing, remaining
FROM json_to_recordset($1::json) AS new (drop uuid, second timestamptz, submissions int, standing int, remaining int)
ON CONFLICT (drop, second) DO UPDATE SET submissions = excluded.submissions, standing = excluded.standing,
  remaining = excluded.remaining
"""
WRITE_VIEWERS = """
INSERT INTO session_minutes (session, minute, viewers, viewers_peak)
SELECT session, minute, viewers, viewers_peak
FROM json_to_recordset($1::json) AS new (session uuid, minute timestamptz, viewers int, viewers_peak int)
ON CONFLICT (session, minute) DO UPDATE SET viewers = excluded.viewers, viewers_peak = excluded.viewers_peak
"""
WATCHED = """
SELECT s.id, s.fair FROM sessions s JOIN fairs f ON f.id = s.fair
WHERE s.id = ANY($1::uuid[]) AND s.started_at < $2::timestamptz + interval '1 minute'
  AND (s.state = 'live' OR s.ended_at >= $2) AND split_part(f.decided, ':', 2)::int = ANY($3::int[])
"""
WRITE_ITEMS = """
INSERT INTO session_items (session, "offset", number, at, event, event_id, data)
SELECT session, "offset", number, at, event, event_id, data
FROM json_to_recordset($1::json) AS new (session uuid, "offset" bigint, number int, at timestamptz, event text,
  event_id uuid, data jsonb)
"""
