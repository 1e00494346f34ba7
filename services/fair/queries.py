"""The SQL of the read API, parametrised and in full. Lists go on after a key, never by an offset."""

from __future__ import annotations

OUTCOME = """
SELECT outcome, reason, flags, topic, partition, "offset", at FROM inbox WHERE event_id = $1 AND actor = $2
"""
OUTCOMES = """
SELECT event_id, outcome, reason, flags, topic, partition, "offset", at FROM inbox
WHERE event_id = ANY($1::uuid[]) AND actor = $2 ORDER BY "offset"
"""

_FAIR = (
    "id, org, title, host, starts_at, ends_at, campaign, region, description, ads, offers, state, created_at, counters"
)
FAIR = f"SELECT {_FAIR}, decided, as_of FROM fairs WHERE id = $1"
FAIRS = f"""
SELECT {_FAIR} FROM fairs
WHERE ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid)) AND ($4::text IS NULL OR state = $4)
  AND (state <> 'draft' OR org = $5)
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
j.employment_type, j.description, j.code, j.state, j.standing AS applications, j.created_at, j.place, j.flags
"""
JOB = f"""
SELECT {_JOB}, f.org AS organizer, f.state = 'draft' AS draft
FROM jobs j LEFT JOIN booths b USING (fair, org) JOIN fairs f ON f.id = j.fair
WHERE j.id = $1
"""

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
    AND ($9::text IS NULL OR j.state = $9) AND (NOT $10::boolean OR j.flags <> '[]')
) AS found
WHERE $11::int IS NULL OR (-rank, place, id) > (-$11, $12::bigint, $13::uuid)
ORDER BY -rank, place, id LIMIT $14
"""

_APPLICATION = """
a.id, a.job, a.fair, a.org, a.student, a.state, a.reason, a.place, a.resume, a.message, a.receipt, a.received_at,
a.created_at, a.deadline, a.invited_at, a.invitation
"""
JOB_OF_ORG = "SELECT ranking FROM jobs WHERE id = $1 AND org = $2"
RANKED = """
SELECT a.id, a.state, a.place FROM unnest($1::uuid[]) WITH ORDINALITY AS ranked (id, number)
JOIN applications a USING (id) ORDER BY ranked.number
"""
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

# Exports: all rows of a fair in the order of its log, read through a cursor. No contact and no resume is in them.
EXPORT_BOOTHS = """
SELECT b.name, b.org, b.uscc, b.nature, b.industry, b.region, b.intro, b.state, b.reason, b.created_at,
  j.jobs, j.positions, j.applications, j.matches
FROM booths b
LEFT JOIN LATERAL (
  SELECT count(*) FILTER (WHERE state = 'open') AS jobs,
    coalesce(sum(headcount) FILTER (WHERE state = 'open'), 0) AS positions,
    coalesce(sum(standing), 0) AS applications, coalesce(sum(matches), 0) AS matches
  FROM jobs WHERE jobs.fair = b.fair AND jobs.org = b.org
) AS j ON true
WHERE b.fair = $1 ORDER BY b.place, b.org
"""
EXPORT_JOBS = """
SELECT b.name AS enterprise, j.title, j.headcount, j.region, j.industry, j.degree, j.majors,
  (j.salary ->> 'min')::float8 AS "salary.min", (j.salary ->> 'max')::float8 AS "salary.max",
  j.salary ->> 'period' AS "salary.period", j.salary ->> 'currency' AS "salary.currency",
  j.employment_type, j.description, j.code, j.id, j.org, j.state, j.created_at, j.submissions,
  j.standing AS applications, j.invitations, j.matches, greatest(j.headcount - j.matches, 0) AS unfilled
