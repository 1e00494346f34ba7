"""What nothing names is deleted, and nothing else: on real objects, PostgreSQL and Kafka."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from livefair.audit import collect as collecting
from livefair.audit.collect import Collected, collect
from livefair.failure import Failure
from livefair.system.topics import create_topics
from plumbing.kafka.settings import KafkaSettings
from plumbing.objects.store import Objects
from schemas.application import application_id
from schemas.resume import Facets, ResumeCard, attachment_path, card_path, document_path, resume_id
from schemas.topics import FAIRS, PEOPLE
from tests.conftest import RunningKafka
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.story import SHA, Teller, saved
from tests.services.fair.tables import filled

NOW = timedelta(0)
OLD, NEW, PDF = "a" * 64, "b" * 64, "c" * 64
ANN, BOB = resume_id("ann"), resume_id("bob")
TELLER = Teller()


async def decided(dsn: str, kafka: KafkaSettings) -> None:
    """Say that every record of the shared log is decided."""
    async with connection_to(dsn) as connection:
        for topic, partition, end in await collecting._ends(kafka):
            await connection.execute(
                "INSERT INTO consumed (topic, partition, next_offset) VALUES ($1, $2, $3) "
                "ON CONFLICT (topic, partition) DO UPDATE SET next_offset = greatest(consumed.next_offset, $3)",
                *(topic, partition, end),
            )


@pytest.fixture
async def settings(kafka: RunningKafka) -> KafkaSettings:
    await create_topics(kafka.bootstrap, topics=[FAIRS, PEOPLE])
    return KafkaSettings(kafka.bootstrap, "test")


@pytest.fixture
async def objects(tmp_path: Path) -> Objects:
    """Two versions of Ann's resume, the older one submitted; three of Bob's; a message, and another."""
    objects = Objects(str(tmp_path))
    for path in (
        *(document_path(ANN, version) for version in (SHA, NEW)),
        *(document_path(BOB, version) for version in (OLD, NEW, SHA)),
        *(attachment_path(BOB, version) for version in (OLD, PDF)),
        *(card_path(person) for person in (ANN, BOB)),
        *(f"messages/{application_id(TELLER.job('a'), 'ann')}/{version}.txt" for version in (OLD, NEW)),
        "keys/of-another-kind",
    ):
        await objects.put(path, b"x" * 100)
    return objects


async def books(dsn: str) -> None:
    """The tables that name what is kept."""
    message = f"messages/{application_id(TELLER.job('a'), 'ann')}/{NEW}.txt"
    sent = TELLER.submitted("ann", message=message)
    await filled(dsn, [*TELLER.ready(), sent, saved("ann", NEW), saved("bob", OLD), saved("bob", NEW, attachment=PDF)])


async def left(objects: Objects) -> set[str]:
    return {one.path async for one in objects.listed("")}


async def test_what_nothing_names_is_deleted(database: str, settings: KafkaSettings, objects: Objects) -> None:
    """The newest and the submitted versions stay, so do cards and other folders; a dry run deletes nothing."""
    await books(database)
    await decided(database, settings)
    before = await left(objects)
    asked = {"age": NOW, "in_flight_s": 0.0}
    would = await collect(database, settings, objects, dry_run=True, **asked)  # type: ignore[arg-type]  # of one dict
    assert await left(objects) == before
    did = await collect(database, settings, objects, **asked)  # type: ignore[arg-type]  # of one dict
    gone = {document_path(BOB, OLD), document_path(BOB, SHA), attachment_path(BOB, OLD)}
    message = next(path for path in before if path.endswith(f"{OLD}.txt"))
    assert before - await left(objects) == {*gone, message}
    assert would == did == Collected(objects=11, unnamed=4, unnamed_bytes=400)
    again = await collect(database, settings, objects, **asked)  # type: ignore[arg-type]  # of one dict
    assert again == Collected(7, 0, 0)


async def test_what_is_young_stays(database: str, settings: KafkaSettings, objects: Objects) -> None:
    """Its write may be in flight, so that no record names it yet."""
    await decided(database, settings)
    assert await collect(database, settings, objects, in_flight_s=0) == Collected(11, 0, 0)


async def test_what_a_submission_in_flight_names_stays(
    database: str, settings: KafkaSettings, objects: Objects
) -> None:
    """An old version has no name when the names are read first; its submission is decided before the second time."""
    await filled(database, [saved("ann", NEW)])
    await decided(database, settings)
    collecting_now = asyncio.create_task(collect(database, settings, objects, age=NOW, in_flight_s=1.0))
    async with connection_to(database) as connection:
        while not await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%DELETE FROM can%'"
        ):
            await asyncio.sleep(0)
    await submitted(database)
    await collecting_now
    assert document_path(ANN, SHA) in await left(objects)
    assert document_path(BOB, OLD) not in await left(objects)


async def submitted(dsn: str) -> None:
    """Ann's submission becomes known."""
    card = ResumeCard(resume=ANN, sha256=SHA, facets=Facets()).model_dump(mode="json")
    async with connection_to(dsn) as connection:
        await connection.execute(
            'INSERT INTO applications (id, job, fair, org, student, state, place, resume, receipt, "offset", '
            "received_at, created_at, history) VALUES ($1, $2, $3, 'org-1', 'ann', 'submitted', 1, $4, 'x', 0, "
            "now(), now(), '[]')",
            application_id(TELLER.job("a"), "ann"),
            TELLER.job("a"),
            TELLER.fair,
            {"id": card["resume"], "sha256": SHA, "attachment": None},
        )


async def test_a_log_that_is_not_decided_stops_it(
    database: str, settings: KafkaSettings, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record may name what seems to have no name: nothing is deleted."""
    monkeypatch.setattr(collecting, "DECIDED_WITHIN_S", 0.2)
    await decided(database, settings)
    async with AIOKafkaProducer(bootstrap_servers=settings.bootstrap) as producer:
        await producer.send_and_wait(PEOPLE.name, b"{}", key=b"ann")
    before = await left(objects)
    with pytest.raises(Failure, match="not decided to its end"):
        await collect(database, settings, objects, age=NOW, in_flight_s=0)
    assert await left(objects) == before
