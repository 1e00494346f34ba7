"""The SQL of the reads of booths, parametrised and in full. Lists are paginated by key, never by an offset."""

from __future__ import annotations

from services.fair.kernel.parameters import Named

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
_LIST = f"""
{_BOOTH.replace("$1", ":fair").replace("$2", ":all::boolean").replace("$3", ":own::text")}
  AND (:key::text IS NULL OR :key <> '' AND strpos(coalesce(b.name_key, lower(b.name)), :key) > 0
    OR cardinality(:terms::text[]) > 0 AND b.words @> :terms OR b.words @> :others::text[])
  AND (:region::text IS NULL OR b.region = :region OR b.words @> ARRAY[:region_term::text])
  AND (:industry::text IS NULL OR b.industry = :industry) AND (:state::text IS NULL OR b.state = :state)
"""
_ORDERS = {
    "place": "(:after::bigint IS NULL OR (place, org) > (:after, :org::text)) ORDER BY place, org",
    "newest": "(:after::bigint IS NULL OR (place, org) < (:after, :org::text)) ORDER BY place DESC, org DESC",
    "name": "(:after::text IS NULL OR (name, org) > (:after, :org::text)) ORDER BY name, org",
}
BOOTHS_BY = {sort: Named(f"{_LIST} AND {order} LIMIT :limit") for sort, order in _ORDERS.items()}
"""The same list in each order; the first part of its cursor is a number or a name."""
BOOTHS_BY_STATE = Named(f"SELECT state, count(*) AS number FROM ({_LIST}) AS found GROUP BY state")

NAMES = """
SELECT name FROM booths WHERE fair = $1 AND (state = 'approved' OR $2 OR org = $3) ORDER BY place DESC LIMIT $4
"""
