"""The records that fair appends to its log when the deadline of an invitation or an approach has passed, for what the
end of a fair, a booth, a drop or a student's search has left open, and for the cards of people who were erased.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import asyncpg

from plumbing.eventlog.deadlines import Overdue
from plumbing.eventlog.outbox import Record
from schemas.application import DeadlinePassed
from schemas.card import ApproachDeadlinePassed, CardHidden
from schemas.envelope import Envelope
from schemas.job import JobClosed
from schemas.session import FairSessionEnded
from schemas.topics import FAIRS
from services.fair.kernel.context import ITSELF, SYSTEM

# Rows whose deadline has passed, and what an end left open: that of a fair, a booth, a drop or a student's search. One
# record ends only the first of these. Where nothing is left, each part finds that by an index. Cards are looked for on
# the day after the erasure: a student who returns later keeps theirs.
SELECT_OVERDUE = """
SELECT o.*, c.student FROM (
SELECT o.*, 'invitation' AS kind FROM (
  SELECT a.id, a.job, a.fair, a.deadline FROM applications a JOIN fairs f ON f.id = a.fair
  WHERE a.state = 'invited' AND a.deadline <= now() AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a.deadline LIMIT $2
) AS o
UNION
SELECT o.*, 'invitation' FROM (
  SELECT a.id, a.job, a.fair, a.deadline FROM applications a JOIN fairs f ON f.id = a.fair
  WHERE a.state = 'invited' AND f.state = 'closed' AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a."offset" LIMIT $2
) AS o
UNION
SELECT o.*, 'invitation' FROM (
  SELECT a.id, a.job, a.fair, a.deadline
  FROM applications a JOIN booths b USING (fair, org) JOIN fairs f ON f.id = a.fair
  WHERE a.state = 'invited' AND b.state = 'refused' AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a."offset" LIMIT $2
) AS o
UNION
SELECT o.*, 'invitation' FROM (
  SELECT a.id, a.job, a.fair, a.deadline
  FROM applicants p JOIN applications a USING (fair, student) JOIN fairs f ON f.id = a.fair
  WHERE p.releasing AND p.matches > 0 AND a.state = 'invited' AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a."offset" LIMIT $2
) AS o
UNION
SELECT o.*, 'invitation' FROM (
  SELECT a.id, a.job, a.fair, d.closed_at
  FROM drops d JOIN applications a ON a.drop = d.id JOIN fairs f ON f.id = d.fair
  WHERE d.state = 'closed' AND d.waiting > 0 AND a.state = 'waitlisted'
    AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY d.place, a.drop_place LIMIT $2
) AS o
UNION ALL
SELECT o.*, 'approach' FROM (
  SELECT a.id, a.job, a.fair, a.deadline FROM approaches a JOIN fairs f ON f.id = a.fair
  LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
  WHERE a.state = 'open' AND (a.deadline <= now() OR f.state IN ('closed', 'archived') OR b.state = 'refused')
    AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a.deadline LIMIT $2
) AS o
UNION ALL
SELECT o.*, 'job' FROM (
  SELECT j.id, j.id AS job, j.fair, j.created_at
  FROM booths b JOIN jobs j USING (fair, org) JOIN fairs f ON f.id = b.fair
  WHERE b.state = 'refused' AND j.state = 'open' AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY j.place LIMIT $2
) AS o
UNION ALL
SELECT o.*, 'session' FROM (
  SELECT s.id, NULL::uuid AS job, s.fair, s.started_at FROM sessions s JOIN fairs f ON f.id = s.fair
  LEFT JOIN booths b ON b.fair = s.fair AND b.org = s.org
  WHERE s.state = 'live' AND (f.state IN ('closed', 'archived') OR b.state = 'refused')
    AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY s.place LIMIT $2
) AS o
UNION ALL
SELECT o.*, 'card' FROM (
  SELECT c.id, NULL::uuid AS job, c.fair, c.shown_at
  FROM resumes r JOIN cards c ON c.student = r.person JOIN fairs f ON f.id = c.fair
  WHERE r.card = '{}' AND r.saved_at > now() - interval '1 day' AND c.state = 'shown'
    AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY c.place LIMIT $2
) AS o
) AS o LEFT JOIN cards c ON o.kind = 'card' AND c.id = o.id
"""


def _record_of(row: asyncpg.Record) -> Record:
    event = _event_of(row)
    envelope = Envelope(uuid4(), event.wire_type(), "/fair/deadlines", datetime.now(UTC), ITSELF, SYSTEM)
    return Record(FAIRS.name, str(event.fair).encode(), event.wire_value(), envelope.to_headers())


def _event_of(
    row: asyncpg.Record,
) -> DeadlinePassed | ApproachDeadlinePassed | JobClosed | FairSessionEnded | CardHidden:
    fair, job, deadline = row["fair"], row["job"], row["deadline"]
    match row["kind"]:
        case "approach":
            return ApproachDeadlinePassed(fair=fair, job=job, approach=row["id"], deadline=deadline)
        case "job":
            return JobClosed(fair=fair, job=job)
        case "session":
            return FairSessionEnded(fair=fair, session=row["id"])
        case "card":
            return CardHidden(fair=fair, student=row["student"])
    return DeadlinePassed(fair=fair, job=job, application=row["id"], deadline=deadline)


OVERDUE = Overdue(FAIRS.name, SELECT_OVERDUE, _record_of)
