"""The SQL of the read API, parametrised and in full. Lists go on after a key, never by an offset."""

from __future__ import annotations

from collections.abc import Sequence

from services.fair.resumes.queries import CONSENT, LIVE

OUTCOME = """
SELECT outcome, reason, state, flags, topic, partition, "offset", at FROM inbox WHERE event_id = $1 AND actor = $2
"""
OUTCOMES = """
SELECT event_id, outcome, reason, state, flags, topic, partition, "offset", at FROM inbox
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
_BOOTH = """
SELECT fair, org, b.name, b.uscc, b.nature, b.industry, b.region, b.intro, b.state, b.reason, b.created_at, b.hours,
  b.place, r.shown_median_s AS response_time_s_median, nullif(r.shown, 0) AS responses
FROM booths b LEFT JOIN responses r USING (fair, org)
WHERE fair = $1 AND (b.state = 'approved' OR $2 OR org = $3)
"""
BOOTHS = f"{_BOOTH} ORDER BY b.place, org"
_BOOTH_LIST = f"""
{_BOOTH} AND ($4 = '' OR strpos(lower(b.name), $4) > 0)
  AND ($5::text IS NULL OR b.region = $5) AND ($6::text IS NULL OR b.industry = $6)
  AND ($7::text IS NULL OR b.state = $7)
"""
BOOTHS_BY = {
    "place": f"{_BOOTH_LIST} AND ($8::bigint IS NULL OR (place, org) > ($8, $9::text)) ORDER BY place, org LIMIT $10",
    "newest": f"""
{_BOOTH_LIST} AND ($8::bigint IS NULL OR (place, org) < ($8, $9::text)) ORDER BY place DESC, org DESC LIMIT $10
""",
    "name": f"{_BOOTH_LIST} AND ($8::text IS NULL OR (name, org) > ($8, $9::text)) ORDER BY name, org LIMIT $10",
}
"""The same list in each order; the first part of its cursor is a number or a name."""
BOOTHS_BY_STATE = f"SELECT state, count(*) AS number FROM ({_BOOTH_LIST}) AS found GROUP BY state"
TIMELINE = """
SELECT minute AS at, counters FROM fair_minutes WHERE fair = $1 ORDER BY minute DESC LIMIT $2
"""

_JOB = """
j.id, j.fair, j.org, b.name AS enterprise, j.title, j.headcount, j.region, j.industry, j.degree, j.majors, j.salary,
j.employment_type, j.description, j.code, j.state, j.created_at, j.place, j.flags
"""

# How many have applied for a job: exactly for whom it concerns, and for the public as breakdown.py tells, here of the
# fair's first submissions up to the last multiple of 5: what came after those is taken off its job.
_NEWEST = """
SELECT job, count(*)::int AS number FROM (
  SELECT job FROM applications WHERE fair = {fair} ORDER BY "offset" DESC
  LIMIT (SELECT coalesce(sum(submissions), 0) % 5 FROM jobs WHERE fair = {fair})
) AS last GROUP BY job
"""
_COUNTED = "(j.submissions - coalesce(n.number, 0))"
_AT_LEAST = f"CASE WHEN {_COUNTED} < 10 THEN 0 ELSE {_COUNTED} - {_COUNTED} % 5 END"

JOB = f"""
SELECT {_JOB}, f.org AS organizer, f.state = 'draft' AS draft, j.standing
FROM jobs j LEFT JOIN booths b USING (fair, org) JOIN fairs f ON f.id = j.fair
WHERE j.id = $1
"""
JOB_IN_PUBLIC = f"""
SELECT {_AT_LEAST} AS number FROM jobs j LEFT JOIN ({_NEWEST.format(fair="$2")}) AS n ON n.job = j.id WHERE j.id = $1
"""

# Open ones before closed ones; then those with the query in the title, all its words there, or one of them.
_FOUND_JOBS = """
  WHERE j.fair = $1 AND ($2 = '' OR (j.words @> $3::text[] AND cardinality($3::text[]) > 0))
    AND ($4::text IS NULL OR j.region = $4) AND ($5::text IS NULL OR j.industry = $5)
    AND ($6::text IS NULL OR j.degree = $6) AND ($7::text IS NULL OR j.org = $7)
    AND (NOT $8::boolean OR j.flags <> '[]') AND ($9::text IS NULL OR j.state = $9)
