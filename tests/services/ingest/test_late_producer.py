"""A relay that was cut off writes an older catalog entry behind a newer one, on a real Kafka through a real link."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest_asyncio

from livefair.system.topics import create_topics
from plumbing.kafka.publisher import Publisher, Receipt
from plumbing.kafka.raw import raw_broker
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.view import View
from schemas.catalog import FairEntry, FairState, JobEntry, JobState
from schemas.topics import CATALOG
from services.ingest.catalog import Catalog
from services.ingest.facts import FairFacts, JobFacts
from tests.conftest import RunningKafka
from tests.faults.storm.link import Link
from tests.services.ingest.write_edge import NOON

FAIR, JOB = uuid4(), uuid4()
WITHIN_S = 20


@pytest_asyncio.fixture(loop_scope="session")
async def link() -> AsyncIterator[Link]:
    link = Link()
    await link.start()
    yield link
    await link.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def kafka_behind(link: Link, servers_folder: Path) -> AsyncIterator[RunningKafka]:
    """A broker that tells clients which come through the link to stay there."""
    kafka = RunningKafka(servers_folder / f"kafka-{uuid4().hex}", {"late": link.port})
    link.target = kafka.doors["late"]
    await kafka.start()
    await create_topics(kafka.bootstrap, topics=[replace(CATALOG, partitions=1)])
    yield kafka
    await kafka.stop()


async def started(bootstrap: str) -> Publisher:
    publisher = Publisher(KafkaSettings(bootstrap, "relay"), deadline_s=WITHIN_S)
    await publisher.start()
    return publisher


async def put_fair(relay: Publisher, state: FairState, offset: int) -> Receipt:
    entry = FairEntry(fair=FAIR, org="unit-1", state=state, ends_at=NOON, decided=f"livefair.fairs:3:{offset}")
    return await relay.publish(CATALOG.name, str(FAIR).encode(), entry.model_dump_json().encode())


async def put_job(relay: Publisher, state: JobState, offset: int) -> Receipt:
    entry = JobEntry(job=JOB, fair=FAIR, org="ent-1", state=state, decided=f"livefair.fairs:3:{offset}")
    return await relay.publish(CATALOG.name, str(JOB).encode(), entry.model_dump_json().encode())


async def until_read(relay: Publisher, *catalogs: Catalog) -> None:
    """Write one more fair, and wait until the catalogs have it."""
    entry = FairEntry(fair=uuid4(), org="unit-1", state="open", ends_at=NOON)
    await relay.publish(CATALOG.name, str(entry.fair).encode(), entry.model_dump_json().encode())
    async with asyncio.timeout(WITHIN_S):
        while any(catalog.fair(entry.fair) is None for catalog in catalogs):
            await asyncio.sleep(0.01)


@asynccontextmanager
async def reading(settings: KafkaSettings) -> AsyncIterator[Catalog]:
    """A catalog that reads the topic from its beginning, as ingest does."""
    catalog, broker = Catalog(lambda: True), raw_broker(settings)
    view = View(broker, CATALOG.name, catalog.apply, fetch_wait_ms=settings.fetch_wait_ms)
    await broker.start()
    await view.start()
    try:
        yield catalog
    finally:
        await view.stop()
        await broker.stop()


async def test_what_a_late_relay_writes_is_passed_over(kafka_behind: RunningKafka, link: Link) -> None:
    """Its records come behind the newer ones; a running ingest and one that starts afterwards have the newer state."""
    settings = KafkaSettings(kafka_behind.bootstrap, "ingest", fetch_wait_ms=50)
    late, relay = await started(f"127.0.0.1:{link.port}"), await started(kafka_behind.bootstrap)
    try:
        await put_fair(late, "scheduled", 1)  # it knows the broker before it is cut off
        async with reading(settings) as running:
            link.silence()
            under_way = [asyncio.create_task(put_fair(late, "open", 5)), asyncio.create_task(put_job(late, "open", 6))]
            newer = [await put_job(relay, "closed", 8), await put_fair(relay, "closed", 9)]
            await until_read(relay, running)
            assert not any(one.done() for one in under_way)
            link.heal()
            older = await asyncio.wait_for(asyncio.gather(*under_way), WITHIN_S)
            assert min(one.offset for one in older) > max(one.offset for one in newer)
            async with reading(settings) as later:
                await until_read(relay, running, later)
                for catalog in (running, later):
                    assert catalog.fair(FAIR) == FairFacts("unit-1", "closed")
                    assert catalog.job(JOB) == JobFacts(FAIR, "ent-1", "closed")
    finally:
        await late.stop()
        await relay.stop()
