"""The user that a command is to the brokers."""

from __future__ import annotations

import pytest

from livefair.failure import Failure
from livefair.system.security import kafka_security
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
