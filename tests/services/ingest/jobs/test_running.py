"""What a run does while the log is away."""

from __future__ import annotations

from uuid import UUID

import pytest

from plumbing.kafka.publisher import Unavailable
from tests.services.ingest.jobs.ordering import NUMBER, closed, jobs, order, reports, stage, until
from tests.services.ingest.write_edge import Edge

pytestmark = pytest.mark.long


async def test_it_waits_for_a_log_that_is_away(stopping: Edge) -> None:
    """And goes on when that comes back; nothing is lost."""
    edge = stopping
    edge.log.fails_from, edge.log.failure = 3, Unavailable("away")
    job_import = UUID((await order(edge.enterprise(), await stage(edge))).json()["id"])
    await until(lambda: len(edge.log.records) == 3)
    edge.log.failure = None
    await closed(edge, job_import)
    assert (reports(edge)[-1].state, len(set(jobs(edge)))) == ("done", NUMBER)
