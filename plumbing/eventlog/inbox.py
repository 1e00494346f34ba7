"""The inbox, which makes the consumer idempotent: the first record of an event id is decided, others have no effect.

It keeps the outcome of each event, written set-wise in the batch's transaction. The service decides. An id counts as
new again after seven days of the log (`weeks.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Protocol
from uuid import UUID

import asyncpg
import msgspec

from plumbing.eventlog import weeks
from plumbing.eventlog.batch import Batch
from plumbing.eventlog.outbox import Record
from plumbing.eventlog.reading import E, Received, V
from plumbing.telemetry import metrics

# Together with the weeks of the batch that have no table yet: another round trip would cost each batch.
SEEN = """
SELECT event_id, at, NULL::date AS missing FROM inbox WHERE event_id = ANY($1::uuid[]) AND at > $2 AND at < $3
UNION ALL
SELECT NULL, NULL, week FROM unnest($4::date[]) AS week WHERE to_regclass('inbox_' || to_char(week, 'YYYYMMDD')) IS NULL
"""
# Rows are passed as one JSON text: for the writer it costs a quarter of arrays for `unnest`, for PostgreSQL the same.
WRITE = """
INSERT INTO inbox (event_id, actor, outcome, reason, topic, partition, "offset", at{names})
SELECT event_id, actor, outcome, reason, $1, $2, "offset", at{names}
FROM json_to_recordset($3::json) AS seen (event_id uuid, actor text, outcome text, reason text, "offset" bigint,
  at timestamptz{columns})
"""
_json = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one record, as the inbox keeps it: one word, a reason, the service's own columns by name."""

    outcome: str = "applied"
    reason: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


APPLIED = Verdict()


@dataclass(frozen=True, slots=True)
class Decided:
    """The result of a decision: a verdict for each record, in order, and the records to publish."""

    verdicts: Sequence[Verdict]
    records: Sequence[Record] = ()


class Decide(Protocol[E, V]):
    """A service's decision on records that are not in the inbox yet, at least one, in log order."""

    async def __call__(self, connection: asyncpg.Connection, fresh: Sequence[Received[E, V]], /) -> Decided:
        """Write the effect of `fresh` inside the caller's transaction.

        It may be called again with the same records after a rollback, so it changes nothing but the database. It must
        not depend on how the log is cut into batches, nor on a clock: a rebuild decides the same records again.
        """


class Inbox(Generic[E, V]):
    """Passes only fresh records to `decide`. `columns` names the inbox's further columns with their types in SQL."""

    def __init__(self, decide: Decide[E, V], columns: Mapping[str, str] | None = None) -> None:
        self._decide = decide
        names = "".join(f", {name}" for name in columns or ())
        typed = "".join(f", {name} {kind}" for name, kind in (columns or {}).items())
        self._write = WRITE.format(names=names, columns=typed)

    async def write(self, connection: asyncpg.Connection, batch: Batch[E, V]) -> Sequence[Record]:
        """Decide the new records of the batch and remember them; returns the records to publish."""
        fresh = await _unseen(connection, batch.received)
        if not fresh:
            return ()
        decided = await self._decide(connection, fresh)
        rows = [_row(one, verdict) for one, verdict in zip(fresh, decided.verdicts, strict=True)]
        await connection.execute(self._write, batch.topic, batch.partition, _json.encode(rows).decode())
        for outcome, number in Counter(verdict.outcome for verdict in decided.verdicts).items():
            metrics.OUTCOMES.labels(outcome).inc(number)
        return decided.records


async def _unseen(connection: asyncpg.Connection, received: Sequence[Received[E, V]]) -> list[Received[E, V]]:
    """The records whose event id is new: not in the inbox lately, nor shortly before in this batch.

    Makes the tables of weeks of which these are the first records.
    """
    if not received:
        return []
    known = defaultdict[UUID, list[datetime]](list)
    missing = []
    for row in await connection.fetch(SEEN, *_asked(received)):
        if row["missing"] is not None:
            missing.append(row["missing"])
        else:
            known[row["event_id"]].append(row["at"])
    await weeks.make(connection, missing)
    fresh = []
    for one in received:
        id, time = one.envelope.id, one.log_time
        if id not in known or not any(weeks.are_the_same(seen, time) for seen in known[id]):
            known[id].append(time)
            fresh.append(one)
    return fresh


def _asked(received: Sequence[Received[E, V]]) -> tuple[list[UUID], datetime, datetime, list[date]]:
    """The event ids, the time in which they are looked for, and the weeks of these records."""
    times = [one.log_time for one in received]
    first, last = min(times), max(times)
    of_records = {weeks.week_of(time) for time in ((first, last) if last - first < weeks.WEEK else times)}
    ids = list({one.envelope.id for one in received})
    return ids, first - weeks.REMEMBERED, last + weeks.SKEW, list(of_records)


def _row(one: Received[E, V], verdict: Verdict) -> dict[str, Any]:
    return {
        "event_id": one.envelope.id,
        "actor": one.envelope.actor,
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "offset": one.offset,
        "at": one.log_time,
        **verdict.more,
    }
