-- Printed by `make contracts` from the tables that the noun describes; do not edit.

-- cards: upsert
INSERT INTO cards (id, fair, student, state, facets, wants, place, shown_at, created_at, major_words, words)
SELECT id, fair, student, state, facets, wants, place, shown_at, created_at, major_words, words
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, student text, state text, facets jsonb, wants jsonb,
  place bigint, shown_at timestamptz, created_at timestamptz, major_words text[], words text[])
ON CONFLICT (fair, student) DO UPDATE SET state = excluded.state, facets = excluded.facets, wants = excluded.wants,
  place = excluded.place, shown_at = excluded.shown_at, major_words = excluded.major_words, words = excluded.words;

-- approaches: upsert
INSERT INTO approaches (id, fair, org, job, card, student, state, message, deadline, approached_by, approached_at,
  place, answered_at, application)
SELECT id, fair, org, job, card, student, state, message, deadline, approached_by, approached_at, place, answered_at,
  application
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, org text, job uuid, card uuid, student text, state text,
  message text, deadline timestamptz, approached_by text, approached_at timestamptz, place bigint, answered_at
  timestamptz, application uuid)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, answered_at = excluded.answered_at, application =
  excluded.application;

-- cards: update
UPDATE cards SET major_words = new.major_words, words = new.words
FROM json_to_recordset($1::json) AS new (fair uuid, student text, major_words text[], words text[])
WHERE cards.fair = new.fair AND cards.student = new.student AND (cards.words @> '{=2}') IS NOT TRUE;
