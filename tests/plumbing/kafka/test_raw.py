"""A handler gets every record unchanged and without delay."""

from __future__ import annotations

import asyncio
import time

from aiokafka import AIOKafkaProducer, ConsumerRecord
from faststream import AckPolicy

from plumbing.kafka.publisher import Publisher
from plumbing.kafka.raw import Records, keep_raw, poll_promptly, raw_broker, raw_parser
from plumbing.kafka.settings import KafkaSettings
from tests.plumbing.kafka.conftest import MakeTopic

BAD: list[tuple[bytes | None, list[tuple[str, bytes | None]]]] = [
    (b"{", []),
    (None, []),
    (b"null header", [("h", None)]),
    (b"not UTF-8", [("h", b"\xff")]),
    (b"good", [("h", b"x")]),
]


class Heard:
    """The records that a handler got."""

    def __init__(self) -> None:
        self.records: list[ConsumerRecord] = []
        self._more = asyncio.Condition()

    async def take(self, records: Records) -> None:
        async with self._more:
            self.records += records
            self._more.notify_all()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(20), self._more:
            await self._more.wait_for(lambda: len(self.records) >= count)


async def test_no_record_is_lost_on_the_way(
    kafka_settings: KafkaSettings, make_topic: MakeTopic, publisher: Publisher
) -> None:
    """For any record; one that arrives after a pause is delivered at once."""
    topic, heard = await make_topic(), Heard()
    producer = AIOKafkaProducer(bootstrap_servers=kafka_settings.bootstrap)
    await producer.start()
    for value, headers in BAD:
        await producer.send_and_wait(topic, value, b"k", headers=headers)
    await producer.stop()
    broker = raw_broker(kafka_settings)
    subscriber = broker.subscriber(
        topic,
        batch=True,
        ack_policy=AckPolicy.MANUAL,
        auto_offset_reset="earliest",
        parser=raw_parser,
        decoder=keep_raw,
        max_records=100,
        fetch_max_wait_ms=kafka_settings.fetch_wait_ms,
    )
    subscriber(heard.take)
    poll_promptly(subscriber)
    await broker.start()
    try:
        await heard.until(len(BAD))
        assert [(record.value, list(record.headers)) for record in heard.records] == BAD
        started = time.monotonic()
        await publisher.publish(topic, b"k", b"late")
        await heard.until(len(BAD) + 1)
        assert time.monotonic() - started < 0.5
    finally:
        await broker.stop()
