"""How rankings and closing rounds are loaded and written.

A round reads every ranking of a fair, if they have at most `ENTRIES` together. It loads the jobs that are ranked,
without their descriptions, and a few columns of each application; whole rows only of those that move.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from plumbing.limits import Limit
from services.fair.applications import store as applications
from services.fair.applications.application import TAKES_PART
from services.fair.applications.offers import RELEASED_MAX
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
from services.fair.fairs.fair import RELEASE, Fair
from services.fair.fairs.rows import FairRows
from services.fair.jobs.rows import JobRows
from services.fair.jobs.store import JOB_COLUMNS, job_of
from services.fair.jobs.store import load as load_jobs
from services.fair.kernel.context import Context
from services.fair.kernel.port import Port, Row, Select, Write, by_key, columns_of
from services.fair.kernel.state import State
from services.fair.kernel.tables import Table, columns

ROWS_MAX = 1_000  # accounts per statement, so that it stays within the statement timeout on a busy machine

ENTRIES = Limit(
    "entries in all rankings of a fair, of students and enterprises together, for a closing round: it is one decision, "
    "50,000 students and the enterprises who rank 10 each have as many; 590,000 took half of the minute it may take",
    1_000_000,
    "the round is refused in the log with `round_too_large`, a dry run with 409",
)


def _wishes_of(row: Row) -> Wishes:
    return Wishes(row["fair"], row["student"], tuple(row["jobs"]), row["ranked_at"])


JOBS_OF_ROUND = Select(
    "jobs of a round",
    f"""
SELECT {JOB_COLUMNS.replace("description", "NULL AS description")} FROM jobs
WHERE fair = $1 AND (cardinality(ranking) > 0 OR id IN (SELECT unnest(jobs) FROM wishes WHERE fair = $1))
""",
    job_of,
)
ENTRIES_OF_ROUND = Select(
    "entries of a round",
    """
SELECT coalesce(sum(cardinality(jobs)), 0) + (SELECT coalesce(sum(cardinality(ranking)), 0) FROM jobs WHERE fair = $1)
  AS number
FROM wishes WHERE fair = $1
""",
    lambda row: int(row["number"]),
)
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
    if await is_too_large(port, fair.id):
        state.of(RoundRows).too_large.add(fair.id)
        return
    await port.be_patient()
    entering = await entrants(port, fair.id)
    settled = state.of(RoundRows).settled[fair.id] = await port.compute(settle, entering)
    await _load_moved(port, state, fair, entering, settled)


async def _load_moved(port: Port, state: State, fair: Fair, entering: Entrants, settled: Settled) -> None:
    """The rows that the round's matches change: of the jobs and applications that it read, only those that move.

    Every invitation that took part is loaded by its id. In a fair that releases all others, the first of them are too.
    """
    students = {(fair.id, one.student) for one in settled.matches}
    names = {one.student for one in settled.matches}
    promised = {one.id for one in entering.standing if one.state == "invited" and one.student in names}
    releasing = {fair.id} if fair.offers == RELEASE else set()
    reach = Reach(releasing, applicants=students, holders=students)
    rows, jobs = state.of(ApplicationRows), state.of(JobRows)
    rows.wanted.applications = promised | {one.id for one in settled.matches}
    matched = {one.job for one in settled.matches}
    rows.desks = {job: {} for job in matched}
    # If another applicant is invited to the same job, this opening may be taken.
    rows.wanted.desks = {job for job in matched if entering.jobs[job].invitations}
    jobs.wanted |= matched
    await applications.load_named(port, state)
    await applications.load_held(port, state, reach, RELEASED_MAX + 2 if releasing else 0)
    await load_jobs(port, state)
    await applications.load_booths(port, state)
    await applications.load_desks(port, state)
    await applications.load_applicants(port, state, reach)


async def entrants(port: Port, fair: UUID) -> Entrants:
    """The input of a round for this fair, from the stored rows."""
    jobs = {job.id: job for job in await port.select(JOBS_OF_ROUND, fair)}
    wishes = dict(await port.select(WISHES_OF_FAIR, fair))
    standing = await port.select(STANDING, fair, list(TAKES_PART))
    placed = frozenset(await port.select(PLACED, fair))
    return Entrants(jobs, wishes, standing, placed)


async def is_too_large(port: Port, fair: UUID) -> bool:
    """Whether the rankings of this fair have more entries than a round may have."""
    (number,) = await port.select(ENTRIES_OF_ROUND, fair)
    return number > ENTRIES.most


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
