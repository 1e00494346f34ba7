"""The user that a command is to the brokers."""

from __future__ import annotations

from pathlib import Path

import pytest

from livefair.failure import Failure
from livefair.system.home import Home
from livefair.system.security import kafka_security, postgres_of
from plumbing.kafka.settings import Security


def test_it_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the same variables as a service."""
    monkeypatch.setenv("LIVEFAIR_KAFKA_CA", "system")
    monkeypatch.setenv("LIVEFAIR_KAFKA_USER", "owner")
    monkeypatch.setenv("LIVEFAIR_KAFKA_PASSWORD", "p")
    assert kafka_security() == Security("system", "owner", "p")


def test_what_is_wrong_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command ends with it."""
    monkeypatch.setenv("LIVEFAIR_KAFKA_USER", "owner")
    with pytest.raises(Failure, match="LIVEFAIR_KAFKA_USER needs LIVEFAIR_KAFKA_CA"):
        kafka_security()


def test_the_database_is_given_in_a_file_or_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home_with_keys: Home
) -> None:
    """What was given as an option comes first."""
    file = tmp_path / "url"
    file.write_text("postgresql://owner@db/livefair\n")
    with pytest.raises(Failure, match="no system runs"):
        postgres_of(home_with_keys.path, None)
    monkeypatch.setenv("LIVEFAIR_POSTGRES_FILE", str(file))
    assert postgres_of(home_with_keys.path, None) == "postgresql://owner@db/livefair"
    assert postgres_of(home_with_keys.path, "postgresql://db") == "postgresql://db"
    file.write_text("postgresql://owner@db/livefair?sslmode=verify-full&sslrootcert=/none")
    with pytest.raises(Failure, match="sslrootcert=/none: No such file"):
        postgres_of(home_with_keys.path, None)
