"""kill -9 of a fair, an ingest and a notify in turn, while students submit and viewers watch."""

from __future__ import annotations

import psutil

from tests.e2e.running import System
from tests.e2e.stage import Stage
from tests.e2e.viewing import Viewer, watching
from tests.e2e.waiting import until
from tests.faults import books
from tests.faults.group import owner, partition_of, told_kafka
from tests.faults.load import prepare

CONSUMED = "SELECT next_offset FROM consumed WHERE topic = 'livefair.fairs' AND partition = $1"

MORE = 150  # acknowledgements between two kills: the other instances continue


async def test_nothing_is_lost_or_doubled(stage: Stage) -> None:
    """Each acknowledged submission counts once, no other exists, and viewers miss nothing."""
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


async def test_between_the_database_and_kafka(stage: Stage) -> None:
    """Killed when PostgreSQL has its batches and Kafka's offset is behind: they are not decided again."""
    load, system = await prepare(stage, students=101, jobs=20, per_s=100), stage.system
    async with load.running():
        await load.acknowledges(MORE)
        partition = partition_of(load.ledger.newest)
        deciding = await owner(system, partition)
        process = psutil.Process(system.pid("fair", deciding))

        async def stands_between() -> bool:
            """Checked while the process is stopped; if Kafka has caught up, it continues for a moment."""
            process.suspend()
            if await is_ahead(system, partition):
                return True
            process.resume()
            return False

        await until(stands_between, "Postgres to be ahead of the offsets in Kafka", 30)
        await system.kill("fair", deciding)
        await load.acknowledges(MORE)
    await books.equal(stage, load.ledger)


async def is_ahead(system: System, partition: int) -> bool:
    """Whether PostgreSQL's offset is ahead of the one committed to Kafka."""
    (row,) = await system.rows(CONSUMED, partition)
    return bool(row["next_offset"] > await told_kafka(system.run["kafka"], partition))
