"""SIGTERM to each service under load: it stops within 15 seconds with status 0, and nothing is lost."""

from __future__ import annotations

import signal

import pytest

from tests.e2e.stage import Stage
from tests.e2e.viewing import Viewer, watching
from tests.faults import books
from tests.faults.load import prepare

BEFORE, AFTER = 100, 100  # acknowledgements before and after the stop
STOP_S = 15.0


@pytest.mark.parametrize("kind", ["ingest", "fair", "notify"])
async def test_a_service_stops_in_order_under_load(stage: Stage, kind: str) -> None:
    """It finishes open requests; other instances, or its next process, continue."""
    load, system = await prepare(stage, students=101, jobs=10, per_s=100), stage.system
    viewer = Viewer([f"fair:{stage.fair}", f"enterprise:{stage.org}"], stage.enterprise.token)
    orderly = system.said.count(f"{kind}-1 ended with status 0")
    async with watching(viewer, addresses=system.addresses("notify")):
        async with load.running():
            await load.acknowledges(BEFORE)
            seconds = await system.kill(kind, 1, signal.SIGTERM)
            await load.acknowledges(AFTER)
        await books.equal(stage, load.ledger, viewer)
    assert seconds < STOP_S
    assert system.said.count(f"{kind}-1 ended with status 0") == orderly + 1, system.said
