"""The command `livefair collect`: output and exit status."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.audit.collect import Collected
from livefair.commands.collect import told
from livefair.failure import Failure
from livefair.servers.ports import free_port
from livefair.system.home import ADDRESSES
from livefair.system.topics import create_topics
from plumbing.kafka.settings import KafkaSettings
from plumbing.objects.store import Objects
from schemas.topics import FAIRS, PEOPLE
from tests.conftest import RunningKafka
from tests.livefair.audit.test_collect import decided


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(application("collect"), ["collect", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


async def test_it_says_what_it_did(
    kafka: RunningKafka, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line; the store of these tests is empty."""
    monkeypatch.setattr("livefair.audit.collect.asyncio.sleep", _at_once)
    await create_topics(kafka.bootstrap, topics=[FAIRS, PEOPLE])
    await decided(database, KafkaSettings(kafka.bootstrap, "test"))
    asked = ("--postgres", database, "--kafka", kafka.bootstrap, "--objects", str(tmp_path), "--dry-run")
    assert await asyncio.to_thread(_run, *asked) == "0 objects; would delete 0 that nothing names, 0.0 MiB\n"


async def test_it_looks_where_the_system_stores(
    kafka: RunningKafka, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tour's objects are in a folder of its own, which run.json names."""
    monkeypatch.setattr("livefair.audit.collect.asyncio.sleep", _at_once)
    stored = tmp_path / "tour" / "objects"
    await Objects(str(stored)).put("resumes/stu-1/lost.json", b"{}")
    run = dict.fromkeys(ADDRESSES, "") | {"kafka": kafka.bootstrap, "objects": str(stored)}
    (tmp_path / "run.json").write_text(json.dumps(run))
    await create_topics(kafka.bootstrap, topics=[FAIRS, PEOPLE])
    await decided(database, KafkaSettings(kafka.bootstrap, "test"))
    asked = ("--home", str(tmp_path), "--postgres", database, "--dry-run")
    assert (await asyncio.to_thread(_run, *asked)).startswith("1 objects;")


async def _at_once(seconds: float) -> None:
    """Nothing is in flight in a test."""


def test_a_broker_that_is_away_is_told(tmp_path: Path) -> None:
    """In one line, and nothing is deleted."""
    nowhere = f"127.0.0.1:{free_port()}"
    with pytest.raises(Failure, match="no PostgreSQL answers"):
        _run("--postgres", f"postgresql://{nowhere}/x", "--kafka", nowhere, "--objects", str(tmp_path))


def test_what_was_done_is_one_line() -> None:
    """With the number of objects, of those that are gone, and of their bytes."""
    assert told(Collected(1_200, 30, 5 << 20), dry_run=False) == "1,200 objects; deleted 30 that nothing names, 5.0 MiB"
