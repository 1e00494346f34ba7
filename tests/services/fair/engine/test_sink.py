"""fair behind the consumer of the event log on PostgreSQL: the log of fairs, and room chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from aiokafka import ConsumerRecord, TopicPartition

from plumbing.eventlog import consumer as consumers
from plumbing.eventlog.consumer import Consumer
from plumbing.eventlog.outbox import Record, unpack
from plumbing.eventlog.progress import Progress
from plumbing.eventlog.sink import Sink
from schemas.topics import DEAD_LETTERS
from services.fair.chat.store import KEPT
from services.fair.engine.sink import DECIDED
from tests.plumbing.postgres.connections import connection_to, pool_of
from tests.services.fair.chatting import Room
from tests.services.fair.story import Teller, record
from tests.services.fair.tables import contents, said


class Client:
    """Replaces the Kafka client: delivers the given records."""

    def pause(self, *partitions: TopicPartition) -> None: ...

    def resume(self, *partitions: TopicPartition) -> None: ...

    def seek(self, tp: TopicPartition, offset: int) -> None: ...

    async def commit(self, offsets: dict[TopicPartition, int]) -> None: ...


async def taken(dsn: str, sink: Sink[Any, Any], records: Sequence[ConsumerRecord]) -> int:
    """Let a consumer of partition 0 take these records; returns its offset afterwards."""
    tp = TopicPartition(records[0].topic, 0)
    async with pool_of(dsn) as pool:
        progress = Progress(pool)
        consumer = Consumer(pool, progress, lambda: None, sink)
        consumer.consumer_of = Client
        await consumer.on_partitions_assigned([tp])
        await consumer.take(tuple(records))
        await consumer.settled()
    return progress.next_of(tp.topic, 0)


async def dead_letters(dsn: str) -> dict[int, str]:
    """The reasons of the dead letters, by offset."""
    async with connection_to(dsn) as connection:
        rows = await connection.fetch("SELECT records FROM outbox ORDER BY id")
    letters = [one for row in rows for one in unpack(row["records"]) if one.topic == DEAD_LETTERS.name]
    return {int(_header(one, "dlq_offset")): _header(one, "dlq_reason") for one in letters}


def _header(record: Record, name: str) -> str:
    return dict(record.headers)[name].decode()


async def test_bad_records_take_no_place(database: str) -> None:
    """Submissions that cannot be read or stored become dead letters; the other places have no gap."""
    teller = Teller()
    log = [*teller.ready(), *(teller.submitted(f"stu-{n}") for n in range(30))]
    records = [record(entry, offset) for offset, entry in enumerate(log)]
    bad = {8: "the value is null", 20: "it cannot be stored", 21: "it cannot be stored", 33: "Invalid JSON"}
    for offset, reason in bad.items():
        entry = teller.unstorable()
        values: dict[str, bytes | None] = {"the value is null": None, "Invalid JSON": b"{"}
        records[offset] = record(entry, offset, value=values.get(reason, entry.value))
    assert await taken(database, DECIDED, records) == 35
    applications = (await contents(database))["applications"]
    lost = {f"stu-{offset - 5}" for offset in bad}
    assert {row["student"] for row in applications} == {f"stu-{n}" for n in range(30)} - lost
    assert sorted(row["place"] for row in applications) == list(range(1, 27))
    letters = await dead_letters(database)
    assert letters.keys() == bad.keys()
    assert all(reason in letters[offset] for offset, reason in bad.items())


async def test_what_decides_nothing_stops_nothing(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unreadable chat records become dead letters, even many in a row."""
    monkeypatch.setattr(consumers, "BAD_IN_A_ROW_MAX", 10)
    room = Room()
    records = [record(room.said(), offset, value=b"{") for offset in range(30)]
    assert await taken(database, KEPT, [*records, record(room.said(), 30)]) == 31
    assert len(await dead_letters(database)) == 30
    assert len((await said(database))["comments"]) == 1
