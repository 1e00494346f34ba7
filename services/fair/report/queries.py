"""The SQL of exports, the report and the public breakdown: set-based, over all rows of a fair."""

from __future__ import annotations

# Exports: all rows of a fair in log order, read through a cursor. They contain no contact and no resume.
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
  SELECT max(at) FILTER (WHERE event IN ('InvitationAccepted', 'MatchedInRound')) AS accepted_at,
    max(at) FILTER (WHERE event = 'ApplicantHired') AS hired_at
  FROM jsonb_to_recordset(a.history) AS step (event text, at timestamptz)
) AS steps
WHERE a.fair = $1 AND a.state IN ('accepted', 'hired') ORDER BY a."offset"
"""

REGIONS = """
SELECT resume ->> 'region' AS text FROM applications WHERE fair = $1 AND resume ->> 'region' IS NOT NULL
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT $2
"""
# The fair's report. $2, $3: texts of students with the region that each names. An enterprise's response is its first
# step after the last submission.
FUNNEL = """
WITH stood AS (
  SELECT a.org, coalesce(j.industry, b.industry) AS industry, coalesce(named.region, a.resume ->> 'region') AS region,
    a.resume ->> 'degree' AS degree, a.state, a.drop IS NOT NULL AND NOT a.admitted AS missed_drop, a.was_shortlisted,
    a.was_invited, steps.dealt_with,
    extract(epoch FROM steps.answered_at - a.received_at)::float8 AS response_s
  FROM applications a JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
  LEFT JOIN unnest($2::text[], $3::text[]) AS named (text, region) ON named.text = a.resume ->> 'region'
  CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS dealt_with, min(at) FILTER (WHERE at >= a.received_at) AS answered_at
    FROM jsonb_to_recordset(a.history) AS step (event text, at timestamptz, by text)
    WHERE (event, by) <> ('ApplicationRefused', 'livefair')  -- a drop that ended is no response
      AND event IN ('ApplicationViewed', 'ApplicantShortlisted', 'ApplicantInvited', 'ApplicationRefused')
  ) AS steps
  WHERE a.fair = $1
)
SELECT grouping(org, industry, region, degree) AS grouped, org, industry, region, degree,
  count(*) FILTER (WHERE state <> 'withdrawn') AS applications, count(*) FILTER (WHERE dealt_with) AS viewed,
  count(*) FILTER (WHERE was_shortlisted) AS shortlisted, count(*) FILTER (WHERE was_invited) AS invited,
  count(*) FILTER (WHERE state IN ('accepted', 'hired')) AS accepted, count(*) FILTER (WHERE state = 'hired') AS hired,
  count(*) FILTER (WHERE state = 'refused' AND NOT missed_drop) AS refused,
  count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn,
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

# The public breakdown: all applications ever received, without the newest few (see breakdown.py).
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
