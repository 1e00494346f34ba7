"""Owns the audit of the fairs' books: every counter against a recount from the rows, in SQL of its own.

Shares no code with the service that keeps them. All of it is read in one snapshot, so that it is exact while the
system runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from livefair.database import connected

RECOUNTED = """
SELECT f.id AS fair, f.counters, f.decided,
  (SELECT count(*) FROM booths b WHERE b.fair = f.id AND b.state = 'approved') AS enterprises,
  (SELECT count(*) FROM jobs j WHERE j.fair = f.id AND j.state = 'open') AS jobs,
  (SELECT coalesce(sum(j.headcount), 0) FROM jobs j WHERE j.fair = f.id AND j.state = 'open') AS positions,
  a.*, 0 AS sessions, 0 AS drops
FROM fairs f CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE state <> 'withdrawn') AS applications,
    count(DISTINCT student) FILTER (WHERE state <> 'withdrawn') AS applicants,
    count(*) FILTER (WHERE history @> '[{"event": "ApplicantShortlisted"}]') AS shortlisted,
    count(*) FILTER (WHERE history @> '[{"event": "ApplicantInvited"}]') AS invited,
    count(*) FILTER (WHERE state IN ('accepted', 'hired')) AS matches,
    count(*) FILTER (WHERE state = 'hired') AS hired,
    count(*) FILTER (WHERE state = 'refused' AND coalesce(reason, '') <> 'drop_full') AS refused
  FROM applications WHERE fair = f.id
) AS a ORDER BY f.id
"""
NOT_COUNTERS = ("fair", "counters", "decided")

# Each answers what differs: the thing, what of it, the number that is kept and the one that was counted.
CHECKS = {
    "submissions of each job": """
SELECT 'job ' || j.id AS thing, 'submissions' AS name, j.submissions AS kept, a.received AS counted
FROM jobs j CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE step->>'event' = 'ApplicationReceived') AS received
  FROM applications JOIN LATERAL jsonb_array_elements(history) AS step ON true WHERE job = j.id
) AS a WHERE j.submissions <> a.received
""",
    "newest place of each job": """
SELECT 'job ' || j.id AS thing, 'newest place' AS name, j.submissions AS kept, coalesce(a.place, 0) AS counted
FROM jobs j LEFT JOIN (SELECT job, max(place) AS place FROM applications GROUP BY job) AS a ON a.job = j.id
WHERE j.submissions <> coalesce(a.place, 0)
""",
    "standing applications of each job": """
SELECT 'job ' || j.id AS thing, 'standing' AS name, j.standing AS kept, coalesce(a.standing, 0) AS counted
FROM jobs j LEFT JOIN (
  SELECT job, count(*) AS standing FROM applications WHERE state <> 'withdrawn' GROUP BY job
) AS a ON a.job = j.id WHERE j.standing <> coalesce(a.standing, 0)
""",
    "open invitations and matches of each job": """
SELECT 'job ' || j.id AS thing, 'invitations, matches' AS name, j.invitations || ', ' || j.matches AS kept,
  a.invitations || ', ' || a.matches AS counted
FROM jobs j CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE state = 'invited') AS invitations,
    count(*) FILTER (WHERE state IN ('accepted', 'hired')) AS matches
  FROM applications WHERE job = j.id
) AS a WHERE (j.invitations, j.matches) <> (a.invitations, a.matches)
""",
    "matches within the headcount": """
SELECT 'job ' || id AS thing, 'matches, headcount' AS name, matches AS kept, headcount AS counted FROM jobs
WHERE matches > headcount
""",
    "places 1 to n of jobs without resubmissions": """
SELECT 'job ' || job AS thing, 'last place' AS name, max(place) AS kept, count(DISTINCT place) AS counted
FROM applications GROUP BY job
HAVING (min(place) <> 1 OR max(place) <> count(*) OR count(DISTINCT place) <> count(*)) AND count(*) =
  sum((SELECT count(*) FROM jsonb_array_elements(history) step WHERE step->>'event' = 'ApplicationReceived'))
""",
    "places in log order": """
SELECT 'application ' || id AS thing, 'rank by place, by offset' AS name, by_place AS kept, by_offset AS counted
FROM (
  SELECT id, row_number() OVER (PARTITION BY job ORDER BY place) AS by_place,
    row_number() OVER (PARTITION BY job ORDER BY "offset") AS by_offset FROM applications
) AS ranked WHERE by_place <> by_offset
""",
    "applications of each applicant": """
SELECT 'applicant ' || coalesce(k.student, c.student) || ' in fair ' || coalesce(k.fair, c.fair) AS thing,
  'standing, matches' AS name, coalesce(k.standing, 0) || ', ' || coalesce(k.matches, 0) AS kept,
  coalesce(c.standing, 0) || ', ' || coalesce(c.matches, 0) AS counted
