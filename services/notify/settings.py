"""What notify reads from its environment. The only reader of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbing.environment import BadSettings, Environment
from plumbing.kafka.settings import KafkaSettings

WORKERS = "LIVEFAIR_NOTIFY_WORKERS"
IS_WORKER = "LIVEFAIR_NOTIFY_IS_WORKER"  # said by notify to itself


@dataclass(frozen=True, slots=True)
class Settings:
    """Where notify listens, the log that it reads, the keys that verify tokens. A worker shares its port."""

    host: str
    port: int
    instance: str
    log_level: str
    kafka: KafkaSettings
    jwks: Path
    workers: int = 1
    is_worker: bool = False

    @classmethod
    def from_environment(cls, given: Mapping[str, str] = os.environ) -> Settings:
        """Raises BadSettings."""
        environment = Environment(given)
        return cls(
            host=environment.host(),
            port=environment.port("LIVEFAIR_PORT"),
            instance=environment.instance(),
            log_level=environment.log_level(),
            kafka=environment.kafka("notify"),
            jwks=Path(environment.required("LIVEFAIR_JWKS")),
            workers=_at_least_one(environment.number(WORKERS, 1)),
            is_worker=environment.switch(IS_WORKER, "off"),
        )


def worker_environment(settings: Settings, number: int, given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What one of several workers is told: the same, but for its name."""
    return {**given, WORKERS: "1", IS_WORKER: "on", "LIVEFAIR_INSTANCE": f"{settings.instance}/{number}"}


def _at_least_one(number: int) -> int:
    if number < 1:
        raise BadSettings(f"{WORKERS} must be at least 1")
    return number
