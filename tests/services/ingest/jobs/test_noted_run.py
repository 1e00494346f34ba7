"""The run of an import in the background: its account, its rejected rows, and how another instance goes on."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from plumbing.kafka.publisher import Unavailable
from schemas.job import JobPublished
from schemas.job_import import account_path, rejected_folder
from services.ingest.jobs.shelf import file_path
from tests.services.ingest.jobs.ordering import NUMBER, ROWS, closed, jobs, order, reports, stage, stored, until
from tests.services.ingest.write_edge import Edge

BAD = "Cook,many,C-1\n,1,E-1\n"


pytestmark = pytest.mark.long


async def test_an_import_is_answered_before_it_is_run(stopping: Edge) -> None:
    """202 with an id and a receipt; progress goes to the log, the account and the rejected rows to the store."""
    edge = stopping
    answer = await order(edge.enterprise(), await stage(edge), ROWS + BAD)
    assert (answer.status_code, answer.headers["preference-applied"]) == (202, "respond-async")
    told = answer.json()
    assert told["receipt"]["position"] == "livefair.fairs:0:0"
    job_import = UUID(told["id"])
    assert answer.headers["location"] == f"/v1/imports/{job_import}"
    await closed(edge, job_import)
    first, *_, last = reports(edge)
    assert (first.state, first.counts.rows, last.state) == ("running", 0, "done")
    numbers = (last.counts.rows, last.counts.accepted, last.counts.duplicates, last.counts.rejected_count)
    assert numbers == (NUMBER + 2, NUMBER, 0, 2)
    assert {one.job_import for one in reports(edge)} == {job_import}
    rows = [one.counts.rows for one in reports(edge)]
    assert rows == sorted(rows)
    assert len(jobs(edge)) == NUMBER
    account: dict[str, Any] = json.loads(stored(edge, account_path(job_import)).read_text())
    assert (account["accepted"], account["filename"], account["columns"]["title"]) == (NUMBER, "jobs.csv", "title")
    parts = sorted(stored(edge, rejected_folder(job_import)).iterdir())
    lines = [json.loads(line) for part in parts for line in part.read_text().splitlines()]
    assert [(line["row"], line["field"]) for line in lines] == [
        (NUMBER + 2, "headcount"),
        (NUMBER + 3, "title"),
    ]
    assert not stored(edge, file_path(job_import)).exists()


async def test_a_dry_run_writes_no_job(stopping: Edge) -> None:
    """Only its progress."""
    edge = stopping
    job_import = UUID((await order(edge.enterprise(), await stage(edge), query="?dry_run=true")).json()["id"])
    await closed(edge, job_import)
    assert (reports(edge)[-1].counts.accepted, reports(edge)[-1].dry_run, jobs(edge)) == (NUMBER, True, [])


async def test_a_day_that_is_used_up_ends_it(stopping: Edge) -> None:
    """It fails with the reason, and counts as accepted what is in the log and nothing else."""
    edge, fair = stopping, await stage(stopping)
    edge.http = edge.another_instance(rate_limit=True, jobs_a_day=1_200)
    job_import = UUID((await order(edge.enterprise(), fair)).json()["id"])
    await closed(edge, job_import)
    last = reports(edge)[-1]
    assert (last.state, last.counts.accepted) == ("failed", len(jobs(edge)))
    assert 0 < len(jobs(edge)) <= 1_200
    assert "in a day" in (last.reason or "")
    await edge.background.stop()


async def test_another_instance_goes_on(stopping: Edge) -> None:
    """After an instance ended half-way: the same numbers, each job once by its event id, in the order of the file."""
    edge = stopping
    edge.log.fails_from, edge.log.failure = 700, Unavailable("away")
    fair = await stage(edge)
    job_import = UUID((await order(edge.enterprise(), fair)).json()["id"])
    await until(lambda: len(edge.log.records) == 700)
    await edge.background.stop()
    for job in jobs(edge):
        await edge.feed.job(fair, job=job)
    edge.log.failure = None
    edge.another_instance()
    await edge.background.turn()
    await closed(edge, job_import)
    counts = reports(edge)[-1].counts
    assert (counts.rows, counts.accepted, counts.duplicates) == (NUMBER, NUMBER, 0)
    ids = {one.envelope.id: one.event.job for one in edge.log.written() if isinstance(one.event, JobPublished)}
    assert len(ids) == len(set(ids.values())) == NUMBER
