"""How applications, applicants and response times are loaded and written.

The order matters: the applications that a batch names are loaded first, since they determine the offers and desks.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import msgspec

from services.fair.applications.application import LIVE, Applicant, Application, Assignment, HistoryEntry, Resume
from services.fair.applications.offers import RELEASED_MAX
from services.fair.applications.reach import Reach, asked_for
from services.fair.applications.response import Responses
from services.fair.applications.rows import AnswerRows, ApplicationRows
from services.fair.applications.stranded import TOLD_MAX, Stranded
from services.fair.booths import store as booths
from services.fair.booths.rows import BoothRows
from services.fair.fairs.fair import LAPSES_MAX
from services.fair.fairs.rows import FairRows
from services.fair.jobs.rows import JobRows
from services.fair.kernel.entities import entity_of
from services.fair.kernel.port import Port, Row, Select, Write, by_key, columns_of
from services.fair.kernel.state import State
from services.fair.kernel.tables import Table, columns


def application_of(row: Row) -> Application:
    history = msgspec.convert(row["history"], tuple[HistoryEntry, ...])
    assignment = msgspec.convert(row["assignment"], Assignment | None)
    resume = msgspec.convert(row["resume"], Resume)
    return entity_of(Application, row, resume=resume, history=history, assignment=assignment)


def _applicant_of(row: Row) -> Applicant:
    return entity_of(Applicant, row)


def _responses_of(row: Row) -> Responses:
    return msgspec.convert(dict(row), Responses)


DESKS = Select(
    "open invitations to jobs",
    "SELECT * FROM applications WHERE job = ANY($1::uuid[]) AND state = 'invited'",
    application_of,
)
INVITED = Select(
    "open invitations",
    """
SELECT * FROM applications WHERE fair = ANY($1::uuid[]) AND state = 'invited' ORDER BY "offset" LIMIT $2
""",
    application_of,
)
HELD = Select(
    "offers of students",
    """
SELECT first.* FROM unnest($1::uuid[], $2::text[]) AS asked (fair, student) CROSS JOIN LATERAL (
  SELECT * FROM applications a WHERE a.student = asked.student AND a.fair = asked.fair AND a.state = 'invited'
  ORDER BY a."offset", a.id LIMIT $3
) AS first
""",
    application_of,
)
STRANDED = Select(
    "live applications to booths",
    """
