"""Audits fair's tables: every counter against a recount of the rows, in SQL of its own.

Shares no code with the service that keeps the counters. Reads in one snapshot, so that it is exact while the
system runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from livefair.system.database import connected

RECOUNTED = """
SELECT f.id AS fair, f.counters, f.decided,
  (SELECT count(*) FROM booths b WHERE b.fair = f.id AND b.state = 'approved') AS enterprises,
  (SELECT count(*) FROM jobs j WHERE j.fair = f.id AND j.state = 'open') AS jobs,
  (SELECT coalesce(sum(j.headcount), 0) FROM jobs j WHERE j.fair = f.id AND j.state = 'open') AS positions,
  a.*, (SELECT count(*) FROM sessions s WHERE s.fair = f.id) AS sessions,
  (SELECT count(*) FROM drops d WHERE d.fair = f.id) AS drops
FROM fairs f CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE state <> 'withdrawn') AS applications,
    count(DISTINCT student) FILTER (WHERE state <> 'withdrawn') AS applicants,
    count(*) FILTER (WHERE history @> '[{"event": "ApplicantShortlisted"}]') AS shortlisted,
    count(*) FILTER (WHERE history @> '[{"event": "ApplicantInvited"}]') AS invited,
    count(*) FILTER (WHERE state IN ('accepted', 'hired')) AS matches,
    count(*) FILTER (WHERE state = 'hired') AS hired,
    count(*) FILTER (WHERE state = 'refused' AND (drop IS NULL OR admitted)) AS refused
  FROM applications WHERE fair = f.id
) AS a ORDER BY f.id
"""
COUNTERS = "counters of each fair"
NOT_COUNTERS = ("fair", "counters", "decided")

# Each query returns the differences: the thing, its counter, the kept number and the counted one.
CHECKS = {
    "submissions of each job": """
