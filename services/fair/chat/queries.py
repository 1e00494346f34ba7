"""The SQL of the reads of room life in sessions: comments, reactions, clicks."""

from __future__ import annotations

# Newest first, after the cursor of time and offset. $2: with hidden comments.
COMMENTS = """
SELECT c.id, c.text, c.role, c.at, c."offset", c.person, h.comment IS NOT NULL AS hidden
FROM comments c LEFT JOIN hidden_comments h ON h.session = c.session AND h.comment = c.id
WHERE c.session = $1 AND ($2 OR h.comment IS NULL)
  AND (c.at, c."offset") < (coalesce($3::timestamptz, 'infinity'), coalesce($4::bigint, 0))
ORDER BY c.at DESC, c."offset" DESC LIMIT $5
"""
TOTALS = """
SELECT session, kind, which, sum(number)::bigint AS number FROM room_minutes WHERE session = ANY($1::uuid[])
GROUP BY session, kind, which ORDER BY session, kind, which
"""
# A part of a replay: the first moments after the cursor. The reactions of a second are placed at its end.
MOMENTS = """
  SELECT * FROM (
    SELECT c.at, c."offset", -2 AS number, 'CommentPosted' AS event, NULL::uuid AS event_id,
      jsonb_build_object('comment', c.id, 'text', c.text, 'role', c.role) AS data
    FROM comments c
    WHERE c.session = $1 AND c.at >= coalesce($2::timestamptz, '-infinity')
      AND ($2::timestamptz IS NULL OR (c.at, c."offset", -2) > ($2, $3::bigint, $4::int))
      AND NOT EXISTS (SELECT 1 FROM hidden_comments h WHERE h.session = c.session AND h.comment = c.id)
    ORDER BY c.at, c."offset" LIMIT $5
  ) AS said
  UNION ALL
  SELECT * FROM (
    SELECT second + interval '999 milliseconds' AS at, 0::bigint, -3, 'ReactionsCounted', NULL::uuid,
      jsonb_object_agg(reaction, number)
    FROM reaction_seconds
    WHERE session = $1 AND second >= coalesce($2::timestamptz, '-infinity') - interval '1 second'
    GROUP BY second ORDER BY second LIMIT $5 + 2
  ) AS counted
"""
MOMENTS_SAID = f'SELECT * FROM ({MOMENTS}) AS told ORDER BY at, "offset", number'
