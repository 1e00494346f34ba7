"""The SQL of the reads of resumes, of consents, and of read receipts."""

from __future__ import annotations

from services.fair.applications.queries import CONSENT, LIVE

RESUME = "SELECT card, saved_at FROM resumes WHERE person = $1"
READS = """
SELECT r.event AS id, r.fair, r.job, r.application, r.org, r.reader AS by, r.at, j.title, b.name AS enterprise
FROM resume_reads r JOIN jobs j ON j.id = r.job LEFT JOIN booths b ON b.fair = r.fair AND b.org = r.org
WHERE r.student = $1 AND ($2::timestamptz IS NULL OR (r.at, r.event) < ($2, $3::uuid))
ORDER BY r.at DESC, r.event DESC LIMIT $4
"""
# $2: only consents that last (true), or that ended (false). An archived fair ended them in its last minute.
CONSENTS = f"""
SELECT application, job, fair, org, title, enterprise, given_at,
  CASE WHEN consent THEN 'given' ELSE 'ended' END AS state,
  CASE WHEN NOT consent THEN (
    CASE WHEN live THEN (SELECT max(m.minute) FROM fair_minutes m WHERE m.fair = found.fair) ELSE moved_at END
  ) END AS ended_at,
  (SELECT count(*) FROM resume_reads r WHERE r.application = found.application) AS reads, created_at
FROM (
  SELECT a.id AS application, a.job, a.fair, a.org, j.title, b.name AS enterprise, a.received_at AS given_at,
    {CONSENT} AS consent, a.state IN ({LIVE}) AS live, (a.history -> -1 ->> 'at')::timestamptz AS moved_at,
    a.created_at
  FROM applications a JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
  WHERE a.student = $1
) AS found
WHERE ($2::boolean IS NULL OR consent = $2)
  AND ($3::timestamptz IS NULL OR (created_at, application) < ($3, $4::uuid))
ORDER BY created_at DESC, application DESC LIMIT $5
"""
