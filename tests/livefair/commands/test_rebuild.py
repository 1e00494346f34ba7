"""The command `livefair rebuild`: output and exit status."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.running import decided, edge_to, running_fair, settings
from tests.services.fair.story import Teller


async def start(*arguments: str) -> asyncio.subprocess.Process:
    """A process, since the command handles signals."""
    command = (sys.executable, "-m", "livefair", "rebuild", *arguments)
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)


async def run(*arguments: str) -> tuple[int | None, str]:
    """Its exit status and its output."""
    process = await start(*arguments)
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, said.decode()


async def test_it_says_what_differs_and_heals_it(log: str, database: str, tmp_path: Path) -> None:
    """A check of damaged tables has status 1, the rebuild replaces them, a second check has status 0."""
    teller = Teller()
    async with edge_to(log) as edge, running_fair(settings(log, database, tmp_path)) as fair:
        await decided(fair, await edge.write(*teller.ready(), teller.submitted()))
    async with connection_to(database) as connection:
        await connection.execute("UPDATE applications SET place = 7 WHERE fair = $1", teller.fair)
    where = ("--kafka", log, "--postgres", database)
    status, said = await run("--check", *where)
    assert (status, "place is 7, the log says 1" in said) == (1, True)
    status, said = await run("--drop", *where)
    assert (status, "1 rows differ" in said) == (0, True)
    assert said.splitlines()[-1].endswith("the old ones are dropped")
    status, said = await run("--check", *where)
    assert (status, said.splitlines()[-1]) == (0, "all equal")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_leaves_nothing(log: str, database: str, tmp_path: Path, number: signal.Signals) -> None:
    """Stopped while it waits for the live tables: one line, status 1, and its schema is gone."""
    teller = Teller()
    async with edge_to(log) as edge, running_fair(settings(log, database, tmp_path)) as fair:
        await decided(fair, await edge.write(*teller.ready(), teller.submitted()))
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with connection_to(database) as holder, connection_to(database) as connection:
        async with holder.transaction():
            await holder.execute("LOCK TABLE consumed IN ROW EXCLUSIVE MODE")
            process = await start("--kafka", log, "--postgres", database)
            try:
                async with asyncio.timeout(30):
                    while not await connection.fetchval(waiting):
                        await asyncio.sleep(0.05)
            finally:
                process.send_signal(number)
                _, said = await asyncio.wait_for(process.communicate(), 30)
        left = await connection.fetchval("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'rebuild%'")
    assert (process.returncode, left) == (1, 0)
    assert said.decode().splitlines()[-1].startswith("livefair: told to stop before the end")
