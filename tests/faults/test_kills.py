"""kill -9 of a fair, an ingest and a notify, one after the other, while students submit and viewers watch."""

from __future__ import annotations

from tests.e2e.stage import Stage
from tests.e2e.viewing import Viewer, watching
from tests.faults import books
from tests.faults.group import owner, partition_of
from tests.faults.load import prepare

MORE = 150  # acknowledgements between one kill and the next: the others go on


async def test_nothing_is_lost_or_doubled(stage: Stage) -> None:
    """Whatever is killed: each acknowledged submission counts once, no other is there, and viewers miss nothing."""
    load = await prepare(stage, students=201, jobs=20, per_s=100)
    system = stage.system
    rooms = [f"fair:{stage.fair}", f"enterprise:{stage.org}"]
    viewers = [Viewer(rooms, stage.enterprise.token) for _ in system.addresses("notify")]
    async with watching(*viewers, addresses=system.addresses("notify")):
        async with load.running():
            await load.acknowledges(MORE)
            deciding = await owner(system, partition_of(load.ledger.newest))
            await system.kill("fair", deciding)
            await load.acknowledges(MORE)
            await system.kill("ingest", 1)
            await load.acknowledges(MORE)
            await system.kill("notify", 1)
            await load.acknowledges(MORE)
        await books.equal(stage, load.ledger, *viewers)
    assert load.ledger.unanswered, "the killed ingest was missed by nobody: the load was too small"
    assert max(viewer.connections for viewer in viewers) > 1
