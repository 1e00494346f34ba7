"""The topics of the catalog and the rooms are lost while the system runs, and made again from the tables."""

from __future__ import annotations

import asyncio

from aiokafka.admin import AIOKafkaAdminClient

from tests.e2e.running import System
from tests.e2e.stage import Stage
from tests.e2e.viewing import Viewer, snapshot, watching
from tests.e2e.waiting import until

LOST = ("livefair.catalog", "livefair.rooms")
RIGHT_S = 60.0


async def lose(system: System) -> None:
    """Delete both topics and create them empty, as an operator would after the loss."""
    admin = AIOKafkaAdminClient(bootstrap_servers=system.run["kafka"])
    await admin.start()
    try:
        await admin.delete_topics(list(LOST))
    finally:
        await admin.close()
    created: set[str] = set()

    async def are_created() -> bool:
        ran = await system.livefair("topics")
        created.update(name for name in LOST if f"created  {name}" in ran.output)
        return created == set(LOST)

    await until(are_created, "the topics to be created again", RIGHT_S)


async def test_what_is_lost_is_made_again(stage: Stage) -> None:
    """Instances that were running and instances that start with empty topics are right within a minute: ingest accepts
    writes to known jobs, and every snapshot has the counters that fair answers."""
    system, room = stage.system, f"fair:{stage.fair}"
    job = await stage.publish("Engineer", headcount=50)
    students = await stage.students(4)
    first = await students[0].submit(job)
    watcher = Viewer([room])
    async with watching(watcher, addresses=[system.notify]):
        await watcher.sees(watcher.decided(first.position), "the first submission")
        await lose(system)
        await asyncio.gather(system.kill("ingest", 2), system.kill("notify", 2))
        async with asyncio.timeout(RIGHT_S):
            ran = await system.livefair("republish")
            assert ran.status == 0, ran.output
            sent = [await student.submit(job, ingest=number % 2) for number, student in enumerate(students[1:])]
            last = sent[-1].position
            await watcher.sees(watcher.decided(last), "the submissions after the loss", RIGHT_S)
            rooms = [(await snapshot(address, [room], last))[room] for address in system.addresses("notify")]
        counters = await stage.counters(after=last)
        assert [each.counters for each in (*rooms, watcher.rooms[room])] == [counters] * 3
        assert "the position is of another epoch" not in watcher.reloads
        assert watcher.reloads
    assert counters["applications"] == 4
    again = await system.livefair("republish", "--catalog")
    assert again.status == 0, again.output
    await system.balances()
