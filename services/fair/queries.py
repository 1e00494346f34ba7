"""The SQL of the read API, parametrised and in full. Lists go on after a key, never by an offset."""

from __future__ import annotations

OUTCOME = """
SELECT outcome, reason, topic, partition, "offset", at FROM inbox WHERE event_id = $1 AND actor = $2
"""

_FAIR = "id, org, title, host, starts_at, ends_at, campaign, region, description, state, created_at, counters"
FAIR = f"SELECT {_FAIR}, decided, as_of FROM fairs WHERE id = $1"
FAIRS = f"""
SELECT {_FAIR} FROM fairs
WHERE $2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid)
ORDER BY created_at DESC, id DESC LIMIT $1
"""
BOOTHS = """
SELECT fair, org, name, uscc, nature, industry, region, intro, state, reason, created_at FROM booths
WHERE fair = $1 AND (state = 'approved' OR $2 OR org = $3) ORDER BY place, org
"""
TIMELINE = """
SELECT minute AS at, counters FROM fair_minutes WHERE fair = $1 ORDER BY minute DESC LIMIT $2
"""

_JOB = """
j.id, j.fair, j.org, b.name AS enterprise, j.title, j.headcount, j.region, j.industry, j.degree, j.majors, j.salary,
j.employment_type, j.description, j.code, j.state, j.standing AS applications, j.created_at, j.place
"""
JOB = f"SELECT {_JOB} FROM jobs j LEFT JOIN booths b USING (fair, org) WHERE j.id = $1"

# Open ones before closed ones; then those with the query in the title, all its words there, or one of them.
JOBS = f"""
SELECT * FROM (
  SELECT {_JOB}, CASE WHEN $2 = 'applications' THEN j.standing ELSE
      8 * (j.state = 'open')::int + 4 * ($3 <> '' AND strpos(lower(j.title), $3) > 0)::int
      + 2 * (j.title_words @> $4::text[])::int + (j.title_words && $4::text[])::int END AS rank
  FROM jobs j LEFT JOIN booths b USING (fair, org)
  WHERE j.fair = $1 AND ($3 = '' OR (j.words @> $4::text[] AND cardinality($4::text[]) > 0))
    AND ($5::text IS NULL OR j.region = $5) AND ($6::text IS NULL OR j.industry = $6)
    AND ($7::text IS NULL OR j.degree = $7) AND ($8::text IS NULL OR j.org = $8)
    AND ($9::text IS NULL OR j.state = $9)
) AS found
WHERE $10::int IS NULL OR (-rank, place, id) > (-$10, $11::bigint, $12::uuid)
ORDER BY -rank, place, id LIMIT $13
"""

_APPLICATION = """
a.id, a.job, a.fair, a.org, a.student, a.state, a.reason, a.place, a.resume, a.message, a.receipt, a.received_at,
a.created_at, a.deadline, a.invited_at, a.invitation
"""
JOB_OF_ORG = "SELECT 1 FROM jobs WHERE id = $1 AND org = $2"
APPLICATION = f"SELECT {_APPLICATION}, a.history FROM applications a WHERE a.id = $1 AND a.job = $2"
AHEAD = "SELECT count(*) FROM applications WHERE job = $1 AND place < $2 AND state = ANY($3::text[])"
APPLICATIONS_OF_JOB = f"""
SELECT {_APPLICATION} FROM applications a
WHERE a.job = $1 AND ($2::text IS NULL OR a.state = $2) AND a.place > $3 ORDER BY a.place LIMIT $4
"""
APPLICATIONS_OF_FAIR = f"""
SELECT {_APPLICATION}, a."offset" FROM applications a
WHERE a.fair = $1 AND ($2::text IS NULL OR a.state = $2) AND a."offset" > $3 ORDER BY a."offset" LIMIT $4
"""
APPLICATIONS_OF_STUDENT = f"""
SELECT {_APPLICATION}, j.title, b.name AS enterprise FROM applications a
JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
WHERE a.student = $1 AND ($2::timestamptz IS NULL OR (a.created_at, a.id) < ($2, $3::uuid))
ORDER BY a.created_at DESC, a.id DESC LIMIT $4
"""
RESUME = "SELECT card, saved_at FROM resumes WHERE person = $1"
