"""What the enterprises' doings leave in one batch: receipts of resumes that were read, and how fast was answered.

The share of `world.py` and `store.py` for both: in memory, loaded, written. No rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from services.fair.applications.application import Application, ReadReceipt, ResumeRead
from services.fair.applications.response import Responses, response_s
from services.fair.applications.selection import InviteApplicant, RefuseApplication, ShortlistApplicant, ViewApplication
from services.fair.engine.case import Command, Outcome

ANSWERING = (ViewApplication, ShortlistApplicant, InviteApplicant, RefuseApplication)
LOAD_RESPONSES = """
SELECT DISTINCT r.* FROM responses r JOIN jobs j USING (fair, org) WHERE j.id = ANY($1::uuid[])
"""
WRITE_RESPONSES = """
INSERT INTO responses (fair, org, answers, buckets, median_s, shown, shown_median_s)
SELECT fair, org, answers, buckets, median_s, shown, shown_median_s
FROM json_to_recordset($1::json) AS new (fair uuid, org text, answers int, buckets jsonb, median_s int, shown int,
  shown_median_s int)
ON CONFLICT (fair, org) DO UPDATE SET answers = excluded.answers, buckets = excluded.buckets,
  median_s = excluded.median_s, shown = excluded.shown, shown_median_s = excluded.shown_median_s
"""
WRITE_READS = """
INSERT INTO resume_reads (event, fair, job, application, org, student, reader, at)
SELECT event, fair, job, application, org, student, reader, at
FROM json_to_recordset($1::json) AS new (event uuid, fair uuid, job uuid, application uuid, org text, student text,
  reader text, at timestamptz)
"""


@dataclass(slots=True)
class Footprints:
    """`responses` by fair and org: those that may change, as they are now; `answered` says which have."""

    responses: dict[tuple[UUID, str], Responses] = field(default_factory=dict)
    answered: set[tuple[UUID, str]] = field(default_factory=set)
    reads: list[ReadReceipt] = field(default_factory=list)

    def note_read(self, outcome: Outcome) -> None:
        if isinstance(outcome, ResumeRead):
            self.reads.append(outcome.receipt)

    def note_step(self, before: Application | None, after: Application) -> None:
        """Count an answer, where this step is one."""
        seconds = response_s(before, after)
        if seconds is not None:
            key = (after.fair, after.org)
            self.responses[key] = self.responses.get(key, Responses(*key)).with_answer(seconds)
            self.answered.add(key)


def answering(commands: Iterable[Command]) -> set[UUID]:
    """The jobs to whose applications a batch may give an answer."""
    return {command.job for command in commands if isinstance(command, ANSWERING)}


async def load(connection: asyncpg.Connection, jobs: set[UUID], footprints: Footprints) -> None:
    if jobs:
        for row in await connection.fetch(LOAD_RESPONSES, list(jobs)):
            footprints.responses[row["fair"], row["org"]] = msgspec.convert(dict(row), Responses)


def writes(footprints: Footprints) -> Iterator[tuple[str, Iterable[Any]]]:
    """Each statement with its rows."""
    yield WRITE_RESPONSES, (footprints.responses[key] for key in footprints.answered)
    yield WRITE_READS, footprints.reads
