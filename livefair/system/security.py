"""The user that `livefair` is to the brokers: from the same variables as a service, since a password is no option."""

from __future__ import annotations

import os

from livefair.failure import Failure
from plumbing.environment import BadSettings, Environment
from plumbing.kafka.settings import Security


def kafka_security() -> Security:
    """Raises Failure where a variable is missing or its file cannot be used."""
    try:
        return Environment(os.environ).kafka_security()
    except BadSettings as bad:
        raise Failure(str(bad)) from None
