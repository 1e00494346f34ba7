"""A table view on a real Kafka: caught up at the end of the topic, not before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaConnectionError

from plumbing.kafka import view as views
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.raw import raw_broker
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.view import View
from tests.plumbing.kafka.conftest import MakeTopic


class Table:
    """Keeps the records; waits before each batch until the test releases it."""

    def __init__(self) -> None:
        self.records: list[ConsumerRecord] = []
        self.asked = asyncio.Event()
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def apply(self, records: Sequence[ConsumerRecord]) -> None:
        self.asked.set()
        await self.go_on.wait()
        self.records += records


@asynccontextmanager
async def viewing(settings: KafkaSettings, topic: str, table: Table) -> AsyncIterator[View]:
    broker = raw_broker(settings)
    view = View(broker, topic, table.apply, fetch_wait_ms=settings.fetch_wait_ms)
    await broker.start()
    await view.start()
    try:
        yield view
    finally:
        await view.stop()
        await broker.stop()


async def until(condition: object, view: View, table: Table, count: int) -> None:
    """Wait until `condition` holds for the view and the table has this number of records."""
    async with asyncio.timeout(20):
        while view.caught_up is not condition or len(table.records) < count:
            await asyncio.sleep(0.01)


async def test_it_is_caught_up_at_the_end_only(
    kafka_settings: KafkaSettings, make_topic: MakeTopic, publisher: Publisher
) -> None:
    """Not before the last batch is applied; then the table has every record in order, and later ones follow."""
    topic, table = await make_topic(3), Table()
    keys = [str(number % 7).encode() for number in range(300)]
    await asyncio.gather(*(publisher.publish(topic, key, b"v") for key in keys))
    table.go_on.clear()
    async with viewing(kafka_settings, topic, table) as view:
        await asyncio.wait_for(table.asked.wait(), 20)
        await publisher.publish(topic, b"1", b"meanwhile")
        assert not view.caught_up
        table.go_on.set()
        await until(True, view, table, 300)
        await publisher.publish(topic, b"1", b"later")
        await until(True, view, table, 302)
    by_partition: dict[int, list[int]] = {}
    for record in table.records:
        by_partition.setdefault(record.partition, []).append(record.offset)
    assert all(offsets == list(range(len(offsets))) for offsets in by_partition.values())


async def test_an_empty_topic_is_caught_up(kafka_settings: KafkaSettings, make_topic: MakeTopic) -> None:
    """An empty topic needs no waiting."""
    topic, table = await make_topic(2), Table()
    async with viewing(kafka_settings, topic, table) as view:
        await until(True, view, table, 0)
    assert table.records == []


async def test_a_broker_that_is_away_is_waited_for(
    kafka_settings: KafkaSettings, make_topic: MakeTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query that the broker does not answer is repeated."""
    failing = iter((TimeoutError(), KafkaConnectionError("away"), None))
    asked = View._ends

    async def asks(view: View) -> dict[TopicPartition, int]:
        if failure := next(failing, None):
            raise failure
        return await asked(view)

    monkeypatch.setattr(View, "_ends", asks)
    topic, table = await make_topic(), Table()
    async with viewing(kafka_settings, topic, table) as view:
        await until(True, view, table, 0)
    assert next(failing, "all were raised") == "all were raised"


async def test_a_view_with_a_hole_stops_the_process(
    kafka_settings: KafkaSettings, make_topic: MakeTopic, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a record cannot be applied the process ends, since its answers would stay wrong."""
    stopped: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def stop(why: str, **facts: object) -> None:
        if not stopped.done():
            stopped.set_result(why)

    async def fails(records: Sequence[ConsumerRecord]) -> None:
        raise ValueError("what is this?")

    monkeypatch.setattr(views, "stop_process", stop)
    topic, table = await make_topic(), Table()
    monkeypatch.setattr(table, "apply", fails)
    await publisher.publish(topic, b"k", b"v")
    async with viewing(kafka_settings, topic, table):
        assert "what is this?" in await asyncio.wait_for(stopped, 20)
