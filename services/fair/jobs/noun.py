"""Registers the job with the engine. `applications/noun.py` registers the rule for ranking applicants."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.catalog import JobEntry
from services.fair.booths.booth import BOOTH_REFUSED, BoothRefused, RefuseBooth
from services.fair.booths.rows import BoothRows
from services.fair.fairs.rows import FairRows
from services.fair.jobs import store, telling, wire
from services.fair.jobs.job import (
    AmendJob,
    ApplicantsRanked,
    AtJob,
    CloseJob,
    Job,
    JobChanged,
    JobClosed,
    OfJob,
    PublishJob,
    ToPublish,
    adds,
    closed,
    decide_amend,
    decide_close,
    decide_publish,
)
from services.fair.jobs.reads import JobReads
from services.fair.jobs.rows import JobRows
from services.fair.kernel.context import Context
from services.fair.kernel.noun import Indexed, Noun, Rule, Silence, id_of
from services.fair.kernel.state import State


def _touch(state: State, command: OfJob) -> None:
    state.of(JobRows).wanted.add(command.job)


def _touch_closing(state: State, command: CloseJob) -> None:
    rows = state.of(JobRows)
    rows.with_booth.add(command.job)
    rows.closings += 1


def _touch_booth(state: State, command: PublishJob) -> None:
    state.of(JobRows).wanted.add(command.job)
    state.of(BoothRows).wanted.add((command.fair, command.org))


def _touch_refused_booth(state: State, command: RefuseBooth) -> None:
    state.of(JobRows).refusals[command.fair, command.org] += 1


def _to_publish(state: State, command: PublishJob) -> ToPublish:
    booth = state.of(BoothRows).booths.get((command.fair, command.org))
    return ToPublish(state.of(FairRows).fairs.get(command.fair), booth, state.of(JobRows).jobs.get(command.job))


def _at_job(state: State, command: OfJob) -> AtJob:
    fair = state.of(FairRows).fairs.get(command.fair)
    job = state.of(JobRows).of_fair(command.fair, command.job)
    booth = None if job is None else state.of(BoothRows).booths.get((job.fair, job.org))
    return AtJob(fair, job, booth)


def _keep(state: State, outcome: JobChanged, context: Context) -> Job | None:
    before = state.of(JobRows).keep(outcome.job)
    state.of(FairRows).recount(outcome.job.fair, adds(before), adds(outcome.job))
    return before


def _follow_refusal(state: State, before: object, outcome: BoothRefused, context: Context) -> Iterator[JobClosed]:
    """The first jobs of a refused booth are closed with it; the watcher closes the others (`engine/overdue.py`)."""
    for job in state.of(JobRows).open_of_booth(outcome.booth.fair, outcome.booth.org):
        yield closed(job, BOOTH_REFUSED)


NOUN = Noun(
    "jobs",
    rows=(JobRows,),
    events=wire.COMMANDS,
    rules=(
        Rule((PublishJob,), _to_publish, decide_publish),
        Rule((AmendJob,), _at_job, decide_amend),
        Rule((CloseJob,), _at_job, decide_close),
    ),
    touches={OfJob: _touch, CloseJob: _touch_closing, PublishJob: _touch_booth, RefuseBooth: _touch_refused_booth},
    keeps={JobChanged: _keep},
    follows={BoothRefused: _follow_refusal},
    tells={
        ApplicantsRanked: Silence("the order is the enterprise's alone, which reads it"),
        JobChanged: telling.of_job,
    },
    ids={JobChanged: id_of(lambda outcome: outcome.job.id, "job")},
    named=("job",),
    statements=store.STATEMENTS,
    writes=store.writes,
    entries=telling.entries,
    catalog=telling.CATALOG,
    entry_models=(JobEntry,),
    indexed=Indexed(store.JOBS_TO_INDEX, store.INDEX_JOBS),
    reads=JobReads,
)
