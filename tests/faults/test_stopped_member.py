"""A fair that is stopped until another has taken its partitions, and then continues unaware."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import psutil

from tests.e2e.running import System
from tests.e2e.stage import Stage, offset_of
from tests.e2e.viewing import Viewer, watching
from tests.e2e.waiting import until
from tests.faults import books
from tests.faults.group import owner, partition_of
from tests.faults.load import prepare

TAKEN_S = 60.0
CONSUMED = "SELECT next_offset FROM consumed WHERE topic = 'livefair.fairs' AND partition = $1"
WAITING = "SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'"
LOCK = "SELECT 1 FROM fairs WHERE id = $1 FOR UPDATE"


@asynccontextmanager
async def stopped(process: psutil.Process) -> AsyncIterator[None]:
    """SIGSTOP, and SIGCONT at the end of the block. The supervisor does not notice."""
    process.suspend()
    try:
        yield
    finally:
        process.resume()


async def in_a_transaction(stage: Stage, number: int) -> psutil.Process:
    """Stops the fair of this number within a transaction, while it waits for a lock that the test holds."""
    system, process = stage.system, psutil.Process(stage.system.pid("fair", number))

    async def waits() -> bool:
        return bool(await system.rows(WAITING, f"fair-{number}:decides"))

    connection = await asyncpg.connect(system.run["postgres"], ssl=False)
    try:
        async with connection.transaction():
            await connection.execute(LOCK, uuid.UUID(stage.fair))
            await until(waits, f"fair-{number} to wait for the lock in its transaction", 20)
            process.suspend()
    finally:
        await connection.close()
    return process


async def taken(system: System, position: str) -> None:
    """Wait until another fair has decided beyond `position`, which was written while the owner was stopped."""

    async def is_decided() -> bool:
        rows = await system.rows(CONSUMED, partition_of(position))
        return bool(rows[0]["next_offset"] > offset_of(position))

    await until(is_decided, f"another fair to decide {position}", TAKEN_S)


async def test_a_zombie_writes_nothing(stage: Stage) -> None:
    """When it continues, the fence stops its old batch; its rows and frames are those of the other fair."""
    load, system = await prepare(stage, students=201, jobs=20, per_s=100), stage.system
    viewer = Viewer([f"fair:{stage.fair}", f"enterprise:{stage.org}"], stage.enterprise.token)
    async with watching(viewer, addresses=system.addresses("notify")):
        async with load.running():
            await load.acknowledges(150)
            deciding = await owner(system, partition := partition_of(load.ledger.newest))
            async with stopped(psutil.Process(system.pid("fair", deciding))):
                await load.acknowledges(100)
                await taken(system, load.ledger.newest)
            await owner(system, partition)
            await load.acknowledges(150)
        await books.equal(stage, load.ledger, viewer)


async def test_one_that_sleeps_in_a_transaction_holds_nobody_up(stage: Stage) -> None:
    """PostgreSQL ends its idle transaction and frees the locks; another fair decides the batch, and it recovers."""
    load, system = await prepare(stage, students=201, jobs=20, per_s=50), stage.system
    async with load.running():
        await load.acknowledges(50)
        deciding = await owner(system, partition := partition_of(load.ledger.newest))
        process = await in_a_transaction(stage, deciding)
        try:
            await load.acknowledges(50)
            await taken(system, load.ledger.newest)
        finally:
            process.resume()
        await owner(system, partition)
        await load.acknowledges(50)
    await books.equal(stage, load.ledger)
