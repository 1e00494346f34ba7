"""What ingest reads from its environment. The only reader of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbing.kafka.settings import KafkaSettings

PORT_MAX = 65_535
FETCH_WAIT_MS = 500
DEMO_FETCH_WAIT_MS = 20


class BadSettings(Exception):
    """A variable is missing or wrong; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where ingest listens and what it stands on. `objects` is a folder or an `s3://` URL."""

    host: str
    port: int
    instance: str
    log_level: str
    kafka: KafkaSettings
    jwks: Path
    objects: str
    rate_limit: bool = True

    @classmethod
    def from_environment(cls, given: Mapping[str, str] = os.environ) -> Settings:
        """Raises BadSettings."""
        host, port = given.get("LIVEFAIR_HOST", "127.0.0.1"), _port(given)
        instance = given.get("LIVEFAIR_INSTANCE") or f"{host}:{port}"
        return cls(
            host=host,
            port=port,
            instance=instance,
            log_level=given.get("LIVEFAIR_LOG_LEVEL", "info"),
            kafka=_kafka(given, instance),
            jwks=Path(_required(given, "LIVEFAIR_JWKS")),
            objects=_required(given, "LIVEFAIR_OBJECTS"),
            rate_limit=_switch(given, "LIVEFAIR_RATE_LIMIT"),
        )


def _kafka(given: Mapping[str, str], instance: str) -> KafkaSettings:
    """The broker that takes no idempotent producer also holds an empty fetch although a record arrives."""
    idempotence = _switch(given, "LIVEFAIR_KAFKA_IDEMPOTENCE")
    fetch_wait_ms = FETCH_WAIT_MS if idempotence else DEMO_FETCH_WAIT_MS
    return KafkaSettings(_required(given, "LIVEFAIR_KAFKA"), f"ingest-{instance}", idempotence, fetch_wait_ms)


def _required(given: Mapping[str, str], name: str) -> str:
    if not given.get(name):
        raise BadSettings(f"{name} must be set")
    return given[name]


def _port(given: Mapping[str, str]) -> int:
    text = _required(given, "LIVEFAIR_PORT")
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= PORT_MAX):
        raise BadSettings(f"LIVEFAIR_PORT must be a number from 1 to {PORT_MAX}, not {text!r}")
    return int(text)


def _switch(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "on")
    if text not in ("on", "off"):
        raise BadSettings(f"{name} must be on or off, not {text!r}")
    return text == "on"
