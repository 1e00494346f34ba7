"""Writes of jobs."""

from __future__ import annotations

import asyncio
import json
from uuid import uuid4

import pytest

from schemas.job import JobAmended, JobClosed, JobPublished
from tests.services.ingest.write_edge import Edge, job_body, paths

SALARY = {"min": 9000, "max": 15000.5, "period": "month", "currency": "CNY"}


async def test_a_job_is_published_at_an_approved_booth(edge: Edge) -> None:
    """The event has the given fields and the id that is answered."""
    fair = await edge.feed.fair(state="scheduled")
    await edge.feed.booth(fair)
    answer = await edge.enterprise().post(f"/fairs/{fair}/jobs", job_body(salary=SALARY, majors=["数学"]))
    (event,) = edge.log.events()
    assert answer.status_code == 202
    assert isinstance(event, JobPublished)
    assert (str(event.job), event.org, event.majors, event.code) == (answer.json()["id"], "ent-1", ["数学"], None)
    assert event.salary is not None
    assert event.salary.model_dump() == SALARY


@pytest.mark.parametrize("state", [None, "requested", "refused"])
async def test_without_an_approved_booth_it_is_403(edge: Edge, state: str | None) -> None:
    """After the catalog had time to receive an approval."""
    fair = await edge.feed.fair()
    if state is not None:
        await edge.feed.booth(fair, state=state)  # type: ignore[arg-type]  # the table's words are its states
    assert (await edge.enterprise().post(f"/fairs/{fair}/jobs", job_body())).status_code == 403


async def test_an_approval_of_a_moment_ago_counts(edge: Edge) -> None:
    """The edge waits for an approval that its catalog has not received yet."""
    fair = await edge.feed.fair()
    await edge.feed.booth(fair, state="requested")
    publishing = asyncio.create_task(edge.enterprise().post(f"/fairs/{fair}/jobs", job_body()))
    while not edge.catalog.waiting:
        await asyncio.sleep(0)
    await edge.feed.booth(fair)
    assert (await publishing).status_code == 202


async def test_a_closed_fair_takes_no_job(edge: Edge) -> None:
    """409, whatever the booth's state."""
    fair = await edge.feed.fair(state="closed")
    await edge.feed.booth(fair)
    assert (await edge.enterprise().post(f"/fairs/{fair}/jobs", job_body())).status_code == 409


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"headcount": 0}, "headcount"),
        ({"headcount": "three"}, "headcount"),
        ({"headcount": 10**30}, "headcount"),
        ({"salary": {**SALARY, "min": 20000}}, "salary"),
        ({"salary": {**SALARY, "currency": "yuan"}}, "salary.currency"),
        ({"degree": "phd"}, "degree"),
        ({"org": "ent-2"}, "org"),
        ({"title": "a\x00b"}, "title"),
    ],
)
async def test_a_bad_job_names_the_path(edge: Edge, changes: dict[str, object], path: str) -> None:
    """422 with the path, and nothing is written."""
    fair = await edge.feed.fair()
    await edge.feed.booth(fair)
    answer = await edge.enterprise().post(f"/fairs/{fair}/jobs", job_body(**changes))
    assert (answer.status_code, paths(answer)) == (422, [path])
    assert edge.log.records == []


async def test_an_amendment_holds_what_changed(edge: Edge) -> None:
    """Only the given fields; a null is kept, since it clears."""
    job = await edge.feed.job(await edge.feed.fair())
    answer = await edge.enterprise().send("PATCH", f"/jobs/{job}", {"headcount": 5, "region": None})
    (event,) = edge.log.events()
    assert answer.json()["id"] == str(job)
    assert isinstance(event, JobAmended)
    assert event.changes.model_dump(exclude_unset=True) == {"headcount": 5, "region": None}
    assert event.invites_alternates
    assert json.loads(edge.log.records[0][2] or b"")["changes"] == {"headcount": 5, "region": None}


@pytest.mark.parametrize(
    ("changes", "path"),
    [({}, ""), ({"title": None}, "title"), ({"headcount": 0}, "headcount"), ({"state": "x"}, "state")],
)
async def test_a_bad_amendment_names_the_path(edge: Edge, changes: dict[str, object], path: str) -> None:
    """An empty amendment is refused, and required fields cannot be cleared."""
    job = await edge.feed.job(await edge.feed.fair())
    answer = await edge.enterprise().send("PATCH", f"/jobs/{job}", changes)
    assert (answer.status_code, paths(answer)) == (422, [path])


async def test_a_job_is_closed_once(edge: Edge) -> None:
    """A closed one is 409; with a key it may be a retry, and the log decides."""
    fair = await edge.feed.fair()
    job, closed = await edge.feed.job(fair), await edge.feed.job(fair, state="closed")
    assert (await edge.enterprise().post(f"/jobs/{job}/close")).status_code == 202
    assert edge.log.events() == [JobClosed(fair=fair, job=job)]
    assert (await edge.enterprise().post(f"/jobs/{closed}/close")).status_code == 409
    assert (await edge.enterprise().send("PATCH", f"/jobs/{closed}", {"headcount": 5})).status_code == 409
    assert (await edge.enterprise().post(f"/jobs/{closed}/close", key="k")).status_code == 202


async def test_anothers_job_is_403_and_an_unknown_one_404(edge: Edge) -> None:
    """Jobs are public, so they are not hidden."""
    job = await edge.feed.job(await edge.feed.fair())
    stranger = edge.enterprise("ent-2")
    for who, which, status in ((stranger, job, 403), (edge.enterprise(None), job, 403), (stranger, uuid4(), 404)):
        assert (await who.send("PATCH", f"/jobs/{which}", {"headcount": 9})).status_code == status
        assert (await who.post(f"/jobs/{which}/close")).status_code == status
    assert edge.log.records == []


async def test_a_job_that_was_closed_a_moment_ago_is_closed(edge: Edge) -> None:
    """A second closing or an amendment waits until the catalog has the first one, and is refused."""
    fair = await edge.feed.fair()
    job = await edge.feed.job(fair)
    assert (await edge.enterprise().post(f"/jobs/{job}/close")).status_code == 202
    again = asyncio.create_task(edge.enterprise().post(f"/jobs/{job}/close"))
    while not edge.catalog.waiting:
        await asyncio.sleep(0)
    await edge.feed.job(fair, state="closed", job=job)
    assert (await again).status_code == 409
