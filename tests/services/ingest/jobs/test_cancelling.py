"""How imports in the background are cancelled."""

from __future__ import annotations

from uuid import UUID

import pytest

from plumbing.kafka.publisher import Unavailable
from tests.services.ingest.jobs.ordering import NUMBER, closed, jobs, order, reports, stage, until
from tests.services.ingest.write_edge import Edge

pytestmark = pytest.mark.long


async def test_its_owner_cancels_it(stopping: Edge) -> None:
    """The rows so far stay, the run ends; afterwards it is 409, and for others it does not exist."""
    edge = stopping
    edge.log.fails_from, edge.log.failure = 6, Unavailable("away")
    job_import = UUID((await order(edge.enterprise(), await stage(edge))).json()["id"])
    await until(lambda: len(edge.log.records) == 6)
    path = f"/imports/{job_import}"
    assert (await edge.recruiter("rec-2", "ent-1").send("DELETE", path)).status_code == 404
    assert (await edge.enterprise().send("DELETE", f"/imports/{UUID(int=7)}")).status_code == 404
    edge.log.failure = None
    answer = await edge.enterprise().send("DELETE", path)
    assert (answer.status_code, answer.json()["id"]) == (202, str(job_import))
    await closed(edge, job_import)
    assert {one.state for one in reports(edge)} == {"running", "cancelled"}
    assert len(jobs(edge)) < NUMBER
    assert (await edge.enterprise().send("DELETE", path)).status_code == 409