SELECT 'job ' || j.id AS thing, 'submissions' AS name, j.submissions AS kept, a.received AS counted
FROM jobs j CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE step->>'event' IN ('ApplicationReceived', 'ApplicationWaitlisted')) AS received
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
  sum((SELECT count(*) FROM jsonb_array_elements(history) step
    WHERE step->>'event' IN ('ApplicationReceived', 'ApplicationWaitlisted')))
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
    "matches of each closing round": """
SELECT 'closing round ' || r.id AS thing, 'matches' AS name, (r.numbers ->> 'matches')::int AS kept,
  s.matches AS counted
FROM closing_rounds r CROSS JOIN LATERAL (
  SELECT count(*) AS matches FROM closing_round_students s JOIN applications a ON a.id = s.match
  WHERE s.round = r.id AND a.fair = r.fair AND a.student = s.student
    AND a.history @> jsonb_build_array(jsonb_build_object('event', 'MatchedInRound'))
) AS s WHERE (r.numbers ->> 'matches')::int <> s.matches
""",
    "places of each job in a closing round": """
SELECT 'job ' || job AS thing, 'matched, places' AS name, matched AS kept, places AS counted FROM closing_round_jobs
WHERE matched > places
  OR matched <> (SELECT count(*) FROM jsonb_array_elements(told) AS one WHERE one ->> 1 = 'matched')
""",
    "applications without their job": """
SELECT 'application ' || a.id AS thing, 'job in its fair' AS name, 1 AS kept, 0 AS counted FROM applications a
WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = a.job AND j.fair = a.fair AND j.org = a.org)
""",
    "numbers of each drop": """
SELECT 'drop ' || d.id AS thing, 'standing, admitted, waiting' AS name,
  concat_ws(', ', d.standing, d.admitted, d.waiting) AS kept,
  concat_ws(', ', a.standing, a.admitted, a.waiting) AS counted
FROM drops d CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE state <> 'withdrawn') AS standing,
    count(*) FILTER (WHERE state <> 'withdrawn' AND admitted) AS admitted,
    count(*) FILTER (WHERE state = 'waitlisted') AS waiting
  FROM applications WHERE drop = d.id
) AS a WHERE (d.standing, d.admitted, d.waiting) <> (a.standing, a.admitted, a.waiting)
""",
    "caps of drops, and nobody in line while there is a place": """
SELECT 'drop ' || id AS thing, 'admitted, cap' AS name, admitted || ', waiting ' || waiting AS kept, cap AS counted
FROM drops WHERE admitted > cap OR (waiting > 0 AND (admitted < cap OR cap IS NULL OR state = 'closed'))
""",
    "lines in log order": """
SELECT 'application ' || id AS thing, 'rank by place in the drop, by offset' AS name, by_place AS kept,
  by_offset AS counted
FROM (
  SELECT id, row_number() OVER (PARTITION BY drop ORDER BY drop_place) AS by_place,
    row_number() OVER (PARTITION BY drop ORDER BY "offset") AS by_offset FROM applications WHERE drop IS NOT NULL
) AS ranked WHERE by_place <> by_offset
""",
    "those admitted come before those who wait": """
SELECT 'drop ' || a.drop AS thing, 'last place that got in, first in line' AS name, max(a.drop_place) AS kept,
  min(w.drop_place) AS counted
FROM applications a JOIN applications w ON w.drop = a.drop AND w.state = 'waitlisted' AND w.drop_place < a.drop_place
WHERE a.admitted GROUP BY a.drop
""",
    "counters of each session": """
SELECT 'session ' || s.id AS thing, 'counters' AS name, s.counters AS kept, c.counters AS counted
FROM sessions s CROSS JOIN LATERAL (
  SELECT jsonb_build_object('drops', count(*), 'applications', coalesce(sum(d.standing), 0))
    || coalesce(jsonb_object_agg('drop:' || d.id || ':applications', d.standing) FILTER (WHERE d.id IS NOT NULL), '{}')
    || coalesce(jsonb_object_agg('drop:' || d.id || ':remaining', d.cap - d.admitted)
      FILTER (WHERE d.cap IS NOT NULL), '{}') AS counters
  FROM drops d WHERE d.session = s.id
) AS c WHERE s.counters <> c.counters OR s.drops <> (c.counters->>'drops')::int
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
    "votes of each question": """
SELECT 'question ' || q.id AS thing, 'votes' AS name, q.votes AS kept, count(v.person) AS counted
FROM questions q LEFT JOIN question_votes v ON v.question = q.id GROUP BY q.id HAVING q.votes <> count(v.person)
""",
    "open questions of each person": """
SELECT 'person ' || person || ' in session ' || session AS thing, 'open questions' AS name, count(*) AS kept,
  3 AS counted
FROM questions WHERE state = 'open' GROUP BY session, person HAVING count(*) > 3
""",
    "answers of each enterprise and their median": """
WITH steps AS (
  SELECT a.fair, a.org, step.event, step.at, lead(step.event) OVER of_one AS answer,
    lead(step.at) OVER of_one AS answered_at, lead(step.by) OVER of_one AS answered_by
  FROM applications a CROSS JOIN LATERAL ROWS FROM (
    jsonb_to_recordset(a.history) AS (event text, at timestamptz, by text)
  ) WITH ORDINALITY AS step (event, at, by, number)
  WINDOW of_one AS (PARTITION BY a.id ORDER BY step.number)
), counted AS (
  SELECT fair, org, count(*) AS answers,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY floor(extract(epoch FROM answered_at - at))) AS median_s
  FROM steps WHERE event IN ('ApplicationReceived', 'ApplicationAdmitted')
    AND answered_by <> 'livefair'
    AND answer IN ('ApplicationViewed', 'ApplicantShortlisted', 'ApplicantInvited', 'ApplicationRefused')
  GROUP BY fair, org
)
SELECT 'enterprise ' || coalesce(r.org, c.org) || ' in fair ' || coalesce(r.fair, c.fair) AS thing,
  'answers, median' AS name, r.answers || ', ' || r.median_s AS kept, c.answers || ', ' || c.median_s AS counted