SELECT a.* FROM unnest($1::uuid[], $2::text[]) AS asked (fair, org) CROSS JOIN LATERAL (
  SELECT a.id, a.job, a.fair, a.org, a.student, a.state, a.place, a."offset"
  FROM jobs j JOIN applications a ON a.job = j.id
  WHERE j.fair = asked.fair AND j.org = asked.org AND a.state = ANY($3::text[]) ORDER BY a."offset" LIMIT $4
) AS a
""",
    lambda row: entity_of(Stranded, row),
)
RESPONSES_TO_JOBS = Select(
    "responses to jobs",
    "SELECT DISTINCT r.* FROM responses r JOIN jobs j USING (fair, org) WHERE j.id = ANY($1::uuid[])",
    _responses_of,
)

APPLICATIONS = Table(
    "applications",
    ("id",),
    columns(
        "id uuid",
        "job uuid fixed",
        "fair uuid fixed",
        "org text fixed",
        "student text fixed",
        "state text",
        "reason text",
        "place int",
        "resume jsonb",
        "message text",
        "receipt text",
        "offset bigint",
        "received_at timestamptz",
        "created_at timestamptz fixed",
        "history jsonb",
        "deadline timestamptz",
        "invited_at timestamptz",
        "invitation text",
        "was_shortlisted boolean",
        "was_invited boolean",
        "drop uuid",
        "drop_place int",
        "admitted boolean",
        "assignment jsonb",
    ),
)
APPLICANTS = Table(
    "applicants",
    ("fair", "student"),
    columns("fair uuid", "student text", "standing int", "matches int", "releasing boolean"),
)
RESPONSES = Table(
    "responses",
    ("fair", "org"),
    columns(
        "fair uuid",
        "org text",
        "answers int",
        "buckets jsonb",
        "median_s int",
        "shown int",
        "shown_median_s int",
    ),
)
READS = Table(
    "resume_reads",
    ("event",),
    columns(
        "event uuid",
        "fair uuid",
        "job uuid",
        "application uuid",
        "org text",
        "student text",
        "reader text",
        "at timestamptz",
    ),
)
APPLICATIONS_BY_KEY = by_key(APPLICATIONS, application_of)
APPLICANTS_BY_KEY = by_key(APPLICANTS, _applicant_of)
WRITE_APPLICATIONS = APPLICATIONS.upsert()
WRITE_APPLICANTS = APPLICANTS.upsert()
WRITE_RESPONSES = RESPONSES.upsert()
WRITE_READS = READS.insert()
STATEMENTS = (WRITE_APPLICATIONS, WRITE_APPLICANTS, WRITE_RESPONSES, WRITE_READS)


async def load_named(port: Port, state: State) -> None:
    """The applications that the batch names."""
    rows = state.of(ApplicationRows)
    if rows.wanted.applications:
        for application in await port.select(APPLICATIONS_BY_KEY, list(rows.wanted.applications)):
            rows.applications[application.id] = application


async def load_held(port: Port, state: State, reach: Reach, number: int | None = None) -> None:
    """Load the other open invitations of students who accept one, if that releases them; want their jobs' rankings.

    An acceptance releases the first `RELEASED_MAX`. What the batch's own commands may end before makes room for the
    next: each of them ends at most one invitation of a student. One more tells whether any are left. `number`: how many
    of each student to load instead, beside those that are loaded already.
    """
    rows, jobs = state.of(ApplicationRows), state.of(JobRows)
    rows.wanted.rankings |= reach.desks
    if not reach.holders:
        return
    rows.held = {student: {} for student in reach.holders}
    number = RELEASED_MAX + 1 + len(rows.wanted.applications) if number is None else number
    for application in await port.select(HELD, *columns_of(reach.holders), number):
        rows.applications.setdefault(application.id, application)
    for application in rows.applications.values():
        rows.seat(application)
    held = {rows.applications[one].job for of_student in rows.held.values() for one in of_student}
    jobs.wanted |= held
    rows.wanted.rankings |= held


async def load_desks(port: Port, state: State) -> None:
    """Load the desks that the batch may change: open invitations, and what the rankings name. Both are bounded.

    Requires the jobs. What the batch itself puts into a ranking is loaded already.
    """
    rows, jobs = state.of(ApplicationRows), state.of(JobRows).jobs
    desks = rows.wanted.desks | rows.wanted.rankings
    if desks:
        rows.desks |= {job: {} for job in desks}
        ranked = {one for job in desks if job in jobs for one in jobs[job].ranking}
        await _load(port, rows, DESKS, list(rows.wanted.desks))
        await _load(port, rows, APPLICATIONS_BY_KEY, list(ranked - rows.applications.keys()))
        for application in rows.applications.values():
            rows.seat(application)


async def _load(port: Port, rows: ApplicationRows, query: Select[Application], keys: list[UUID]) -> None:
    """Add applications, but for those that are loaded already: they may be newer."""
    if keys:
        for application in await port.select(query, keys):
            rows.applications.setdefault(application.id, application)


async def load_booths(port: Port, state: State) -> None:
    """Load the booths of the desks that the batch may change, after their jobs: a refused one moves nobody up."""
    jobs, wanted = state.of(JobRows).jobs, state.of(ApplicationRows).wanted
    desks = (jobs[job] for job in wanted.desks | wanted.rankings if job in jobs)
    state.of(BoothRows).wanted.update((job.fair, job.org) for job in desks)
    await booths.load(port, state)


async def load_stranded(port: Port, state: State) -> None:
    """Load what is told of the live applications to booths that the batch may refuse."""
    rows = state.of(ApplicationRows)
    if rows.wanted.stranded:
        found = await port.select(STRANDED, *columns_of(rows.wanted.stranded), sorted(LIVE), TOLD_MAX)
        rows.stranded = list(found)


async def load_invited(port: Port, state: State) -> None:
    """Load the first open invitations that expire with their fair; want their jobs."""
    rows, jobs = state.of(ApplicationRows), state.of(JobRows)
    if not rows.wanted.closing:
        return
    for application in await port.select(INVITED, list(rows.wanted.closing), LAPSES_MAX):
        rows.applications[application.id] = application
        jobs.wanted.add(application.job)
        state.of(FairRows).with_open_invitations.add(application.fair)


async def load_responses(port: Port, state: State) -> None:
    """Load the response times of enterprises whose answers may be counted."""
    asked, answers = state.of(ApplicationRows).wanted.answering, state.of(AnswerRows)
    if asked:
        for one in await port.select(RESPONSES_TO_JOBS, list(asked)):
            answers.responses[one.fair, one.org] = one


async def load_applicants(port: Port, state: State, reach: Reach) -> None:
    """Load the students whose numbers the batch needs, after all its applications."""
    rows = state.of(ApplicationRows)
    wanted = rows.wanted.applicants | asked_for(reach, rows)
    if wanted:
        for applicant in await port.select(APPLICANTS_BY_KEY, *columns_of(wanted)):
            rows.applicants[applicant.fair, applicant.student] = applicant


def write_moved(state: State) -> Write:
    """The applications that changed since the last call: the largest part of a batch, so they are sent first."""
    return Write(WRITE_APPLICATIONS, state.of(ApplicationRows).moved())


def writes(state: State) -> Iterator[Write]:
    rows, answers = state.of(ApplicationRows), state.of(AnswerRows)
    yield write_moved(state)
    yield Write(WRITE_APPLICANTS, (rows.applicants[key] for key in rows.changed_applicants))
    yield Write(WRITE_RESPONSES, (answers.responses[key] for key in answers.answered))
    yield Write(WRITE_READS, answers.reads)
