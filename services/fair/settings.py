"""What fair reads from its environment. Nothing else reads it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbing.environment import BadSettings, Environment
from plumbing.http.address import Proxies
from plumbing.kafka.settings import KafkaSettings

GRANT_KEY_CHARACTERS_MIN = 32
ROLES = ("log", "reads")
_SOURCE = re.compile(r"https?:(//(\*\.)?[A-Za-z0-9.-]+(:(\d+|\*))?)?")


RETENTION_DAYS, RETENTION_DAYS_MAX = 3 * 365, 100 * 365


@dataclass(frozen=True, slots=True)
class Settings:
    """Where fair listens and what it depends on.

    `role` is the part of the service that this process is: `log` decides, `reads` answers.
    `public_url` is its address for clients; `live_url` and `ingest_url` are where pages find notify and ingest (empty:
    the same origin); `media_origins` are the origins besides its own from which the session page may load video, in the
    syntax of a content security policy; `grant_key` signs the short-lived addresses of attachments and encrypts
    cursors; `proxies` are believed about addresses; with `rate_limit` each asker has only a share of what reads need.
    `retention_days` after a fair's end its texts are destroyed.
    """

    role: str
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
    ingest_url: str
    media_origins: tuple[str, ...]
    proxies: Proxies
    rate_limit: bool
    retention_days: int = RETENTION_DAYS

    @classmethod
    def from_environment(cls, given: Mapping[str, str] = os.environ) -> Settings:
        """Raises BadSettings."""
        environment = Environment(given)
        host, port = environment.host(), environment.port("LIVEFAIR_PORT")
        grant_key = environment.secret("LIVEFAIR_GRANT_KEY")
        if len(grant_key) < GRANT_KEY_CHARACTERS_MIN:
            raise BadSettings(f"LIVEFAIR_GRANT_KEY needs at least {GRANT_KEY_CHARACTERS_MIN} characters")
        retention_days = environment.number("LIVEFAIR_RETENTION_DAYS", RETENTION_DAYS)
        if retention_days > RETENTION_DAYS_MAX:
            raise BadSettings(f"LIVEFAIR_RETENTION_DAYS must be at most {RETENTION_DAYS_MAX:,}")
        return cls(
            role=environment.one_of("LIVEFAIR_ROLE", ROLES, environment.required("LIVEFAIR_ROLE")),
            host=host,
            port=port,
            instance=environment.instance(),
            log_level=environment.log_level(),
            kafka=environment.kafka("fair"),
            postgres=environment.postgres(),
            objects=environment.required("LIVEFAIR_OBJECTS"),
            jwks=Path(environment.required("LIVEFAIR_JWKS")),
            grant_key=grant_key,
            public_url=environment.optional("LIVEFAIR_PUBLIC_URL", f"http://{host}:{port}"),
            live_url=environment.optional("LIVEFAIR_LIVE_URL", ""),
            ingest_url=environment.optional("LIVEFAIR_INGEST_URL", ""),
            media_origins=_sources(environment.optional("LIVEFAIR_MEDIA_ORIGINS", "")),
            proxies=environment.proxies(),
            rate_limit=environment.switch("LIVEFAIR_RATE_LIMIT"),
            retention_days=retention_days,
        )


def _sources(text: str) -> tuple[str, ...]:
    """Origins, or a scheme for all of its origins. Anything else could end the directive and begin another."""
    for source in text.split():
        if not _SOURCE.fullmatch(source):
            raise BadSettings(
                f"LIVEFAIR_MEDIA_ORIGINS has {source!r}, which is no origin like https://video.example:443"
            )
    return tuple(text.split())
