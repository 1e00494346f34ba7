"""Imports in the background: one run at a time, taken over, bounded, failed, and forgotten."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from plumbing.http.problem import Problem
from plumbing.kafka.publisher import Unavailable
from schemas.job_import import account_path
from services.ingest.catalog import Catalog
from services.ingest.jobs import background
from services.ingest.jobs.background import Background, _stopped
from tests.services.ingest.jobs.ordering import an_order, closed, jobs, order, reports, stage, stored, until
from tests.services.ingest.write_edge import Edge

pytestmark = pytest.mark.long


async def test_one_run_at_a_time(stopping: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a run gives signs no other instance takes the import; it leaves when it was taken over."""
    edge = stopping
    monkeypatch.setattr(background, "LAPSED", timedelta(hours=1))
    edge.log.held.clear()
    ordering = asyncio.create_task(order(edge.enterprise(), await stage(edge)))
    await until(lambda: edge.log.waiting)
    edge.log.held.set()
    job_import = UUID((await ordering).json()["id"])
    first = edge.background
    edge.another_instance()
    await edge.background.turn()
    assert edge.background._tasks == {}
    await closed(edge, job_import)
    await until(lambda: first._tasks == {})


@pytest.mark.parametrize("rows", ["title\nWelder\n", "nothing"])
async def test_a_file_that_cannot_be_read_fails(stopping: Edge, rows: str) -> None:
    """With the reason that an awaited import answers."""
    edge = stopping
    job_import = UUID((await order(edge.enterprise(), await stage(edge), rows)).json()["id"])
    await closed(edge, job_import)
    (last,) = reports(edge)[-1:]
    assert last.state == "failed"
    assert last.reason


async def test_an_instance_runs_two_at_once(stopping: Edge) -> None:
    """However many begin at the same moment; the others wait."""
    edge, fair = stopping, await stage(stopping)
    edge.log.fails_from, edge.log.failure = 0, Unavailable("away")
    orders = [an_order(fair) for _ in range(5)]
    for one in orders:
        await edge.background.add(one, Path(__file__))
    await asyncio.gather(*map(edge.background.begin, orders))
    assert len(edge.background._tasks) == background.RUNNING.most


async def test_waiting_imports_are_bounded(stopping: Edge) -> None:
    """Three of a person, six of an organization; others have room."""
    edge, fair = stopping, await stage(stopping)
    await edge.background.stop()
    edge.log.fails_from, edge.log.failure = 100, Unavailable("away")
    edge.background.begin = _never  # type: ignore[method-assign]  # the instance is busy
    people = [edge.recruiter(f"rec-{number}", "ent-1") for number in range(3)]
    statuses = [(await order(who, fair)).status_code for who in people for _ in range(3)]
    assert statuses == [202] * 6 + [429] * 3
    assert (await order(people[0], fair)).headers["retry-after"] == "5"
    assert (await order(edge.organizer(), fair)).status_code == 202


async def _never(waiting: object) -> None:
    return


async def test_one_that_ends_its_instance_each_time_fails(stopping: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a number of runs it is not begun again."""
    edge = stopping
    monkeypatch.setattr(background, "RUNS_MAX", 0)
    job_import = UUID((await order(edge.enterprise(), await stage(edge))).json()["id"])
    await closed(edge, job_import)
    assert (reports(edge)[-1].state, jobs(edge)) == ("failed", [])


async def test_old_accounts_are_forgotten(stopping: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some time after the end, and not before."""
    edge = stopping
    job_import = UUID((await order(edge.enterprise(), await stage(edge))).json()["id"])
    await closed(edge, job_import)
    account = stored(edge, account_path(job_import))
    another: Background = edge.background
    await another.turn()
    assert account.exists()
    long_ago = time.time() - background.KEPT.total_seconds() - 60
    os.utime(account, (long_ago, long_ago))
    another._forgets_at = 0.0
    await another.turn()
    assert not account.exists()


@pytest.mark.parametrize(
    ("spent", "code"), [("jobs", "jobs_used_up"), ("booths, sessions, drops and links", "entries_used_up")]
)
def test_a_day_that_is_used_up_is_said_as_it_was(spent: str, code: str) -> None:
    """The reason of a failed import is the problem's own text, with a code."""
    told = f"Your organization has made as many {spent} as it may in a day."
    reason = _stopped(Problem(429, told))
    assert (reason, reason.code) == (told, code)


def test_other_problems_end_an_import_with_a_code() -> None:
    """A full catalog has one of its own, any other problem keeps its text."""
    catalog = Catalog(lambda: True)
    catalog._bytes_max = 0
    with pytest.raises(Problem) as full:
        catalog.check_room()
    assert _stopped(full.value).code == "system_full"
    assert _stopped(Problem(403, "Not yours.")) == "Not yours."
