"""The real fair in this process, on a real broker and database, and an edge that writes to its log."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from livefair.servers.ports import free_port
from plumbing.kafka.position import Position
from plumbing.kafka.publisher import Publisher, Receipt
from plumbing.kafka.settings import KafkaSettings
from services.fair.settings import Settings
from services.fair.wiring import Decider
from tests.plumbing.auth.issuer import Issuer
from tests.services.fair.story import Entry

DECIDED_WITHIN_S = 30.0
NUMBERS = itertools.count(1)


def settings(bootstrap: str, dsn: str, folder: Path) -> Settings:
    """The settings of a fair with its keys and objects in `folder`."""
    jwks = folder / "jwks.json"
    if not jwks.exists():
        Issuer(folder)
    given = {
        "LIVEFAIR_ROLE": "reads",
        "LIVEFAIR_PORT": "1",
        "LIVEFAIR_KAFKA": bootstrap,
        "LIVEFAIR_KAFKA_FETCH_WAIT_MS": "50",
        "LIVEFAIR_JWKS": str(jwks),
        "LIVEFAIR_OBJECTS": str(folder / "objects"),
        "LIVEFAIR_POSTGRES": dsn,
        "LIVEFAIR_GRANT_KEY": "g" * 32,
    }
    return Settings.from_environment(given)


def environment_of(given: Settings) -> dict[str, str]:
    """The environment of a process that decides with these settings, on a free port."""
    return {
        "LIVEFAIR_ROLE": "log",
        "LIVEFAIR_PORT": str(free_port()),
        "LIVEFAIR_KAFKA": given.kafka.bootstrap,
        "LIVEFAIR_JWKS": str(given.jwks),
        "LIVEFAIR_OBJECTS": given.objects,
        "LIVEFAIR_POSTGRES": given.postgres,
        "LIVEFAIR_GRANT_KEY": given.grant_key,
    }


@asynccontextmanager
async def running_fair(given: Settings) -> AsyncIterator[Decider]:
    """What decides of a fair, without its HTTP server: an instance with a name of its own."""
    log = Decider(replace(given, kafka=replace(given.kafka, client_id=f"fair-{next(NUMBERS)}")))
    await log.start()
    try:
        yield log
    finally:
        await log.stop()


class Edge:
    """Writes entries to the log, as ingest does."""

    def __init__(self, publisher: Publisher) -> None:
        self.publisher = publisher

    async def write(self, *entries: Entry) -> list[Receipt]:
        """Write them in this order; entries of one fair stay in order."""
        publishing = (self.publisher.publish(one.topic, one.key, one.value, one.headers) for one in entries)
        return await asyncio.gather(*publishing)


@asynccontextmanager
async def edge_to(bootstrap: str) -> AsyncIterator[Edge]:
    publisher = Publisher(KafkaSettings(bootstrap, "edge"), deadline_s=20.0)
    await publisher.start()
    try:
        yield Edge(publisher)
    finally:
        await publisher.stop()


async def decided(fair: Decider, receipts: Iterable[Receipt]) -> None:
    """Wait until all of these are decided."""
    last: dict[tuple[str, int], Position] = {}
    for receipt in receipts:
        place = (receipt.topic, receipt.partition)
        last[place] = max(receipt.position, last.get(place, receipt.position))
    for position in last.values():
        assert await fair.progress.reached(position, DECIDED_WITHIN_S), f"{position} was not decided in time"
