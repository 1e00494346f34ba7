-- Printed by `make contracts` from the tables that the noun describes; do not edit.

-- fairs: upsert
INSERT INTO fairs (id, org, title, host, starts_at, ends_at, campaign, region, description, state, created_at, ads,
  offers, forgotten, utc_offset_minutes, title_key, words, counters, decided, as_of)
SELECT id, org, title, host, starts_at, ends_at, campaign, region, description, state, created_at, ads, offers,
  forgotten, utc_offset_minutes, title_key, words, '{}', '', created_at
FROM json_to_recordset($1::json) AS new (id uuid, org text, title text, host text, starts_at timestamptz, ends_at
  timestamptz, campaign text, region text, description text, state text, created_at timestamptz, ads text, offers
  text, forgotten boolean, utc_offset_minutes int, title_key text, words text[])
ON CONFLICT (id) DO UPDATE SET title = excluded.title, host = excluded.host, starts_at = excluded.starts_at, ends_at =
  excluded.ends_at, campaign = excluded.campaign, region = excluded.region, description = excluded.description, state
  = excluded.state, ads = excluded.ads, offers = excluded.offers, forgotten = excluded.forgotten, utc_offset_minutes =
  excluded.utc_offset_minutes, title_key = excluded.title_key, words = excluded.words;

-- fairs: update
UPDATE fairs SET counters = new.counters, decided = new.decided, as_of = new.as_of
FROM json_to_recordset($1::json) AS new (id uuid, counters jsonb, decided text, as_of timestamptz)
WHERE fairs.id = new.id;

-- fair_minutes: upsert
INSERT INTO fair_minutes (fair, minute, counters)
SELECT fair, minute, counters
FROM json_to_recordset($1::json) AS new (fair uuid, minute timestamptz, counters jsonb)
ON CONFLICT (fair, minute) DO UPDATE SET counters = excluded.counters;

-- fairs: update
UPDATE fairs SET title_key = new.title_key, words = new.words
FROM json_to_recordset($1::json) AS new (id uuid, title_key text, words text[])
WHERE fairs.id = new.id AND (fairs.words @> '{=2}') IS NOT TRUE;
