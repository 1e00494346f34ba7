"""The user that `livefair` is to Kafka and PostgreSQL, from the variables of a service: a password is no option."""

from __future__ import annotations

import os
from pathlib import Path

from livefair.failure import Failure
from livefair.system.home import Home
from plumbing.environment import BadSettings, Environment
from plumbing.kafka.settings import Security


def kafka_security() -> Security:
    """Raises Failure where a variable is missing or its file cannot be used."""
    try:
        return Environment(os.environ).kafka_security()
    except BadSettings as bad:
        raise Failure(str(bad)) from None


def postgres_of(home: Path, given: str | None) -> str:
    """The DSN that was given, or of the file of `LIVEFAIR_POSTGRES_FILE`, or of the running system. Raises Failure."""
    if given:
        return given
    if not os.environ.get("LIVEFAIR_POSTGRES_FILE"):
        return str(Home(home).read_run()["postgres"])
    try:
        return Environment(os.environ).postgres()
    except BadSettings as bad:
        raise Failure(str(bad)) from None