"""
JOBS = f"""
WITH shown AS (
  SELECT {_JOB}, j.title_words, $15 OR j.org IS NOT DISTINCT FROM $16 AS exactly,
    CASE WHEN $15 OR j.org IS NOT DISTINCT FROM $16 THEN j.standing ELSE {_AT_LEAST} END AS applications
  FROM jobs j LEFT JOIN booths b USING (fair, org) LEFT JOIN ({_NEWEST.format(fair="$1")}) AS n ON n.job = j.id
  {_FOUND_JOBS}
), ranked AS (
  SELECT *, CASE WHEN $10 = 'applications' THEN applications ELSE
      8 * (state = 'open')::int + 4 * ($2 <> '' AND strpos(lower(title), $2) > 0)::int
      + 2 * (title_words @> $3::text[])::int + (title_words && $3::text[])::int END AS rank
  FROM shown
)
SELECT * FROM ranked WHERE $11::int IS NULL OR (-rank, place, id) > (-$11, $12::bigint, $13::uuid)
ORDER BY -rank, place, id LIMIT $14
"""
JOBS_BY_STATE = f"SELECT j.state, count(*) AS number FROM jobs j {_FOUND_JOBS} GROUP BY j.state"

_APPLICATION = f"""
{CONSENT} AS consent,
a.id, a.job, a.fair, a.org, a.student, a.state, a.reason, a.place, a.resume, a.message, a.receipt, a.received_at,
a.created_at, a.deadline, a.invited_at, a.invitation, a.drop, a.drop_place, a.admitted, a.assignment
"""
JOB_OF_ORG = """
SELECT j.fair, j.org, j.ranking FROM jobs j WHERE j.id = $1 AND (j.org = $2 OR EXISTS (
  SELECT 1 FROM staff s WHERE s.fair = j.fair AND s.person = $3 AND s.org = j.org AND s.state = 'active'
))
"""
BOOTH_STATE = "SELECT state FROM booths WHERE fair = $1 AND org = $2"
RANKED = """
SELECT a.id, a.state, a.place FROM unnest($1::uuid[]) WITH ORDINALITY AS ranked (id, number)
JOIN applications a USING (id) ORDER BY ranked.number
"""
APPLICATION = f"SELECT {_APPLICATION}, a.history FROM applications a WHERE a.id = $1 AND a.job = $2"
AHEAD = f"SELECT count(*) FROM applications WHERE job = $1 AND place < $2 AND state IN ({LIVE})"
APPLICATIONS_OF_JOB = f"""
SELECT {_APPLICATION} FROM applications a
WHERE a.job = $1 AND ($2::text IS NULL OR a.state = $2) AND a.place > $3
  AND ($5::text IS NULL OR a.assignment ->> 'to' = $5) ORDER BY a.place LIMIT $4
"""
QUEUE_BY_STATE = """
SELECT a.state, count(*) AS number FROM applications a
WHERE a.job = $1 AND ($2::text IS NULL OR a.assignment ->> 'to' = $2) GROUP BY a.state
"""
APPLICATION_FILTERS = {
    "state": "a.state = {}",
    "jobs": "a.job = ANY({}::uuid[])",
    "degree": "a.resume ->> 'degree' = {}",
    "region": "a.resume ->> 'region' = {}",
    "since": "a.received_at >= {}",
    "until": "a.received_at < {}",
}
JOBS_NAMED = """
SELECT id, submissions FROM jobs WHERE fair = $1 AND ($2::text IS NULL OR org = $2) AND ($3::uuid IS NULL OR id = $3)
  AND ($4::text IS NULL OR strpos(lower(title), $4) > 0)
"""


def applications_of_fair(filters: Sequence[str], *, few: bool = False) -> str:
    """The list under these filters, whose values follow after the fair, the offset to go on after and the limit.

    A filter that is not given is not in the statement: the plan is made for those that are. `few`: the jobs that it is
    narrowed to have few applications, so they are all read and put in order, not looked for along the log.
    """
    found = f"""
SELECT {_APPLICATION}, a."offset" FROM applications a WHERE a.fair = $1 {_all_of(filters, 4)}
"""
    if few:
        listed = f"""
WITH found AS MATERIALIZED ({found}) SELECT * FROM found WHERE "offset" > $2 ORDER BY "offset" LIMIT $3
"""
    else:
        listed = f'{found} AND a."offset" > $2 ORDER BY a."offset" LIMIT $3'
    return f"""
SELECT a.*, j.title, b.name AS enterprise FROM ({listed}) a
JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org ORDER BY a."offset"
"""


def applications_by_state(filters: Sequence[str]) -> str:
    """How many there are in each state under these filters, whose values follow after the fair."""
    conditions = _all_of(filters, 2)
    return f"SELECT a.state, count(*) AS number FROM applications a WHERE a.fair = $1 {conditions} GROUP BY a.state"


def _all_of(filters: Sequence[str], first: int) -> str:
    named = (APPLICATION_FILTERS[name].format(f"${number}") for number, name in enumerate(filters, first))
    return "".join(f"AND {condition} " for condition in named)


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
  SELECT max(at) FILTER (WHERE event IN ('InvitationAccepted', 'MatchedInRound')) AS accepted_at,
    max(at) FILTER (WHERE event = 'ApplicantHired') AS hired_at
  FROM jsonb_to_recordset(a.history) AS step (event text, at timestamptz)
) AS steps
WHERE a.fair = $1 AND a.state IN ('accepted', 'hired') ORDER BY a."offset"
"""

# The fair's report. An enterprise's first step after the (last) submission is its response.
FUNNEL = """
WITH stood AS (
  SELECT a.org, coalesce(j.industry, b.industry) AS industry, a.resume ->> 'region' AS region,
    a.resume ->> 'degree' AS degree, a.state, a.drop IS NOT NULL AND NOT a.admitted AS missed_drop, a.was_shortlisted,
    a.was_invited, steps.dealt_with,
    extract(epoch FROM steps.answered_at - a.received_at)::float8 AS response_s
  FROM applications a JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
  CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS dealt_with, min(at) FILTER (WHERE at >= a.received_at) AS answered_at
    FROM jsonb_to_recordset(a.history) AS step (event text, at timestamptz, by text)
    WHERE (event, by) <> ('ApplicationRefused', 'livefair')  -- a drop that ended is no answer
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
