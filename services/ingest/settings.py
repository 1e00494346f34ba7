"""The settings of ingest, from its environment. Nothing else reads it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbing.environment import Environment
from plumbing.kafka.settings import KafkaSettings
from plumbing.limits import ORGANIZATION, Limit
from plumbing.workers import Sharing

ALONE = Sharing("ingest")
FAIRS_A_DAY = Limit(
    "new fairs, also drafts (`LIVEFAIR_FAIRS_A_DAY`)",
    None,
    unit="a day",
    shares={ORGANIZATION: 500},
    over_share="429",
)
JOBS_A_DAY = Limit(
    "new jobs, also imported ones (`LIVEFAIR_JOBS_A_DAY`)",
    None,
    unit="a day",
    shares={ORGANIZATION: 1_000_000},
    over_share="429; the rest of an import is not written",
)
ENTRIES_A_DAY = Limit(
    "new booths, sessions, drops, staff and links of staff (`LIVEFAIR_ENTRIES_A_DAY`)",
    None,
    unit="a day",
    shares={ORGANIZATION: 100_000},
    over_share="429",
)
CATALOG = Limit(
    "fairs, booths, jobs, sessions, drops, staff and links that are not archived (`LIVEFAIR_CATALOG_MB`)",
    512 * 1_048_576,
    "503 for new ones; those that there are go on",
    "bytes",
)


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
    fairs_a_day: int = FAIRS_A_DAY.share(ORGANIZATION)
    jobs_a_day: int = JOBS_A_DAY.share(ORGANIZATION)
    entries_a_day: int = ENTRIES_A_DAY.share(ORGANIZATION)
    catalog_bytes_max: int = CATALOG.most
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
            fairs_a_day=environment.number("LIVEFAIR_FAIRS_A_DAY", FAIRS_A_DAY.share(ORGANIZATION)),
            jobs_a_day=environment.number("LIVEFAIR_JOBS_A_DAY", JOBS_A_DAY.share(ORGANIZATION)),
            entries_a_day=environment.number("LIVEFAIR_ENTRIES_A_DAY", ENTRIES_A_DAY.share(ORGANIZATION)),
            catalog_bytes_max=environment.number("LIVEFAIR_CATALOG_MB", CATALOG.most >> 20) << 20,
            pages_origins=tuple(environment.optional("LIVEFAIR_PAGES_ORIGINS", "").split()),
            sharing=Sharing.from_environment("ingest", environment),
        )
