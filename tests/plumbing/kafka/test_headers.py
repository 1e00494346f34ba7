"""A record whose header name is not UTF-8 is read like every other, and so is what stands before and behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.consumer import fetcher
from aiokafka.errors import IllegalStateError
from aiokafka.producer import message_accumulator
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from plumbing.kafka.headers import STRICT, poll
from plumbing.kafka.settings import KafkaSettings
from tests.plumbing.kafka.conftest import MakeTopic


class Raw(str):
    """A header name that is written as these bytes."""

    def encode(self, *_: Any) -> bytes:
        return b"\xff\xfename"


@pytest_asyncio.fixture(loop_scope="session")
async def producer(kafka_settings: KafkaSettings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AIOKafkaProducer]:
    """A client that writes what ours refuses."""
    monkeypatch.setattr(message_accumulator, "DefaultRecordBatchBuilder", _DefaultRecordBatchBuilderPy)
    producer = AIOKafkaProducer(bootstrap_servers=kafka_settings.bootstrap, compression_type="gzip")
    await producer.start()
    yield producer
    await producer.stop()


async def write(producer: AIOKafkaProducer, tp: TopicPartition, *values: bytes, name: str = "name") -> None:
    """One batch; the header name is of its last record."""
    batch = producer.create_batch()
    for value in values:
        headers = [(name if value == values[-1] else "fine", b"x")]
        assert batch.append(key=b"k", value=value, timestamp=None, headers=headers) is not None
    await (await producer.send_batch(batch, tp.topic, partition=tp.partition))


async def read(
    settings: KafkaSettings, partitions: list[TopicPartition], count: int, **how: Any
) -> list[ConsumerRecord]:
    consumer: Any = AIOKafkaConsumer(bootstrap_servers=settings.bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    found: list[ConsumerRecord] = []
    try:
        consumer.assign(partitions)
        while len(found) < count:
            for records in (await poll(consumer, timeout_ms=5_000, **how)).values():
                found += records
    finally:
        await consumer.stop()
    return found


@pytest.mark.parametrize("how", [{}, {"max_records": 1}], ids=["all", "one by one"])
async def test_every_record_is_read_once(
    kafka_settings: KafkaSettings, make_topic: MakeTopic, producer: AIOKafkaProducer, how: dict[str, int]
) -> None:
    """Those of another partition too, which the failed poll had taken already; then the fast parser is back."""
    topic = await make_topic(partitions=2)
    first, second = TopicPartition(topic, 0), TopicPartition(topic, 1)
    await write(producer, first, b"1", b"2")
    await write(producer, second, b"a", b"b", name=Raw("bad"))
    await write(producer, first, b"3", name=Raw("bad"))
    await write(producer, first, b"4")
    await write(producer, second, b"c")
    found = await read(kafka_settings, [first, second], 7, **how)
    assert [record.value for record in found if record.partition == 0] == [b"1", b"2", b"3", b"4"]
    assert [record.value for record in found if record.partition == 1] == [b"a", b"b", b"c"]
    names = {record.value: record.headers[0][0] for record in found}
    assert (names[b"3"], names[b"b"], names[b"4"]) == ("\\xff\\xfename", "\\xff\\xfename", "name")
    assert fetcher.MemoryRecords is STRICT


async def test_a_partition_that_is_revoked_meanwhile_is_no_failure() -> None:
    """The next poll sees the new assignment; an error would make the subscriber wait for seconds."""

    class Moving:
        def assignment(self) -> set[TopicPartition]:
            return {TopicPartition("t", 0)}

        async def position(self, tp: TopicPartition) -> int:
            raise IllegalStateError(f"{tp} is not assigned")

    assert await poll(Moving(), timeout_ms=1) == {}
