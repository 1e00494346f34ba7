"""The SQL that finds the enterprise a person acts for, and whether that enterprise may act in a fair."""

from __future__ import annotations

IS_STAFF = "SELECT 1 FROM staff WHERE fair = $1 AND person = $2 AND org = $3 AND state = 'active'"

# The token's enterprise if it has an approved booth in the fair, else the one whose staff they belong to, else the
# token's.
ACTING_ORG = """
SELECT coalesce(
  (SELECT org FROM booths WHERE fair = $1 AND org = $2 AND state = 'approved'),
  (SELECT org FROM staff WHERE fair = $1 AND person = $3 AND state = 'active'), $2
) AS org
"""
JOB_OF_ORG = """
SELECT j.fair, j.org, j.ranking FROM jobs j WHERE j.id = $1 AND (j.org = $2 OR EXISTS (
  SELECT 1 FROM staff s WHERE s.fair = j.fair AND s.person = $3 AND s.org = j.org AND s.state = 'active'
))
"""
BOOTH_STATE = "SELECT state FROM booths WHERE fair = $1 AND org = $2"
