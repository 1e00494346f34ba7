"""The command `livefair topics`, on a real Apache Kafka."""

from __future__ import annotations

import asyncio

from typer.testing import CliRunner, Result

from livefair.__main__ import application
from tests.conftest import RunningKafka


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(application("topics"), ["topics", *arguments])


async def test_it_says_what_it_did(own_kafka: RunningKafka) -> None:
    """Topics are created the first time and found the second time, both with status 0."""
    first = await asyncio.to_thread(_run, "--kafka", own_kafka.bootstrap)
    second = await asyncio.to_thread(_run, "--kafka", own_kafka.bootstrap)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "created  livefair.fairs" in first.output.splitlines()
    assert "exists   livefair.fairs" in second.output.splitlines()
