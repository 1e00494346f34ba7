-- Printed by `make contracts` from the tables that the noun describes; do not edit.

-- booths: upsert
INSERT INTO booths (fair, org, name, uscc, nature, industry, region, intro, state, reason, requested_by, place,
  created_at, hours, website, name_key, words)
SELECT fair, org, name, uscc, nature, industry, region, intro, state, reason, requested_by, place, created_at, hours,
  website, name_key, words
FROM json_to_recordset($1::json) AS new (fair uuid, org text, name text, uscc text, nature text, industry text, region
  text, intro text, state text, reason text, requested_by text, place bigint, created_at timestamptz, hours jsonb,
  website text, name_key text, words text[])
ON CONFLICT (fair, org) DO UPDATE SET name = excluded.name, uscc = excluded.uscc, nature = excluded.nature, industry =
  excluded.industry, region = excluded.region, intro = excluded.intro, state = excluded.state, reason =
  excluded.reason, requested_by = excluded.requested_by, hours = excluded.hours, website = excluded.website, name_key
  = excluded.name_key, words = excluded.words;

-- booths: update
UPDATE booths SET name_key = new.name_key, words = new.words
FROM json_to_recordset($1::json) AS new (fair uuid, org text, name_key text, words text[])
WHERE booths.fair = new.fair AND booths.org = new.org AND (booths.words @> '{=2}') IS NOT TRUE;
