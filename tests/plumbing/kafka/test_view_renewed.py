"""A view of a topic that is deleted and made again while it reads, on a real Kafka."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from plumbing.kafka.incarnation import Incarnation
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.raw import raw_broker
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.view import View
from tests.plumbing.kafka.conftest import MakeTopic, make_again
from tests.plumbing.kafka.test_view import Table, until


class Renewals:
    """The incarnations that a view announced, each with the number of records that had come."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.seen: list[tuple[Incarnation, int]] = []

    async def note(self, found: Incarnation) -> None:
        self.seen.append((found, len(self._table.records)))


@asynccontextmanager
async def viewing(settings: KafkaSettings, topic: str, table: Table, renewals: Renewals) -> AsyncIterator[View]:
    broker = raw_broker(settings)
    view = View(broker, topic, table.apply, fetch_wait_ms=50, renewed=renewals.note)
    await broker.start()
    await view.start()
    try:
        yield view
    finally:
        await view.stop()
        await broker.stop()


@pytest.mark.parametrize(("before", "after"), [(1, 5), (300, 5)], ids=["longer than before", "shorter than before"])
async def test_a_topic_that_was_made_again_is_read_from_its_beginning(
    kafka_settings: KafkaSettings, make_topic: MakeTopic, before: int, after: int
) -> None:
    """Whether its end is behind or before the position in the old one: no record is missed, and later ones follow."""
    topic, table = await make_topic(), Table()
    renewals = Renewals(table)
    async with viewing(kafka_settings, topic, table, renewals) as view:
        await publish(kafka_settings, topic, "old", before)
        await until(True, view, table, before)
        await make_again(kafka_settings.bootstrap, topic, partitions=1)
        await publish(kafka_settings, topic, "new", after)
        async with asyncio.timeout(30):
            while not renewals.seen:
                await asyncio.sleep(0.01)
        ((found, already),) = renewals.seen
        await until(True, view, table, already + after)
        await publish(kafka_settings, topic, "later", 1)
        await until(True, view, table, already + after + 1)
    assert [record.value for record in table.records[already:]] == [*names("new", after), b"later 0"]
    assert found.partitions == 1


def names(what: str, count: int) -> list[bytes]:
    return [f"{what} {number}".encode() for number in range(count)]


async def publish(settings: KafkaSettings, topic: str, what: str, count: int) -> None:
    """By a new client each time: it knows nothing of the topic that was deleted."""
    publisher = Publisher(settings, deadline_s=20)
    await publisher.start()
    try:
        await asyncio.gather(*(publisher.publish(topic, b"k", value) for value in names(what, count)))
    finally:
        await publisher.stop()
