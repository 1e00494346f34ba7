"""The command `livefair migrate`, on a real PostgreSQL."""

from __future__ import annotations

import asyncio

from typer.testing import CliRunner, Result

from livefair.__main__ import application


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(application("migrate"), ["migrate", *arguments])


async def test_it_says_what_it_applied(empty_database: str) -> None:
    """The first run prints a line for each migration; the second has nothing to do."""
    first = await asyncio.to_thread(_run, "--postgres", empty_database)
    second = await asyncio.to_thread(_run, "--postgres", empty_database)
    assert first.exit_code == 0
    assert first.output.startswith("applied  2")
    assert second.output == "nothing to do: the tables are of the newest version\n"