FROM jobs j LEFT JOIN booths b USING (fair, org)
WHERE j.fair = $1 ORDER BY j.place, j.id
"""
_EXPORTED_APPLICATION = """
a.id, b.name AS enterprise, j.title, j.code, a.student, a.resume ->> 'degree' AS degree, a.resume ->> 'major' AS major,
a.resume ->> 'region' AS region, a.state, a.reason, a.place, a.received_at, a.created_at
"""
EXPORT_APPLICATIONS = f"""
SELECT {_EXPORTED_APPLICATION}, a.was_shortlisted, a.was_invited, a.invited_at, a.deadline, a.receipt, a.job, a.org
FROM applications a JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
WHERE a.fair = $1 AND ($2::text IS NULL OR a.state = $2) ORDER BY a."offset"
"""
EXPORT_MATCHES = f"""
SELECT {_EXPORTED_APPLICATION}, a.invited_at, steps.accepted_at, steps.hired_at, a.job, a.org
FROM applications a JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
CROSS JOIN LATERAL (
  SELECT max(at) FILTER (WHERE event = 'InvitationAccepted') AS accepted_at,
    max(at) FILTER (WHERE event = 'ApplicantHired') AS hired_at
  FROM jsonb_to_recordset(a.history) AS step (event text, at timestamptz)
) AS steps
WHERE a.fair = $1 AND a.state IN ('accepted', 'hired') ORDER BY a."offset"
"""

# The fair's report. An enterprise's first step after the (last) submission is its response.
FUNNEL = """
WITH stood AS (
  SELECT a.org, coalesce(j.industry, b.industry) AS industry, a.resume ->> 'region' AS region,
    a.resume ->> 'degree' AS degree, a.state, a.was_shortlisted, a.was_invited, steps.dealt_with,
    extract(epoch FROM steps.answered_at - a.received_at)::float8 AS response_s
  FROM applications a JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
  CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS dealt_with, min(at) FILTER (WHERE at >= a.received_at) AS answered_at
    FROM jsonb_to_recordset(a.history) AS step (event text, at timestamptz)
    WHERE event IN ('ApplicationViewed', 'ApplicantShortlisted', 'ApplicantInvited', 'ApplicationRefused')
  ) AS steps
  WHERE a.fair = $1
)
SELECT grouping(org, industry, region, degree) AS grouped, org, industry, region, degree,
  count(*) FILTER (WHERE state <> 'withdrawn') AS applications, count(*) FILTER (WHERE dealt_with) AS viewed,
  count(*) FILTER (WHERE was_shortlisted) AS shortlisted, count(*) FILTER (WHERE was_invited) AS invited,
  count(*) FILTER (WHERE state IN ('accepted', 'hired')) AS accepted, count(*) FILTER (WHERE state = 'hired') AS hired,
  count(*) FILTER (WHERE state = 'refused') AS refused, count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn,
  count(*) FILTER (WHERE state = 'declined') AS declined, count(*) FILTER (WHERE state = 'expired') AS expired,
  count(response_s) AS answered, percentile_cont(0.5) WITHIN GROUP (ORDER BY response_s) AS median_s,
  percentile_cont(0.9) WITHIN GROUP (ORDER BY response_s) AS p90_s
FROM stood GROUP BY GROUPING SETS ((), (org), (industry), (region), (degree))
ORDER BY applications DESC, org, industry, region, degree
"""
HEADCOUNTS = """
SELECT b.org, b.name AS enterprise, coalesce(sum(j.headcount), 0)::bigint AS headcount,
  coalesce(sum(j.matches), 0)::bigint AS matches,
  coalesce(sum(greatest(j.headcount - j.matches, 0)), 0)::bigint AS unfilled
FROM booths b LEFT JOIN jobs j USING (fair, org)
WHERE b.fair = $1 AND (b.state = 'approved' OR j.id IS NOT NULL)
GROUP BY b.org, b.name, b.place ORDER BY unfilled DESC, b.place
"""
UNFILLED_JOBS = """
SELECT j.id AS job, j.title, j.org, b.name AS enterprise, j.state, j.headcount, j.matches,
  j.headcount - j.matches AS unfilled, j.standing AS applications, count(*) OVER () AS found
FROM jobs j LEFT JOIN booths b USING (fair, org)
WHERE j.fair = $1 AND j.headcount > j.matches ORDER BY unfilled DESC, j.place, j.id LIMIT $2
"""

# The public breakdown: of all applications that were ever received, but for the newest few (see breakdown.py).
_RECEIVED = """
SELECT CASE $2 WHEN 'industry' THEN coalesce(j.industry, b.industry) WHEN 'region' THEN a.resume ->> 'region'
  ELSE a.resume ->> 'degree' END AS value, a.created_at, a.id
FROM applications a JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
WHERE a.fair = $1
"""
BREAKDOWN = f"""
WITH received AS MATERIALIZED ({_RECEIVED}),
newest AS (
  SELECT value FROM received ORDER BY created_at DESC, id DESC LIMIT (SELECT count(*) % $3 FROM received)
)
SELECT value, sum(number)::bigint AS applications FROM (
  SELECT value, count(*) AS number FROM received GROUP BY value
  UNION ALL SELECT value, -count(*) FROM newest GROUP BY value
) AS counted GROUP BY value
"""
