"""The SQL of the reads of closing rounds and of students' rankings, parametrised and in full."""

from __future__ import annotations

WISHES = "SELECT jobs, ranked_at FROM wishes WHERE fair = $1 AND student = $2"
WISHED_JOBS = """
SELECT j.id, j.title, b.name AS enterprise, j.state, a.state AS application,
  coalesce(a.state = ANY($3::text[]), false) AS counts
FROM unnest($1::uuid[]) WITH ORDINALITY AS wished (id, rank)
JOIN jobs j USING (id) LEFT JOIN booths b USING (fair, org)
LEFT JOIN applications a ON a.job = j.id AND a.student = $2
ORDER BY wished.rank
"""
NEWEST = """
SELECT id AS round, fair, held_at, numbers FROM closing_rounds WHERE fair = $1 ORDER BY "offset" DESC LIMIT 1
"""
OF_STUDENT = """
SELECT r.id AS round, r.fair, r.held_at, s.took_part, s.match AS application, s.told
FROM closing_round_students s JOIN closing_rounds r ON r.id = s.round
WHERE s.student = $1 AND ($2::timestamptz IS NULL OR (r.held_at, r.id) < ($2, $3::uuid))
ORDER BY r.held_at DESC, r.id DESC LIMIT $4
"""
NAMES = """
SELECT j.id, j.title, b.name AS enterprise FROM jobs j LEFT JOIN booths b USING (fair, org) WHERE j.id = ANY($1::uuid[])
"""
OF_JOB = """
SELECT r.id AS round, r.fair, o.job, r.held_at, o.places, o.matched, o.told, r."offset" AS place
FROM closing_round_jobs o JOIN closing_rounds r ON r.id = o.round
WHERE o.job = $1 AND ($2::bigint IS NULL OR r."offset" < $2) ORDER BY r."offset" DESC LIMIT $3
"""
"""A job has no row for a round in which it had ranked or invited nobody."""
