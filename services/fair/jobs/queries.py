"""The SQL of the reads of jobs, parametrised and in full. Lists are paginated by key, never by an offset."""

from __future__ import annotations

from services.fair.kernel.rounding import BASE, SHOWN_MIN

_JOB = """
j.id, j.fair, j.org, b.name AS enterprise, j.title, j.headcount, j.region, j.industry, j.degree, j.majors, j.salary,
j.employment_type, j.description, j.code, j.state, j.created_at, j.place, j.flags
"""

# The public number of submissions to a job: among the fair's first submissions, up to the last multiple of the base,
# rounded down (report/breakdown.py explains why). Later submissions are subtracted from their jobs.
_NEWEST = f"""
SELECT job, count(*)::int AS number FROM (
  SELECT job FROM applications WHERE fair = {{fair}} ORDER BY "offset" DESC
  LIMIT (SELECT coalesce(sum(submissions), 0) % {BASE} FROM jobs WHERE fair = {{fair}})
) AS last GROUP BY job
"""
_COUNTED = "(j.submissions - coalesce(n.number, 0))"
_AT_LEAST = f"CASE WHEN {_COUNTED} < {SHOWN_MIN} THEN 0 ELSE {_COUNTED} - {_COUNTED} % {BASE} END"

JOB = f"""
SELECT {_JOB}, f.org AS organizer, f.state = 'draft' AS draft, j.standing
FROM jobs j LEFT JOIN booths b USING (fair, org) JOIN fairs f ON f.id = j.fair
WHERE j.id = $1
"""
JOB_IN_PUBLIC = f"""
SELECT {_AT_LEAST} AS number FROM jobs j LEFT JOIN ({_NEWEST.format(fair="$2")}) AS n ON n.job = j.id WHERE j.id = $1
"""

# Open jobs before closed ones; then those with the query in the title, all words there, or one of them.
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
