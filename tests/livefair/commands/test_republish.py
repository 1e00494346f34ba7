"""The command `livefair republish`: output and exit status."""

from __future__ import annotations

import asyncio

import pytest
from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.audit.republish import Republished
from livefair.commands.republish import told
from livefair.failure import Failure
from livefair.servers.ports import free_port


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(application("republish"), ["republish", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


@pytest.mark.parametrize("what", [(), ("--catalog",), ("--rooms",), ("--catalog", "--rooms")])
async def test_it_says_what_it_did(database: str, what: tuple[str, ...]) -> None:
    """One line; this database has no fair."""
    said = await asyncio.to_thread(_run, "--postgres", database, *what)
    assert said.strip() == told(Republished())


async def test_a_database_that_is_away() -> None:
    """One line that says so."""
    with pytest.raises(Failure, match="no PostgreSQL answers"):
        await asyncio.to_thread(_run, "--postgres", f"postgresql://nobody@127.0.0.1:{free_port()}/none")
