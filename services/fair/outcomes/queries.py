"""The SQL of the reads of outcomes, from the inbox, which decides each event id once."""

from __future__ import annotations

OUTCOME = """
SELECT outcome, reason, state, flags, topic, partition, "offset", at FROM inbox WHERE event_id = $1 AND actor = $2
"""
OUTCOMES = """
SELECT event_id, outcome, reason, state, flags, topic, partition, "offset", at FROM inbox
WHERE event_id = ANY($1::uuid[]) AND actor = $2 ORDER BY "offset"
"""
