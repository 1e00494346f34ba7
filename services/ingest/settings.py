"""The settings of ingest, from its environment. Nothing else reads it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbing.environment import Environment
from plumbing.kafka.settings import KafkaSettings
from plumbing.workers import Sharing

ALONE = Sharing("ingest")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where ingest listens, and the servers that it uses. `objects` is a folder or an `s3://` URL.

    `pages_origins` are other origins whose pages may write here; empty where all share one origin.
    """

    host: str
    port: int
    instance: str
    log_level: str
    kafka: KafkaSettings
    jwks: Path
    objects: str
    rate_limit: bool = True
    pages_origins: tuple[str, ...] = ()
    sharing: Sharing = ALONE

    @property
    def source(self) -> str:
        """The name of this instance in the envelopes that it writes."""
        return f"/ingest/{self.instance}"

    @classmethod
    def from_environment(cls, given: Mapping[str, str] = os.environ) -> Settings:
        """Raises BadSettings."""
        environment = Environment(given)
        return cls(
            host=environment.host(),
            port=environment.port("LIVEFAIR_PORT"),
            instance=environment.instance(),
            log_level=environment.log_level(),
            kafka=environment.kafka("ingest"),
            jwks=Path(environment.required("LIVEFAIR_JWKS")),
            objects=environment.required("LIVEFAIR_OBJECTS"),
            rate_limit=environment.switch("LIVEFAIR_RATE_LIMIT"),
            pages_origins=tuple(environment.optional("LIVEFAIR_PAGES_ORIGINS", "").split()),
            sharing=Sharing.from_environment("ingest", environment),
        )
