"""The SQL of the reads of sessions, as in `queries.py`."""

from __future__ import annotations

_SESSION = """
id, fair, org, host, title, starts_at, stream_url, run_of_show, state, place, created_at, paused, pinned, started_at,
ended_at, viewers_peak, counters
"""
SESSION = f"SELECT {_SESSION} FROM sessions WHERE id = $1"
SESSIONS = f"SELECT {_SESSION} FROM sessions WHERE fair = $1 AND place > $2 ORDER BY place LIMIT $3"
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
