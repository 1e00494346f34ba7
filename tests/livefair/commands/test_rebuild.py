"""The command `livefair rebuild`: what it prints, how it ends."""

from __future__ import annotations

import asyncio
from pathlib import Path

from typer.testing import CliRunner, Result

from livefair.__main__ import application
from tests.services.fair.running import decided, edge_to, running_fair, settings
from tests.services.fair.story import Teller
from tests.services.fair.tables import connection_to


async def run(*arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, application("rebuild"), ["rebuild", *arguments])


async def test_it_says_what_differs_and_heals_it(log: str, database: str, tmp_path: Path) -> None:
    """A check of damaged tables has status 1, the rebuild replaces them, a second check has status 0."""
    teller = Teller()
    async with edge_to(log) as edge, running_fair(settings(log, database, tmp_path)) as fair:
        await decided(fair, await edge.write(*teller.ready(), teller.submitted()))
    async with connection_to(database) as connection:
        await connection.execute("UPDATE applications SET place = 7 WHERE fair = $1", teller.fair)
    where = ("--kafka", log, "--postgres", database)
    first = await run("--check", *where)
    assert first.exit_code == 1
    assert "place is 7, the log says 1" in first.stdout
    healed = await run("--drop", *where)
    assert (healed.exit_code, "1 rows differ" in healed.stdout) == (0, True)
    assert healed.stdout.splitlines()[-1].endswith("the old ones are dropped")
    second = await run("--check", *where)
    assert (second.exit_code, second.stdout.splitlines()[-1]) == (0, "all equal")
