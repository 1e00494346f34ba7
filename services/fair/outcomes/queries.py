"""The SQL of the reads of outcomes, from the inbox. An id that came again after a week counts as new."""

from __future__ import annotations

OUTCOME = """
SELECT outcome, reason, state, flags, topic, partition, "offset", at FROM inbox WHERE event_id = $1 AND actor = $2
ORDER BY at DESC LIMIT 1
"""
OUTCOMES = """
SELECT * FROM (
  SELECT DISTINCT ON (event_id) event_id, outcome, reason, state, flags, topic, partition, "offset", at FROM inbox
  WHERE event_id = ANY($1::uuid[]) AND actor = $2 ORDER BY event_id, at DESC
) AS newest ORDER BY "offset"
"""
