"""The closing round of a large fair: one record, from reading it to writing its last row.

Against the deferred acceptance alone, over the same rankings in memory; and the memory that it takes, against the same
process before it.
"""

from __future__ import annotations

import asyncio
import gc
import resource
import time
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg

from livefair.bench.figures import Figure
from livefair.bench.servers import servers
from plumbing.eventlog.batch import Batch
from plumbing.eventlog.reading import Received
from plumbing.postgres.pool import Pool
from schemas.closing_round import ClosingRoundHeld
from schemas.envelope import Envelope
from schemas.event import Event
from schemas.topics import FAIRS
from services.fair.closing_round.closing_round import settle
from services.fair.closing_round.store import entrants
from services.fair.engine.sink import DECIDED
from services.fair.kernel.postgres import Postgres

STUDENTS, JOBS, EACH, HEADCOUNT = 10_000, 1_000, 30, 8
FAIR, UNIT = UUID(int=1), "unit-1"

# As after deciding a log: every student has applied to `EACH` jobs and ranked them, every job all its applicants.
FILL = f"""
INSERT INTO consumed VALUES ('{FAIRS.name}', 0, 0);
INSERT INTO fairs (id, org, title, host, starts_at, ends_at, state, created_at, counters, decided, as_of)
VALUES ('{FAIR}', '{UNIT}', 'A fair', 'A host', now(), now() + interval '1 day', 'closing', now(),
  '{{"enterprises": 0, "jobs": 0, "positions": 0, "applications": 0, "applicants": 0, "shortlisted": 0, "invited": 0,
  "matches": 0, "hired": 0, "refused": 0, "sessions": 0, "drops": 0}}', '{FAIRS.name}:0:0', now());
CREATE TABLE picked AS SELECT DISTINCT s, abs(hashtext(s || ':' || k)) % {JOBS} AS j
  FROM generate_series(1, {STUDENTS}) s, generate_series(1, {EACH}) k;
INSERT INTO applications (id, job, fair, org, student, state, place, resume, receipt, received_at, "offset", created_at,
  history, was_shortlisted)
SELECT md5(s || ' ' || j)::uuid, md5('job ' || j)::uuid, '{FAIR}', 'org-' || j % 200, 'stu-' || s, 'shortlisted',
  row_number() OVER (PARTITION BY j ORDER BY s),
  jsonb_build_object('id', md5('resume ' || s)::uuid, 'sha256', repeat('0', 64), 'attachment', null,
    'degree', 'bachelor', 'major', 'Statistics', 'region', 'Zhejiang'),
  '{FAIRS.name}:0:0', now(), 0, now(),
  jsonb_build_array(jsonb_build_object('event', 'ApplicationReceived', 'at', now(), 'by', 'stu-' || s),
    jsonb_build_object('event', 'ApplicantShortlisted', 'at', now(), 'by', 'hr')), true
FROM picked;
INSERT INTO jobs (id, fair, org, title, headcount, state, place, submissions, standing, title_words, words, created_at,
  ranking)
SELECT md5('job ' || j)::uuid, '{FAIR}', 'org-' || j % 200, 'A job', {HEADCOUNT}, 'open', j, count(*), count(*),
  '{{}}', '{{}}', now(), array_agg(md5(s || ' ' || j)::uuid ORDER BY hashtext(j || ' ' || s))
FROM picked GROUP BY j;
INSERT INTO wishes SELECT '{FAIR}', 'stu-' || s, array_agg(md5('job ' || j)::uuid ORDER BY hashtext(s || ' ' || j)),
  now() FROM picked GROUP BY s;
INSERT INTO applicants SELECT '{FAIR}', 'stu-' || s, count(*), 0 FROM picked GROUP BY s;
DROP TABLE picked;
ANALYZE;
"""


class Undone(Exception):
    """Undoes a round, so that the next one starts from the same fair."""


async def closing_round(repeats: int) -> list[Figure]:
    """How long a round of 10,000 students and 1,000 jobs takes, and how much memory."""
    async with servers() as running:
        pool = Pool(await running.database())
        await pool.start()
        try:
            await pool.read(lambda connection: connection.execute(FILL, timeout=300))
            return await _measured(pool, repeats)
        finally:
            await pool.stop()


async def _measured(pool: Pool, repeats: int) -> list[Figure]:
    gc.freeze()  # as the service does at its start
    gc.set_threshold(100_000, 20, 100)
    before, ours, alone = _peak_mb(), [], []
    for _ in range(repeats):
        ours.append(await _held(pool))
    peak = _peak_mb()
    for _ in range(repeats):
        alone.append(await _settled(pool))
    return [
        Figure("closing_round", "s", ours, alone, "deferred acceptance and accounts in memory"),
        Figure("closing_round_peak", "MB", [peak], [before], "the process before"),
    ]


async def _held(pool: Pool) -> float:
    """Decide the whole record as the consumer does, and undo it."""
    started = 0.0

    async def work(connection: asyncpg.Connection) -> None:
        nonlocal started
        started = time.perf_counter()
        assert await DECIDED.apply(connection, _batch())
        raise Undone

    try:
        await pool.transact(work)
    except Undone:
        return time.perf_counter() - started
    raise AssertionError("it was not taken back")


async def _settled(pool: Pool) -> float:
    entering = await pool.read(lambda connection: entrants(Postgres(connection), FAIR))
    started = time.perf_counter()
    await asyncio.to_thread(settle, entering)
    return time.perf_counter() - started


def _batch() -> Batch[Envelope, Event]:
    event = ClosingRoundHeld(fair=FAIR, round=uuid4())
    envelope = Envelope(uuid4(), event.wire_type(), "/bench", datetime.now(UTC), "boss", "organizer", UNIT)
    return Batch(FAIRS.name, 0, 0, 1, [Received(envelope, event, 0, f"{FAIRS.name}:0:0", datetime.now(UTC))])


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