FROM responses r FULL JOIN counted c ON (c.fair, c.org) = (r.fair, r.org)
WHERE r.answers IS DISTINCT FROM c.answers OR abs(r.median_s - c.median_s) > 0.5 + 0.025 * c.median_s
  OR r.shown <> r.answers - r.answers % 5
""",
    "comments and reactions of each session by minute": """
SELECT 'session ' || coalesce(k.session, c.session) AS thing, coalesce(k.kind, c.kind) || 's at '
  || coalesce(k.minute, c.minute) AS name, coalesce(k.number, 0) AS kept, coalesce(c.number, 0) AS counted
FROM (
  SELECT session, kind, minute, sum(number) AS number FROM room_minutes WHERE kind <> 'click' GROUP BY 1, 2, 3
) AS k FULL JOIN (
  SELECT session, 'comment' AS kind, date_trunc('minute', at, 'UTC') AS minute, count(*) AS number
  FROM comments GROUP BY 1, 2, 3
  UNION ALL
  SELECT session, 'reaction', date_trunc('minute', second, 'UTC'), sum(number) FROM reaction_seconds GROUP BY 1, 2, 3
) AS c ON (c.session, c.kind, c.minute) = (k.session, k.kind, k.minute)
WHERE coalesce(k.number, 0) <> coalesce(c.number, 0)
""",
    "newest minute of each fair": """
SELECT 'fair ' || f.id AS thing, 'counters ' || coalesce(m.minute::text, '(no minute)') AS name, f.counters AS kept,
  m.counters AS counted
FROM fairs f LEFT JOIN LATERAL (
  SELECT minute, counters FROM fair_minutes WHERE fair = f.id ORDER BY minute DESC LIMIT 1
) AS m ON true WHERE f.counters IS DISTINCT FROM m.counters
""",
}
TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relname <> 'schema_migrations'
ORDER BY c.relname
"""
CONSUMED = "SELECT topic, partition, next_offset FROM consumed WHERE next_offset > 0 ORDER BY topic, partition"


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept number that is not the counted one."""

    thing: str
    name: str
    kept: Any
    counted: Any

    def __str__(self) -> str:
        return f"{self.thing}: {self.name} is kept as {self.kept}, counted {self.counted}"


@dataclass(slots=True)
class Audit:
    """What was compared, and what differs. `consumed` is the offset up to which each partition was decided."""

    fairs: int = 0
    counters: int = 0
    checks: tuple[str, ...] = tuple(CHECKS)
    rows: dict[str, int] = field(default_factory=dict)
    consumed: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)


async def audit(dsn: str, checked: Callable[[str, int], object] = lambda check, differences: None) -> Audit:
    """Compare everything. `checked` is called after each check. Raises Failure where there is no database."""
    async with connected(dsn) as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        done = Audit()
        for row in await connection.fetch(RECOUNTED):
            done.fairs += 1
            _compare(done, row)
        checked(COUNTERS, len(done.differences))
        for check, query in CHECKS.items():
            found = [Difference(**row) for row in await connection.fetch(query)]
            done.differences += found
            checked(check, len(found))
        for (table,) in await connection.fetch(TABLES):
            done.rows[table] = await connection.fetchval(f"SELECT count(*) FROM {table}")
        for row in await connection.fetch(CONSUMED):
            done.consumed[f"{row['topic']}:{row['partition']}"] = row["next_offset"]
        return done


def _compare(done: Audit, row: asyncpg.Record) -> None:
    """Compare the counters of one fair. A counter that only one side has is a difference too."""
    kept: Mapping[str, Any] = row["counters"]
    counted = {name: int(number) for name, number in row.items() if name not in NOT_COUNTERS}
    for name in sorted(kept.keys() | counted.keys()):
        done.counters += 1
        if kept.get(name) != counted.get(name):
            thing = f"fair {row['fair']} (decided {row['decided']})"
            done.differences.append(Difference(thing, name, kept.get(name), counted.get(name)))
