-- Printed by `make contracts` from the tables that the noun describes; do not edit.

-- hidden_comments: insert
INSERT INTO hidden_comments (session, comment, at)
SELECT session, comment, at
FROM json_to_recordset($1::json) AS new (session uuid, comment uuid, at timestamptz)
ON CONFLICT (session, comment) DO NOTHING;

-- room_minutes: add
INSERT INTO room_minutes (session, minute, kind, which, number)
SELECT session, minute, kind, which, coalesce(number, 0)
FROM json_to_recordset($1::json) AS new (session uuid, minute timestamptz, kind text, which text, number bigint)
ON CONFLICT (session, minute, kind, which) DO UPDATE SET number = room_minutes.number + excluded.number;

-- reaction_seconds: add
INSERT INTO reaction_seconds (session, second, reaction, number)
SELECT session, second, reaction, coalesce(number, 0)
FROM json_to_recordset($1::json) AS new (session uuid, second timestamptz, reaction text, number bigint)
ON CONFLICT (session, second, reaction) DO UPDATE SET number = reaction_seconds.number + excluded.number;
