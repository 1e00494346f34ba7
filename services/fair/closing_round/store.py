"""How wishes and closing rounds are loaded and written: the share of `store.py` that they need.

A round looks at all that was ranked in a fair. It asks for as little of each application as it can, and for the whole
of only those that move.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import asyncpg

from services.fair.closing_round.closing_round import (
    TAKES_PART,
    Entrants,
    JobAccount,
    Settled,
    Standing,
    StudentAccount,
    settle,
)
from services.fair.closing_round.rows import HeldRound, RoundRows, Student
from services.fair.closing_round.wishes import Wishes
from services.fair.engine import rows, statements
from services.fair.engine.world import World

ROWS_MAX = 1_000  # of accounts in one statement, which has its time limit on a busy machine too

LOAD_WISHES = """
SELECT w.* FROM wishes w JOIN unnest($1::uuid[], $2::text[]) AS asked (fair, student) USING (fair, student)
"""
WRITE_WISHES = """
INSERT INTO wishes (fair, student, jobs, ranked_at)
SELECT fair, student, jobs, ranked_at
FROM json_to_recordset($1::json) AS new (fair uuid, student text, jobs uuid[], ranked_at timestamptz)
ON CONFLICT (fair, student) DO UPDATE SET jobs = excluded.jobs, ranked_at = excluded.ranked_at
"""

JOBS_OF_FAIR = f"{statements.JOBS} WHERE fair = $1"
WISHES_OF_FAIR = "SELECT student, jobs FROM wishes WHERE fair = $1 AND cardinality(jobs) > 0"
STANDING = """
SELECT a.id, a.job, a.student, a.state, a.place FROM applications a JOIN wishes w USING (fair, student)
WHERE a.fair = $1 AND a.state = ANY($2::text[]) AND a.job = ANY(w.jobs)
"""
PLACED = "SELECT a.student FROM applicants a JOIN wishes w USING (fair, student) WHERE a.fair = $1 AND a.matches > 0"

WRITE_ROUNDS = """
INSERT INTO closing_rounds (id, fair, held_at, "offset", numbers)
SELECT id, fair, held_at, "offset", numbers
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, held_at timestamptz, "offset" bigint, numbers jsonb)
"""
WRITE_ROUND_STUDENTS = """
INSERT INTO closing_round_students (round, student, match, took_part, told)
SELECT round, student, match, took_part, told
FROM json_to_recordset($1::json) AS new (round uuid, student text, match uuid, took_part boolean, told jsonb)
"""
WRITE_ROUND_JOBS = """
INSERT INTO closing_round_jobs (round, job, places, matched, told)
SELECT round, job, places, matched, told
FROM json_to_recordset($1::json) AS new (round uuid, job uuid, places int, matched int, told jsonb)
"""


async def load_wishes(connection: asyncpg.Connection, touched: Iterable[Student], found: RoundRows) -> None:
    """What these students have wished for so far."""
    asked = list(touched)
    if asked:
        columns = [fair for fair, _ in asked], [student for _, student in asked]
        for row in await connection.fetch(LOAD_WISHES, *columns):
            found.wishes[row["fair"], row["student"]] = Wishes(**{**row, "jobs": tuple(row["jobs"])})


async def entrants(connection: asyncpg.Connection, fair: UUID) -> Entrants:
    """All that a round of this fair looks at, as it is stored."""
    jobs = {row["id"]: rows.job_of(row) for row in await connection.fetch(JOBS_OF_FAIR, fair)}
    wishes = {row["student"]: tuple(row["jobs"]) for row in await connection.fetch(WISHES_OF_FAIR, fair)}
    standing = [Standing(*row) for row in await connection.fetch(STANDING, fair, list(TAKES_PART))]
    placed = frozenset(row["student"] for row in await connection.fetch(PLACED, fair))
    return Entrants(jobs, wishes, standing, placed)


async def load_round(connection: asyncpg.Connection, fair: UUID, world: World) -> Settled:
    """Settle the round of a fair, and put into the world the jobs that took part. In a thread, beside the loop."""
    await connection.execute(statements.WAIT_FOR_US)
    entering = await entrants(connection, fair)
    world.jobs.update(entering.jobs)
    world.closing.settled[fair] = settled = await asyncio.to_thread(settle, entering)
    return settled


def desks_of(world: World, settled: Settled) -> set[UUID]:
    """The desks that the matches of a round may move: who is invited there may find the place taken."""
    matched = {one.job for one in settled.matches}
    world.desks = {job: {} for job in matched}
    return {job for job in matched if world.jobs[job].invitations}


def writes(closing: RoundRows) -> Iterator[tuple[str, Iterable[Any]]]:
    """Each statement with its rows."""
    yield WRITE_WISHES, (closing.wishes[student] for student in closing.changed_wishes)
    yield WRITE_ROUNDS, map(_round_row, closing.held)
    for held in closing.held:
        students, jobs = held.settled.students, held.settled.jobs
        for first in range(0, len(students), ROWS_MAX):
            yield WRITE_ROUND_STUDENTS, [_student_row(held.id, one) for one in students[first : first + ROWS_MAX]]
        for first in range(0, len(jobs), ROWS_MAX):
            yield WRITE_ROUND_JOBS, [_job_row(held.id, one) for one in jobs[first : first + ROWS_MAX]]


def _round_row(held: HeldRound) -> dict[str, Any]:
    numbers = held.settled.numbers()
    return {"id": held.id, "fair": held.fair, "held_at": held.held_at, "offset": held.offset, "numbers": numbers}


def _student_row(round: UUID, one: StudentAccount) -> dict[str, Any]:
    told = [(said.job, said.why, said.places) if said.places else (said.job, said.why) for said in one.told]
    return {"round": round, "student": one.student, "match": one.match, "took_part": one.took_part, "told": told}


def _job_row(round: UUID, one: JobAccount) -> dict[str, Any]:
    told = [(said.application, said.why) for said in one.told]
    return {"round": round, "job": one.job, "places": one.places, "matched": one.matched, "told": told}
