"""The SQL of the reads of fairs, parametrised and in full. Lists are paginated by key, never by an offset."""

from __future__ import annotations

_FAIR = """
id, org, title, host, starts_at, ends_at, utc_offset_minutes, campaign, region, description, ads, offers, state,
created_at, counters
"""
FAIR = f"SELECT {_FAIR}, decided, as_of FROM fairs WHERE id = $1"
FAIRS = f"""
SELECT {_FAIR} FROM fairs
WHERE ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid)) AND ($4::text IS NULL OR state = $4)
  AND (state <> 'draft' OR org = $5)
  AND ($6::text IS NULL OR $6 <> '' AND strpos(coalesce(title_key, lower(title)), $6) > 0
    OR cardinality($7::text[]) > 0 AND words @> $7::text[] OR words @> $8::text[])
ORDER BY created_at DESC, id DESC LIMIT $1
"""
TIMELINE = """
SELECT minute AS at, counters FROM fair_minutes WHERE fair = $1 ORDER BY minute DESC LIMIT $2
"""
