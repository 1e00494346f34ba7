"""The SQL of the reads of sessions, as in `queries.py`."""

from __future__ import annotations

_SESSION = """
s.id, s.fair, s.org, s.host, s.title, s.starts_at, s.stream_url, s.run_of_show, s.state, s.place, s.created_at,
s.paused, s.pinned, s.started_at, s.ended_at, s.viewers_peak, s.counters
"""
SESSION = f"""
SELECT {_SESSION}, f.state = 'draft' AS draft, f.org AS organizer FROM sessions s JOIN fairs f ON f.id = s.fair
WHERE s.id = $1
"""
SESSIONS = f"SELECT {_SESSION} FROM sessions s WHERE s.fair = $1 AND s.place > $2 ORDER BY s.place LIMIT $3"
DROPS = """
SELECT d.id, d.session, d.fair, d.job, j.title, d.cap, d.state, d.number, d.place, d.opened_at, d.closed_at,
  d.submissions, d.standing, d.admitted, d.waiting
FROM drops d LEFT JOIN jobs j ON j.id = d.job WHERE d.session = ANY($1::uuid[]) ORDER BY d.session, d.number
"""
MINUTES = """
SELECT minute AS at, viewers, viewers_peak, submissions, waitlisted, moved_up, withdrawn, views, shortlisted
FROM session_minutes WHERE session = $1 ORDER BY minute
"""
IN_LINE = """
SELECT count(*) + 1 AS place FROM applications WHERE drop = $1 AND state = 'waitlisted' AND drop_place < $2
"""
