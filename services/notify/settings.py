"""What notify is told by its environment. The only reader of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbing.kafka.settings import KafkaSettings

DEMO_FETCH_WAIT_MS = 20


class BadSettings(ValueError):
    """A variable is missing or malformed; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to listen (`LIVEFAIR_HOST`, `LIVEFAIR_PORT`), the log (`LIVEFAIR_KAFKA`), the keys that verify tokens
    (`LIVEFAIR_JWKS`), and how the process names itself (`LIVEFAIR_INSTANCE`, `LIVEFAIR_LOG_LEVEL`)."""

    host: str
    port: int
    kafka: KafkaSettings
    jwks: Path
    instance: str
    log_level: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read all of it. Raises BadSettings."""
        host, port = environment.get("LIVEFAIR_HOST", "127.0.0.1"), _port(_required(environment, "LIVEFAIR_PORT"))
        instance = environment.get("LIVEFAIR_INSTANCE") or f"{host}:{port}"
        return cls(
            host=host,
            port=port,
            kafka=_kafka(environment, instance),
            jwks=Path(_required(environment, "LIVEFAIR_JWKS")),
            instance=instance,
            log_level=environment.get("LIVEFAIR_LOG_LEVEL", "info"),
        )


def _kafka(environment: Mapping[str, str], instance: str) -> KafkaSettings:
    """The broker that takes no idempotent producer also holds an empty fetch although a record arrives."""
    idempotence = environment.get("LIVEFAIR_KAFKA_IDEMPOTENCE", "on")
    if idempotence not in ("on", "off"):
        raise BadSettings("LIVEFAIR_KAFKA_IDEMPOTENCE is neither on nor off")
    wait_ms = {} if idempotence == "on" else {"fetch_wait_ms": DEMO_FETCH_WAIT_MS}
    bootstrap = _required(environment, "LIVEFAIR_KAFKA")
    return KafkaSettings(bootstrap, f"notify-{instance}", idempotence == "on", **wait_ms)


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise BadSettings(f"{name} is not set")
    return value


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65_536):
        raise BadSettings("LIVEFAIR_PORT is no port number")
    return int(text)
