"""The micro-batcher on a real Kafka: exact receipts, shared batches, bounds, and broker outages."""

from __future__ import annotations

import asyncio
import time

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.partitioner import DefaultPartitioner
from prometheus_client import REGISTRY

from livefair.system.topics import create_topics
from plumbing.kafka.publisher import Overloaded, Publisher, Receipt, Unavailable, partition_of
from plumbing.kafka.settings import KafkaSettings
from schemas.topics import Topic
from tests.conftest import RunningKafka
from tests.plumbing.kafka.conftest import MakeTopic, records_of


def batches_sent() -> float:
    return REGISTRY.get_sample_value("livefair_publish_seconds_count") or 0.0


async def test_a_receipt_is_the_records_place(publisher: Publisher, make_topic: MakeTopic, kafka: RunningKafka) -> None:
    """Each of many concurrent writes gets the partition, offset and log time of its record."""
    topic = await make_topic(3)
    values = [str(number).encode() for number in range(2_000)]
    receipts = await asyncio.gather(*(publisher.publish(topic, value, value, [("n", value)]) for value in values))
    found = {(one.partition, one.offset): one for one in await records_of(kafka.bootstrap, topic, 2_000, 3)}
    assert len(found) == 2_000
    for value, receipt in zip(values, receipts, strict=True):
        record = found[receipt.partition, receipt.offset]
        assert (record.key, record.value, record.headers) == (value, value, (("n", value),))
        assert receipt.time.timestamp() * 1000 == record.timestamp
        assert str(receipt.position) == f"{topic}:{receipt.partition}:{receipt.offset}"


async def test_many_waiters_share_a_batch(publisher: Publisher, make_topic: MakeTopic) -> None:
    """A thousand concurrent writes to one partition are sent together, in order; a single one is sent at once."""
    topic = await make_topic()
    before = batches_sent()
    receipts = await asyncio.gather(*(publisher.publish(topic, b"k", b"v" * 100) for _ in range(1_000)))
    assert batches_sent() - before <= 3
    assert [receipt.offset for receipt in receipts] == list(range(1_000))
    assert (await publisher.publish(topic, b"k", None)).offset == 1_000


async def test_a_batch_has_a_size(publisher: Publisher, make_topic: MakeTopic) -> None:
    """Large values and large headers are split into batches that the broker accepts."""
    topic = await make_topic()
    values = [publisher.publish(topic, b"k", b"v" * 300_000) for _ in range(20)]
    headers = [publisher.publish(topic, b"k", b"v", [("h", b"x" * 100_000)]) for _ in range(60)]
    receipts = await asyncio.gather(*values, *headers)
    assert [receipt.offset for receipt in receipts] == list(range(80))


async def test_one_that_fits_nowhere_harms_no_other(publisher: Publisher, make_topic: MakeTopic) -> None:
    """A record larger than a request may be is refused; the others are written."""
    topic = await make_topic()
    sizes = (1, 5 * 1_048_576, 1)
    writing = (publisher.publish(topic, b"k", b"v" * size) for size in sizes)
    first, second, third = await asyncio.gather(*writing, return_exceptions=True)
    assert isinstance(second, Unavailable)
    assert isinstance(first, Receipt)
    assert isinstance(third, Receipt)
    assert (first.offset, third.offset) == (0, 1)


async def test_nothing_is_written_behind_what_is_missing(publisher: Publisher, make_topic: MakeTopic) -> None:
    """Where a part of records in order fails, those behind it are not in the log: a retry puts them there in order."""
    topic = await make_topic()
    sizes = (1, 900_000, 900_000, 5 * 1_048_576, 1)
    with pytest.raises(Unavailable):
        await publisher.publish_in_order(topic, b"k", [(b"v" * size, []) for size in sizes])
    retried = await publisher.publish_in_order(topic, b"k", [(b"v" * size, []) for size in (1, 900_000, 900_000, 1)])
    assert [receipt.offset for receipt in retried] == [3, 4, 5, 6]


