"""The SQL of the reads of staff and of their invitation links."""

from __future__ import annotations

STAFF_OF_BOOTH = """
SELECT person, role, state, joined_at, link, place FROM staff
WHERE fair = $1 AND org = $2 AND ($3::text IS NULL OR state = $3) AND place > $4 ORDER BY place LIMIT $5
"""
LINKS_OF_BOOTH = """
SELECT l.id, l.role, l.uses, l.used, l.expires_at, l.made_by, l.made_at, l.place,
  CASE WHEN d.place > l.place THEN 'revoked' ELSE l.state END AS state -- it ended when the person who made it left
FROM staff_links l LEFT JOIN staff_departures d ON d.fair = l.fair AND d.org = l.org AND d.person = l.made_by
WHERE l.fair = $1 AND l.org = $2 AND l.place > $3 ORDER BY l.place LIMIT $4
"""
STAFF_OF_PERSON = """
SELECT s.fair, f.title, s.org, b.name AS enterprise, s.role, s.joined_at FROM staff s
JOIN fairs f ON f.id = s.fair LEFT JOIN booths b ON b.fair = s.fair AND b.org = s.org
WHERE s.person = $1 AND s.state = 'active' AND ($2::timestamptz IS NULL OR (s.joined_at, s.fair) < ($2, $3::uuid))
ORDER BY s.joined_at DESC, s.fair DESC LIMIT $4
"""
