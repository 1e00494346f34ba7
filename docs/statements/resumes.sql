-- Printed by `make contracts` from the tables that the noun describes; do not edit.

-- resumes: upsert
INSERT INTO resumes (person, card, saved_at)
SELECT person, card, saved_at
FROM json_to_recordset($1::json) AS new (person text, card jsonb, saved_at timestamptz)
ON CONFLICT (person) DO UPDATE SET card = excluded.card, saved_at = excluded.saved_at;
