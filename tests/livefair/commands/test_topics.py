"""The command `livefair topics`, on a real Apache Kafka."""

from __future__ import annotations

import asyncio

import pytest
from typer.testing import CliRunner, Result

from livefair.__main__ import application
from livefair.system.acls import acls
from tests.conftest import RunningKafka
from tests.tls.kafka import SecuredKafka


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(application("topics"), ["topics", *arguments])


async def test_it_says_what_it_did(own_kafka: RunningKafka) -> None:
    """Topics are created the first time and found the second time, both with status 0."""
    first = await asyncio.to_thread(_run, "--kafka", own_kafka.bootstrap)
    second = await asyncio.to_thread(_run, "--kafka", own_kafka.bootstrap)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "created  livefair.fairs" in first.output.splitlines()
    assert "exists   livefair.fairs" in second.output.splitlines()


async def test_access_lists_are_made_with_the_topics(
    secured_kafka: SecuredKafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the owner, by the same variables as a service. The second time there is nothing to add."""
    for name, value in secured_kafka.environment("owner").items():
        monkeypatch.setenv(name, value)
    first = await asyncio.to_thread(_run, "--kafka", secured_kafka.bootstrap, "--acls")
    second = await asyncio.to_thread(_run, "--kafka", secured_kafka.bootstrap, "--acls")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert f"access   {len(acls())} entries" in second.output.splitlines()
    assert "allowed" not in second.output


def test_access_lists_can_be_printed() -> None:
    """Without a broker."""
    said = _run("--print-acls", "--kafka", "k:9092")
    assert said.exit_code == 0
    assert len(said.output.splitlines()) == len(acls())
