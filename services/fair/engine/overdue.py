"""The records that fair appends to its log when the deadline of an invitation or an approach has passed."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import asyncpg

from plumbing.eventlog.deadlines import Overdue
from plumbing.eventlog.outbox import Record
from schemas.application import DeadlinePassed
from schemas.card import ApproachDeadlinePassed
from schemas.envelope import Envelope
from schemas.topics import FAIRS
from services.fair.kernel.context import ITSELF, SYSTEM

# Rows whose deadline has passed, and those that are open though their fair closed or their booth was refused.
SELECT_OVERDUE = """
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
UNION
SELECT o.*, false FROM (
  SELECT a.id, a.job, a.fair, a.deadline
  FROM applications a JOIN booths b USING (fair, org) JOIN fairs f ON f.id = a.fair
  WHERE a.state = 'invited' AND b.state = 'refused' AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a."offset" LIMIT $2
) AS o
UNION ALL
SELECT o.*, true FROM (
  SELECT a.id, a.job, a.fair, a.deadline FROM approaches a JOIN fairs f ON f.id = a.fair
  LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
  WHERE a.state = 'open' AND (a.deadline <= now() OR f.state IN ('closed', 'archived') OR b.state = 'refused')
    AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a.deadline LIMIT $2
) AS o
"""


def _record_of(row: asyncpg.Record) -> Record:
    event = _event_of(row)
    envelope = Envelope(uuid4(), event.wire_type(), "/fair/deadlines", datetime.now(UTC), ITSELF, SYSTEM)
    return Record(FAIRS.name, str(event.fair).encode(), event.wire_value(), envelope.to_headers())


def _event_of(row: asyncpg.Record) -> DeadlinePassed | ApproachDeadlinePassed:
    ids = {"fair": row["fair"], "job": row["job"], "deadline": row["deadline"]}
    if row["is_approach"]:
        return ApproachDeadlinePassed(approach=row["id"], **ids)
    return DeadlinePassed(application=row["id"], **ids)


OVERDUE = Overdue(FAIRS.name, SELECT_OVERDUE, _record_of)
