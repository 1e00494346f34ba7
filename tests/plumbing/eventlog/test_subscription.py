"""A subscription on a real Kafka: from the beginning, in bounded batches, for any record."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer
from prometheus_client import REGISTRY

from plumbing.eventlog.consumer import Consumer
from plumbing.eventlog.progress import Progress
from plumbing.eventlog.subscription import subscribe
from plumbing.kafka import membership
from plumbing.kafka.position import Position
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.raw import Records, raw_broker
from plumbing.kafka.settings import KafkaSettings
from plumbing.postgres.pool import Pool
from tests.plumbing.eventlog.ballots import SINK, Ballot, outbox, tallies
from tests.plumbing.kafka.conftest import MakeTopic

WITHIN_S = 30.0


@asynccontextmanager
async def subscribed(
    kafka: KafkaSettings, pool: Pool, topic: str, records_max: int = 3_000
) -> AsyncIterator[tuple[Progress, list[int]]]:
    """A running consumer, its progress, and the number of records in each poll."""
    progress, polls, broker = Progress(pool), list[int](), raw_broker(kafka)
    consumer = Consumer(pool, progress, lambda: None, SINK)
    take = consumer.take

    async def counted(records: Records) -> None:
        polls.append(len(records))
        await take(records)

    consumer.take = counted  # type: ignore[method-assign]  # it only counts
    subscribe(broker, consumer, kafka, f"group of {topic}", [topic], records_max)
    await broker.start()
    try:
        assert consumer.consumer_of() is not None
        # An alert compares a counter with what it was: it must be there before the first dead letter.
        assert REGISTRY.get_sample_value("livefair_dead_letters_total", {"topic": topic}) == 0
        yield progress, polls
    finally:
        await broker.stop()
        await consumer.settled()
        await progress.stop()


async def test_it_reads_from_the_beginning(
    kafka_settings: KafkaSettings,
    publisher: Publisher,
    make_topic: MakeTopic,
    pool: Pool,
    connection: asyncpg.Connection,
) -> None:
    """Records from before the group are read, in bounded batches; a second run reads nothing again."""
    topic = await make_topic()
    ballots = [Ballot(f"voter-{number}") for number in range(25)]
    await asyncio.gather(*(publisher.publish(topic, one.key, one.value, one.headers) for one in ballots))
    async with subscribed(kafka_settings, pool, topic, records_max=10) as (progress, polls):
        assert await progress.reached(Position(topic, 0, 24), WITHIN_S)
        assert sum(polls) == 25
        assert max(polls) <= 10
    receipt = await publisher.publish(topic, b"poll-1", Ballot("late").value, Ballot("late").headers)
    async with subscribed(kafka_settings, pool, topic) as (progress, polls):
        assert await progress.reached(receipt.position, WITHIN_S)
        assert polls == [1]
    assert await tallies(connection) == {"yes": 26}


async def test_no_record_holds_up_the_others(
    kafka_settings: KafkaSettings,
    make_topic: MakeTopic,
    pool: Pool,
    connection: asyncpg.Connection,
) -> None:
    """Null and invalid headers and invalid JSON become dead letters, and the last record is counted."""
    topic, good = await make_topic(), Ballot("voter-1")
    odd = [[*good.headers, ("odd", None)], [("id", b"\xff"), ("actor", b"x")], []]
    producer = AIOKafkaProducer(bootstrap_servers=kafka_settings.bootstrap)
    await producer.start()
    try:
        for headers in odd:
            await producer.send_and_wait(topic, b"\xff{", good.key, headers=headers)
        last = await producer.send_and_wait(topic, good.value, good.key, headers=good.headers)
    finally:
        await producer.stop()
    async with subscribed(kafka_settings, pool, topic) as (progress, _):
        assert await progress.reached(Position(topic, 0, last.offset), WITHIN_S)
    assert [one.value for one in await outbox(connection)] == [b"\xff{"] * 3 + [b'{"voter-1":"yes"}']


async def test_an_instance_is_a_static_member(
    kafka_settings: KafkaSettings, make_topic: MakeTopic, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name is the client's: when a second process joins under that name, the first one ends."""
    ended: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(membership, "stop_process", ended.put_nowait)
    topic = await make_topic()
    async with subscribed(kafka_settings, pool, topic), subscribed(kafka_settings, pool, topic):
        async with asyncio.timeout(WITHIN_S):
            assert f"another process is {kafka_settings.client_id} in the group" in await ended.get()