FROM applicants k FULL JOIN (
  SELECT fair, student, count(*) FILTER (WHERE state <> 'withdrawn') AS standing,
    count(*) FILTER (WHERE state IN ('accepted', 'hired')) AS matches FROM applications
  GROUP BY fair, student
) AS c ON c.fair = k.fair AND c.student = k.student
WHERE (coalesce(k.standing, 0), coalesce(k.matches, 0)) <> (coalesce(c.standing, 0), coalesce(c.matches, 0))
""",
    "one match for each student where offers are released": """
SELECT 'applicant ' || a.student || ' in fair ' || a.fair AS thing, 'matches' AS name, a.matches AS kept, 1 AS counted
FROM applicants a JOIN fairs f ON f.id = a.fair WHERE f.offers = 'release' AND a.matches > 1
""",
    "open invitations in an archived fair": """
SELECT 'application ' || a.id AS thing, 'open invitations in an archived fair' AS name, 1 AS kept, 0 AS counted
FROM applications a JOIN fairs f ON f.id = a.fair WHERE a.state = 'invited' AND f.state = 'archived'
""",
    "uses of each link to a booth's staff": """
SELECT 'link ' || id AS thing, 'used, at most' AS name, used AS kept, uses AS counted FROM staff_links
WHERE used > uses
""",
    "staff by a link to their booth": """
SELECT 'staff ' || s.person || ' in fair ' || s.fair AS thing, 'link' AS name, s.link AS kept, l.id AS counted
FROM staff s LEFT JOIN staff_links l ON (l.id, l.fair, l.org) = (s.link, s.fair, s.org) WHERE l.id IS NULL
""",
    "applications without their job": """
SELECT 'application ' || a.id AS thing, 'job in its fair' AS name, 1 AS kept, 0 AS counted FROM applications a
WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = a.job AND j.fair = a.fair AND j.org = a.org)
""",
    "approaches without their job or card": """
SELECT 'approach ' || a.id AS thing, 'job and card in its fair' AS name, 1 AS kept, 0 AS counted FROM approaches a
WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = a.job AND (j.fair, j.org) = (a.fair, a.org))
  OR NOT EXISTS (SELECT 1 FROM cards c WHERE c.id = a.card AND (c.fair, c.student) = (a.fair, a.student))
""",
    "accepted approaches and their applications": """
SELECT 'approach ' || a.id AS thing, 'application' AS name, a.application AS kept, p.id AS counted
FROM approaches a LEFT JOIN applications p ON (p.job, p.student) = (a.job, a.student)
WHERE a.application IS DISTINCT FROM CASE WHEN a.state = 'accepted' THEN p.id END
  OR (a.state = 'accepted' AND a.application IS NULL)
""",
    "newest minute of each fair": """
SELECT 'fair ' || f.id AS thing, 'counters ' || coalesce(m.minute::text, '(no minute)') AS name, f.counters AS kept,
  m.counters AS counted
FROM fairs f LEFT JOIN LATERAL (
  SELECT minute, counters FROM fair_minutes WHERE fair = f.id ORDER BY minute DESC LIMIT 1
) AS m ON true WHERE f.counters IS DISTINCT FROM m.counters
""",
}
TABLES = (
    "fairs",
    "booths",
    "jobs",
    "applications",
    "applicants",
    "staff_links",
    "staff",
    "resumes",
    "cards",
    "approaches",
    "fair_minutes",
    "inbox",
    "outbox",
)
CONSUMED = "SELECT topic, partition, next_offset FROM consumed WHERE next_offset > 0 ORDER BY topic, partition"


@dataclass(frozen=True, slots=True)
class Difference:
    """What is kept against what was counted."""

    thing: str
    name: str
    kept: Any
    counted: Any

    def __str__(self) -> str:
        return f"{self.thing}: {self.name} is kept as {self.kept}, counted {self.counted}"


@dataclass(slots=True)
class Audit:
    """What was compared and what differs. `consumed` says up to which offset each partition was decided."""

    fairs: int = 0
    counters: int = 0
    checks: tuple[str, ...] = tuple(CHECKS)
    rows: dict[str, int] = field(default_factory=dict)
    consumed: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)


async def audit(dsn: str) -> Audit:
    """Compare everything. Raises Failure where there is no database."""
    async with connected(dsn) as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        done = Audit()
        for row in await connection.fetch(RECOUNTED):
            done.fairs += 1
            _compare(done, row)
        for query in CHECKS.values():
            done.differences += [Difference(**row) for row in await connection.fetch(query)]
        for table in TABLES:
            done.rows[table] = await connection.fetchval(f"SELECT count(*) FROM {table}")
        for row in await connection.fetch(CONSUMED):
            done.consumed[f"{row['topic']}:{row['partition']}"] = row["next_offset"]
        return done


def _compare(done: Audit, row: asyncpg.Record) -> None:
    """One fair's counters. One that only one side has is a difference too."""
    kept: Mapping[str, Any] = row["counters"]
    counted = {name: int(number) for name, number in row.items() if name not in NOT_COUNTERS}
    for name in sorted(kept.keys() | counted.keys()):
        done.counters += 1
        if kept.get(name) != counted.get(name):
            thing = f"fair {row['fair']} (decided {row['decided']})"
            done.differences.append(Difference(thing, name, kept.get(name), counted.get(name)))