async def test_stop_sends_what_waits(kafka_settings: KafkaSettings, make_topic: MakeTopic) -> None:
    """Writes before the stop get a receipt; later ones are unavailable."""
    topic = await make_topic()
    publisher = Publisher(kafka_settings)
    await publisher.start()
    await publisher.publish(topic, b"k", b"first")
    publishing = [asyncio.create_task(publisher.publish(topic, b"k", b"v")) for _ in range(100)]
    await asyncio.sleep(0)
    await publisher.stop()
    assert [receipt.offset for receipt in await asyncio.gather(*publishing)] == list(range(1, 101))
    with pytest.raises(Unavailable):
        await publisher.publish(topic, b"k", b"late")


async def test_a_producer_that_comes_after_the_stop_is_closed(
    kafka_settings: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a failed producer is being replaced during the stop, the new one is closed too."""
    publisher = Publisher(kafka_settings)
    await publisher.start()
    connected, connecting, go_on = publisher._connected, asyncio.Event(), asyncio.Event()
    made: list[AIOKafkaProducer] = []

    async def later() -> AIOKafkaProducer:
        connecting.set()
        await go_on.wait()
        made.append(await connected())
        return made[0]

    monkeypatch.setattr(publisher, "_connected", later)
    renewing = asyncio.create_task(publisher._renew(publisher._producer))
    await connecting.wait()
    await publisher.stop()
    go_on.set()
    await renewing
    with pytest.raises(Unavailable, match="not started"):
        await publisher.publish("any", b"k", b"v")
    assert made[0]._closed


async def test_an_unknown_topic_is_unavailable(kafka_settings: KafkaSettings) -> None:
    """It fails within the deadline, and no topic is created."""
    publisher = Publisher(kafka_settings, deadline_s=0.5)
    await publisher.start()
    try:
        started = time.monotonic()
        with pytest.raises(Unavailable, match="partitions of nowhere"):
            await publisher.publish("nowhere", b"k", b"v")
        assert time.monotonic() - started < 1
    finally:
        await publisher.stop()


async def test_the_broker_goes_and_comes_back(own_kafka: RunningKafka) -> None:
    """Killed: unavailable within two seconds, too many waiters are refused at once. Restarted: it continues."""
    topic = Topic("t", "any", 1, (), ())
    await create_topics(own_kafka.bootstrap, topics=[topic])
    settings = KafkaSettings(own_kafka.bootstrap, "test")
    patient, bounded = Publisher(settings), Publisher(settings, waiting_max=10)
    for publisher in (patient, bounded):
        await publisher.start()
        await publisher.publish("t", b"k", b"before")
    await own_kafka.kill()
    started = time.monotonic()
    waiting = [asyncio.create_task(bounded.publish("t", b"k", b"v")) for _ in range(10)]
    await asyncio.sleep(0)
    with pytest.raises(Overloaded):
        await bounded.publish("t", b"k", b"one too many")
    assert time.monotonic() - started < 0.2
    with pytest.raises(Unavailable, match="in time"):
        await patient.publish("t", b"k", b"ambiguous")
    assert time.monotonic() - started < 2
    for _ in range(2):  # while one batch is in flight, the next one expires; a later write gets a new one
        with pytest.raises(Unavailable):
            await asyncio.wait_for(patient.publish("t", b"k", b"ambiguous"), 3)
    assert {type(one) for one in await asyncio.gather(*waiting, return_exceptions=True)} == {Unavailable}
    await own_kafka.restart()
    for publisher in (patient, bounded):
        receipt = await _published(publisher)
        found = await records_of(own_kafka.bootstrap, "t", receipt.offset + 1)
        assert found[receipt.offset].value == b"after"
        await publisher.stop()


async def _published(publisher: Publisher) -> Receipt:
    """As a client that retries."""
    async with asyncio.timeout(30):
        while True:
            try:
                return await publisher.publish("t", b"k", b"after")
            except Unavailable:
                continue


def test_a_key_has_kafkas_own_place() -> None:
    """The partition of a key is the same as in every Kafka client."""
    partitioner = DefaultPartitioner()
    for number in range(200):
        key = f"key {number}".encode()
        assert partition_of(key, 12) == partitioner(key, list(range(12)), list(range(12)))
