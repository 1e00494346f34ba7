"""The edge on a real Apache Kafka: what it acknowledges is in the log, also across an outage."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from livefair.system.topics import create_topics
from plumbing.kafka.position import Position
from plumbing.kafka.settings import KafkaSettings
from schemas.catalog import FairEntry, SessionEntry
from schemas.envelope import Envelope
from schemas.topics import CATALOG
from services.ingest.settings import Settings
from services.ingest.wiring import app
from tests.conftest import RunningKafka
from tests.plumbing.auth.issuer import Issuer
from tests.services.ingest.write_edge import NOON, Caller, fair_body

WITHIN_S = 30


@asynccontextmanager
async def instance(kafka: RunningKafka, folder: Path) -> AsyncIterator[tuple[httpx.AsyncClient, Issuer]]:
    """A ready instance of ingest on this broker, and an issuer of tokens for it."""
    issuer = Issuer(folder)
    connection = KafkaSettings(kafka.bootstrap, "ingest-test")
    settings = Settings("", 1, "test", "info", connection, issuer.jwks, str(folder / "objects"))
    service = app(settings)
    http = httpx.AsyncClient(transport=httpx.ASGITransport(service), base_url="http://edge")
    async with service.router.lifespan_context(service), http:
        async with asyncio.timeout(WITHIN_S):
            while (await http.get("/readyz")).status_code != 200:
                await asyncio.sleep(0)
        yield http, issuer


@asynccontextmanager
async def serving(kafka: RunningKafka, folder: Path) -> AsyncIterator[Caller]:
    """An organizer at a new instance."""
    async with instance(kafka, folder) as (http, issuer):
        yield Caller(http, issuer.token("organizer", "org-1", "unit-1"), "org-1")


async def record_at(kafka: RunningKafka, position: Position) -> ConsumerRecord:
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        partition = TopicPartition(position.topic, position.partition)
        consumer.assign([partition])
        consumer.seek(partition, position.offset)
        return await asyncio.wait_for(consumer.getone(), WITHIN_S)
    finally:
        await consumer.stop()


async def put_in_catalog(kafka: RunningKafka, *entries: FairEntry | SessionEntry) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap)
    await producer.start()
    try:
        for entry in entries:
            key = str(entry.session if isinstance(entry, SessionEntry) else entry.fair).encode()
            await producer.send_and_wait(CATALOG.name, entry.model_dump_json().encode(), key=key)
    finally:
        await producer.stop()


async def test_a_receipt_names_the_record(kafka: RunningKafka, tmp_path: Path) -> None:
    """The event with its envelope is at the position, with the log's time."""
    await create_topics(kafka.bootstrap)
    async with serving(kafka, tmp_path) as organizer:
        answer = await organizer.post("/fairs", fair_body())
    receipt = answer.json()["receipt"]
    record = await record_at(kafka, Position.parse(receipt["position"]))
    envelope = Envelope.from_headers(record.headers)
    assert (str(envelope.id), envelope.type) == (answer.json()["event_id"], "livefair.FairScheduled.v1")
    assert (record.key.decode(), record.timestamp_type) == (answer.json()["id"], 1)
    assert record.timestamp == round(datetime.fromisoformat(receipt["accepted_at"]).timestamp() * 1000)


async def test_what_the_catalog_says_counts(kafka: RunningKafka, tmp_path: Path) -> None:
    """Entries from before the start, and those that arrive while a request waits."""
    await create_topics(kafka.bootstrap)
    before, later = (FairEntry(fair=uuid4(), org="unit-1", state="scheduled", ends_at=NOON) for _ in range(2))
    await put_in_catalog(kafka, before)
    async with serving(kafka, tmp_path) as organizer:
        assert (await organizer.post(f"/fairs/{before.fair}/open")).status_code == 202
        opening = asyncio.create_task(organizer.post(f"/fairs/{later.fair}/open"))
        await put_in_catalog(kafka, later)
        assert (await opening).status_code == 202
        assert (await organizer.post(f"/fairs/{uuid4()}/open")).status_code == 404


async def test_without_its_broker_it_says_503_in_time_and_comes_back(own_kafka: RunningKafka, tmp_path: Path) -> None:
    """Within about 2 s, with Retry-After; the same key is accepted once the broker is back."""
    await create_topics(own_kafka.bootstrap)
    async with serving(own_kafka, tmp_path) as organizer:
        await organizer.post("/fairs", fair_body())
        await own_kafka.kill()
        started = time.monotonic()
        refused = await organizer.post("/fairs", body := fair_body(), key="k")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert time.monotonic() - started < 2.5
        await own_kafka.restart()
        async with asyncio.timeout(WITHIN_S):
            while (answer := await organizer.post("/fairs", body, key="k")).status_code == 503:
                pass
        assert answer.status_code == 202
