"""What fair reads from its environment. The only reader of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbing.kafka.settings import KafkaSettings

GRANT_KEY_CHARACTERS_MIN = 32


class BadSettings(Exception):
    """A variable is missing or wrong; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where fair listens and what it stands on.

    `public_url` is how clients reach it, `live_url` where pages find notify (empty: their own origin), `grant_key`
    signs the short-lived addresses of attachments.
    """

    host: str
    port: int
    instance: str
    log_level: str
    kafka: KafkaSettings
    postgres: str
    objects: str
    jwks: Path
    grant_key: str
    public_url: str
    live_url: str

    @classmethod
    def from_environment(cls, given: Mapping[str, str] = os.environ) -> Settings:
        """Raises BadSettings."""
        host, port = given.get("LIVEFAIR_HOST", "127.0.0.1"), _port(given)
        instance = given.get("LIVEFAIR_INSTANCE") or f"fair-{host}-{port}"
        grant_key = _required(given, "LIVEFAIR_GRANT_KEY")
        if len(grant_key) < GRANT_KEY_CHARACTERS_MIN:
            raise BadSettings(f"LIVEFAIR_GRANT_KEY needs at least {GRANT_KEY_CHARACTERS_MIN} characters")
        return cls(
            host=host,
            port=port,
            instance=instance,
            log_level=given.get("LIVEFAIR_LOG_LEVEL", "info"),
            kafka=KafkaSettings(
                _required(given, "LIVEFAIR_KAFKA"),
                instance,
                given.get("LIVEFAIR_KAFKA_IDEMPOTENCE", "on") != "off",
                int(given.get("LIVEFAIR_KAFKA_FETCH_WAIT_MS", "500")),
            ),
            postgres=_required(given, "LIVEFAIR_POSTGRES"),
            objects=_required(given, "LIVEFAIR_OBJECTS"),
            jwks=Path(_required(given, "LIVEFAIR_JWKS")),
            grant_key=grant_key,
            public_url=given.get("LIVEFAIR_PUBLIC_URL") or f"http://{host}:{port}",
            live_url=given.get("LIVEFAIR_LIVE_URL", ""),
        )


def _required(given: Mapping[str, str], name: str) -> str:
    if not given.get(name):
        raise BadSettings(f"{name} must be set")
    return given[name]


def _port(given: Mapping[str, str]) -> int:
    text = _required(given, "LIVEFAIR_PORT")
    if not text.isdigit() or not 0 < int(text) < 65_536:
        raise BadSettings(f"LIVEFAIR_PORT is no port: {text!r}")
    return int(text)
