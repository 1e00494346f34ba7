"""How rankings and closing rounds are loaded and written.

A round reads every ranking of a fair. It loads only a few columns of each application, and whole rows only of those
that move.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from services.fair.applications import store as applications
from services.fair.applications.application import TAKES_PART
from services.fair.applications.reach import Reach
from services.fair.applications.rows import ApplicationRows
from services.fair.closing_round.closing_round import (
    Entrants,
    HoldClosingRound,
    JobAccount,
    Settled,
    Standing,
    StudentAccount,
    refusal,
    settle,
)
from services.fair.closing_round.rows import HeldRound, RoundRows
from services.fair.closing_round.wishes import Wishes
from services.fair.fairs.fair import RELEASE
from services.fair.fairs.rows import FairRows
from services.fair.jobs.rows import JobRows
from services.fair.jobs.store import JOB_COLUMNS, job_of
from services.fair.kernel.context import Context
from services.fair.kernel.port import Port, Row, Select, Write, by_key, columns_of
from services.fair.kernel.state import State
from services.fair.kernel.tables import Table, columns

ROWS_MAX = 1_000  # accounts per statement, so that it stays within the statement timeout on a busy machine


def _wishes_of(row: Row) -> Wishes:
    return Wishes(row["fair"], row["student"], tuple(row["jobs"]), row["ranked_at"])


JOBS_OF_FAIR = Select("jobs of a fair", f"SELECT {JOB_COLUMNS} FROM jobs WHERE fair = $1", job_of)
WISHES_OF_FAIR = Select(
    "wishes of a fair",
    "SELECT student, jobs FROM wishes WHERE fair = $1 AND cardinality(jobs) > 0",
    lambda row: (row["student"], tuple(row["jobs"])),
)
STANDING = Select(
    "applications that take part",
    """
SELECT a.id, a.job, a.student, a.state, a.place FROM applications a JOIN wishes w USING (fair, student)
WHERE a.fair = $1 AND a.state = ANY($2::text[]) AND a.job = ANY(w.jobs) AND NOT EXISTS (
  SELECT 1 FROM booths b WHERE b.fair = a.fair AND b.org = a.org AND b.state <> 'approved'
)
""",
    lambda row: Standing(row["id"], row["job"], row["student"], row["state"], row["place"]),
)
PLACED = Select(
    "students who have a match",
    "SELECT a.student FROM applicants a JOIN wishes w USING (fair, student) WHERE a.fair = $1 AND a.matches > 0",
    lambda row: str(row["student"]),
)

WISHES = Table(
    "wishes", ("fair", "student"), columns("fair uuid", "student text", "jobs uuid[]", "ranked_at timestamptz")
)
WISHES_BY_KEY = by_key(WISHES, _wishes_of)
ROUNDS = Table(
    "closing_rounds",
    ("id",),
    columns("id uuid", "fair uuid", "held_at timestamptz", "offset bigint", "numbers jsonb"),
)
ROUND_STUDENTS = Table(
    "closing_round_students",
    ("round", "student"),
    columns("round uuid", "student text", "match uuid", "took_part boolean", "told jsonb"),
)
ROUND_JOBS = Table(
    "closing_round_jobs",
    ("round", "job"),
    columns("round uuid", "job uuid", "places int", "matched int", "told jsonb"),
)
WRITE_WISHES = WISHES.upsert()
WRITE_ROUNDS = ROUNDS.insert()
WRITE_ROUND_STUDENTS = ROUND_STUDENTS.insert()
WRITE_ROUND_JOBS = ROUND_JOBS.insert()
STATEMENTS = (WRITE_WISHES, WRITE_ROUNDS, WRITE_ROUND_STUDENTS, WRITE_ROUND_JOBS)


async def load(port: Port, state: State) -> None:
    """Load the stored rankings of the students who rank jobs in this batch."""
    rows = state.of(RoundRows)
    if rows.wanted:
        for wishes in await port.select(WISHES_BY_KEY, *columns_of(rows.wanted)):
            rows.wishes[wishes.fair, wishes.student] = wishes


async def load_round(port: Port, command: HoldClosingRound, context: Context, state: State) -> None:
    """Compute a closing round, unless it is refused, and load the rows that its matches change."""
    fair = state.of(FairRows).fairs.get(command.fair)
    if fair is None or refusal(fair, context) is not None:
        return
    settled = await _settle(port, command.fair, state)
    students = {(fair.id, one.student) for one in settled.matches}
    releasing = {fair.id} if fair.offers == RELEASE else set()
    reach = Reach(releasing, applicants=students, holders=students)
    rows, jobs = state.of(ApplicationRows), state.of(JobRows).jobs
    rows.wanted.applications = {one.id for one in settled.matches}
    matched = {one.job for one in settled.matches}
    rows.desks = {job: {} for job in matched}
    # If another applicant is invited to the same job, this opening may be taken.
    rows.wanted.desks = {job for job in matched if jobs[job].invitations}
    await applications.load_named(port, state)
    await applications.load_held(port, state, reach)
    await applications.load_booths(port, state)
    await applications.load_desks(port, state)
    await applications.load_applicants(port, state, reach)


async def entrants(port: Port, fair: UUID) -> Entrants:
    """The input of a round for this fair, from the stored rows."""
    jobs = {job.id: job for job in await port.select(JOBS_OF_FAIR, fair)}
    wishes = dict(await port.select(WISHES_OF_FAIR, fair))
    standing = await port.select(STANDING, fair, list(TAKES_PART))
    placed = frozenset(await port.select(PLACED, fair))
    return Entrants(jobs, wishes, standing, placed)


async def _settle(port: Port, fair: UUID, state: State) -> Settled:
    """Compute the round of a fair, and keep the jobs that took part."""
    await port.be_patient()
    entering = await entrants(port, fair)
    state.of(JobRows).jobs.update(entering.jobs)
    settled = await port.compute(settle, entering)
    state.of(RoundRows).settled[fair] = settled
    return settled


def writes(state: State) -> Iterator[Write]:
    rows = state.of(RoundRows)
    yield Write(WRITE_WISHES, (rows.wishes[student] for student in rows.changed))
    yield Write(WRITE_ROUNDS, map(_round_row, rows.held))
    for held in rows.held:
        students, jobs = held.settled.students, held.settled.jobs
        for first in range(0, len(students), ROWS_MAX):
            accounts = students[first : first + ROWS_MAX]
            yield Write(WRITE_ROUND_STUDENTS, [_student_row(held.id, one) for one in accounts])
        for first in range(0, len(jobs), ROWS_MAX):
            yield Write(WRITE_ROUND_JOBS, [_job_row(held.id, one) for one in jobs[first : first + ROWS_MAX]])


def _round_row(held: HeldRound) -> dict[str, Any]:
    numbers = held.settled.numbers()
    return {"id": held.id, "fair": held.fair, "held_at": held.held_at, "offset": held.offset, "numbers": numbers}


def _student_row(round: UUID, one: StudentAccount) -> dict[str, Any]:
    told = [
        (reason.job, reason.why, reason.places) if reason.places else (reason.job, reason.why) for reason in one.told
    ]
    return {"round": round, "student": one.student, "match": one.match, "took_part": one.took_part, "told": told}


def _job_row(round: UUID, one: JobAccount) -> dict[str, Any]:
    told = [(reason.application, reason.why) for reason in one.told]
    return {"round": round, "job": one.job, "places": one.places, "matched": one.matched, "told": told}
