"""The command `livefair verify`: output and exit status."""

from __future__ import annotations

import asyncio

from typer.testing import CliRunner, Result

from livefair.__main__ import application
from livefair.audit.verify import CHECKS, COUNTERS
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.story import Teller
from tests.services.fair.tables import filled


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(application("verify"), ["verify", *arguments])


async def test_it_says_what_it_compared(database: str) -> None:
    """Status 0, what was compared and up to where; progress goes to stderr."""
    await filled(database, Teller().ready())
    said = await asyncio.to_thread(_run, "--postgres", database)
    assert said.exit_code == 0
    assert "12 counters of 1 fairs" in said.output
    assert "livefair.fairs:0 up to 5" in said.output
    assert said.stdout.splitlines()[-1] == "all equal"
    checked = [line.removesuffix(": equal") for line in said.stderr.splitlines()]
    assert checked == [f"checked   {check}" for check in (COUNTERS, *CHECKS)]


async def test_it_names_each_difference(database: str) -> None:
    """Status 1, and a line for each difference."""
    teller = Teller()
    await filled(database, teller.ready())
    async with connection_to(database) as connection:
        await connection.execute("UPDATE fairs SET counters = jsonb_set(counters, '{jobs}', '4')")
    said = await asyncio.to_thread(_run, "--postgres", database)
    assert said.exit_code == 1
    assert f"checked   {COUNTERS}: 1 differ\n" in said.stderr
    assert f"differs   fair {teller.fair}" in said.output
    assert "jobs is kept as 4, counted 1" in said.output
