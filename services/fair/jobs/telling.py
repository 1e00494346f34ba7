"""What is published to rooms about jobs, and their catalog entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from schemas.catalog import JobEntry
from schemas.rooms import enterprise_room, fair_room
from services.fair.jobs.job import Job, JobChanged, JobClosed
from services.fair.jobs.rows import JobRows
from services.fair.kernel.commands import Command
from services.fair.kernel.context import SYSTEM, Context
from services.fair.kernel.items import Item
from services.fair.kernel.port import Select
from services.fair.kernel.state import State


def of_job(outcome: JobChanged, command: Command, context: Context) -> Iterator[Item]:
    """Everybody is notified; the enterprise also of its ad's flags, and of a job that others closed."""
    job = outcome.job
    yield Item(fair_room(job.fair), type(outcome).__name__, _shown(job))
    if isinstance(outcome, JobClosed):
        if context.role in ("organizer", SYSTEM):
            why = {"reason": outcome.reason} if outcome.reason else {}
            yield Item(enterprise_room(job.org), "JobClosed", {**_shown(job), **why})
    elif job.flags:
        yield Item(enterprise_room(job.org), "JobFlagged", {**_shown(job), "flags": job.flags})


def entries(state: State) -> Iterator[tuple[str, UUID, JobEntry]]:
    rows = state.of(JobRows)
    for job in rows.restated:
        kept = rows.jobs[job]
        yield _entry({"job": kept.id, "fair": kept.fair, "org": kept.org, "state": kept.state})


def _entry(facts: Mapping[str, Any]) -> tuple[str, UUID, JobEntry]:
    entry = JobEntry.model_validate({**facts})
    return str(entry.job), entry.fair, entry


CATALOG = (
    Select("jobs for the catalog", "SELECT id AS job, fair, org, state FROM jobs WHERE fair = ANY($1::uuid[])", _entry),
)


def _shown(job: Job) -> dict[str, Any]:
    data: dict[str, Any] = {
        "fair": job.fair,
        "job": job.id,
        "org": job.org,
        "title": job.terms.title,
        "headcount": job.terms.headcount,
        "state": job.state,
    }
    return data | ({"region": job.terms.region} if job.terms.region else {})
