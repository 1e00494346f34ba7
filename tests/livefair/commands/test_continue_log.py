"""The command `livefair continue-log`: output and exit status."""

from __future__ import annotations

import asyncio

import pytest
from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.audit.republish import Republished
from livefair.commands.republish import told
from livefair.failure import Failure
from livefair.servers.ports import free_port
from tests.conftest import RunningKafka


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(application("continue-log"), ["continue-log", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


async def test_a_log_that_has_everything_is_left_alone(kafka: RunningKafka, database: str) -> None:
    """It says so; this database has no fair, so nothing is published either."""
    said = await asyncio.to_thread(_run, "--postgres", database, "--kafka", kafka.bootstrap)
    nothing, published = said.strip().splitlines()
    assert (nothing, published) == ("nothing   the log has all that the tables have decided", told(Republished()))


async def test_a_database_that_is_away() -> None:
    """One line that says so."""
    away = f"127.0.0.1:{free_port()}"
    with pytest.raises(Failure, match="no PostgreSQL answers"):
        await asyncio.to_thread(_run, "--postgres", f"postgresql://nobody@{away}/none", "--kafka", away)
