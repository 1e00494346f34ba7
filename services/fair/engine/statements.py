"""The SQL of how far the log is decided: the fence, the inbox, the outbox, and which deadlines are over."""

from __future__ import annotations

FENCE = """
UPDATE consumed SET next_offset = $4 WHERE topic = $1 AND partition = $2 AND next_offset = $3
RETURNING next_offset
"""
STORED_OFFSETS = """
INSERT INTO consumed (topic, partition) SELECT * FROM unnest($1::text[], $2::int[]) ON CONFLICT DO NOTHING
"""
READ_OFFSETS = """
SELECT c.topic, c.partition, c.next_offset FROM consumed c
JOIN unnest($1::text[], $2::int[]) AS asked (topic, partition) USING (topic, partition)
"""

LOAD_SEEN = "SELECT event_id FROM inbox WHERE event_id = ANY($1::uuid[])"

WRITE_INBOX = """
INSERT INTO inbox (event_id, actor, outcome, reason, state, flags, topic, partition, "offset", at)
SELECT event_id, actor, outcome, reason, state, flags, $1, $2, "offset", at
FROM json_to_recordset($3::json) AS seen (event_id uuid, actor text, outcome text, reason text, state text,
  flags jsonb, "offset" bigint, at timestamptz)
"""
WRITE_OUTBOX = "INSERT INTO outbox (topic, partition, records) VALUES ($1, $2, $3)"

READ_OUTBOX = """
SELECT o.id, o.topic, o.partition, o.records, o.created_at FROM outbox o
JOIN unnest($1::text[], $2::int[]) AS mine (topic, partition) USING (topic, partition)
ORDER BY o.id LIMIT $3
"""

# Those whose time is over, and those that closing their fair has left open.
OVERDUE = """
SELECT o.*, false AS is_approach FROM (
  SELECT a.id, a.job, a.fair, a.deadline FROM applications a JOIN fairs f ON f.id = a.fair
  WHERE a.state = 'invited' AND a.deadline <= now() AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a.deadline LIMIT $2
) AS o
UNION
SELECT o.*, false FROM (
  SELECT a.id, a.job, a.fair, a.deadline FROM applications a JOIN fairs f ON f.id = a.fair
  WHERE a.state = 'invited' AND f.state = 'closed' AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a."offset" LIMIT $2
) AS o
UNION ALL
SELECT o.*, true FROM (
  SELECT a.id, a.job, a.fair, a.deadline FROM approaches a JOIN fairs f ON f.id = a.fair
  WHERE a.state = 'open' AND (a.deadline <= now() OR f.state = 'closed') AND f.state <> 'archived'
    AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a.deadline LIMIT $2
) AS o
"""
# The next turn need not wait for the disk: a deletion that a crash of the database loses is a row that is sent again.
DELETE_OUTBOX = """
WITH unhurried AS (SELECT set_config('synchronous_commit', 'off', true))
DELETE FROM outbox USING unhurried WHERE id = ANY($1::bigint[])
"""
