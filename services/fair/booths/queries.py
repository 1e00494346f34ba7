"""The SQL of the reads of booths, parametrised and in full. Lists are paginated by key, never by an offset."""

from __future__ import annotations

_BOOTH = """
SELECT fair, org, b.name, b.uscc, b.nature, b.industry, b.region, b.intro, b.state, b.reason, b.created_at, b.hours,
  b.website, b.place, r.shown_median_s AS response_time_s_median, nullif(r.shown, 0) AS responses
FROM booths b LEFT JOIN responses r USING (fair, org)
WHERE fair = $1 AND (b.state = 'approved' OR $2 OR org = $3)
"""
# The first booths of a fair with the beginnings of their intros, and the asker's own wherever it stands, as it is.
BOOTHS = f"""
WITH shown AS ({_BOOTH})
SELECT fair, org, name, uscc, nature, industry, region, state, reason, created_at, hours, website, place,
  response_time_s_median, responses, CASE WHEN org = $3 THEN intro ELSE left(intro, $5) END AS intro
FROM shown WHERE org = $3 OR (place, org) IN (SELECT place, org FROM shown ORDER BY place, org LIMIT $4)
ORDER BY place, org
"""
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
