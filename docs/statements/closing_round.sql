-- Printed by `make contracts` from the tables that the noun describes; do not edit.

-- wishes: upsert
INSERT INTO wishes (fair, student, jobs, ranked_at)
SELECT fair, student, jobs, ranked_at
FROM json_to_recordset($1::json) AS new (fair uuid, student text, jobs uuid[], ranked_at timestamptz)
ON CONFLICT (fair, student) DO UPDATE SET jobs = excluded.jobs, ranked_at = excluded.ranked_at;

-- closing_rounds: insert
INSERT INTO closing_rounds (id, fair, held_at, "offset", numbers)
SELECT id, fair, held_at, "offset", numbers
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, held_at timestamptz, "offset" bigint, numbers jsonb);

-- closing_round_students: insert
INSERT INTO closing_round_students (round, student, match, took_part, told)
SELECT round, student, match, took_part, told
FROM json_to_recordset($1::json) AS new (round uuid, student text, match uuid, took_part boolean, told jsonb);

-- closing_round_jobs: insert
INSERT INTO closing_round_jobs (round, job, places, matched, told)
SELECT round, job, places, matched, told
FROM json_to_recordset($1::json) AS new (round uuid, job uuid, places int, matched int, told jsonb);
