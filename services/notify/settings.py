"""The settings of notify, from its environment. Nothing else reads it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plumbing.environment import Environment
from plumbing.http.address import Proxies
from plumbing.kafka.settings import KafkaSettings
from plumbing.workers import Sharing

ALONE = Sharing("notify")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where notify listens, the log that it reads, and the keys that verify tokens.

    `objects` is a folder or an `s3://` URL, of which it only reads the keys of sealed texts.
    """

    host: str
    port: int
    instance: str
    log_level: str
    kafka: KafkaSettings
    jwks: Path
    objects: str
    rate_limit: bool = True
    proxies: Proxies = field(default_factory=Proxies, compare=False)
    sharing: Sharing = ALONE

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
            objects=environment.required("LIVEFAIR_OBJECTS"),
            rate_limit=environment.switch("LIVEFAIR_RATE_LIMIT"),
            proxies=environment.proxies(),
            sharing=Sharing.from_environment("notify", environment),
        )
