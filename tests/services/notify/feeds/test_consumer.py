"""From the log to the hub."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiokafka import ConsumerRecord
from aiokafka.partitioner import DefaultPartitioner

from livefair.system.topics import create_topics
from plumbing.kafka.settings import KafkaSettings
from plumbing.objects.store import Objects
from plumbing.sealing.keys import Keys
from schemas.rooms import RoomItem, RoomRecord
from schemas.topics import CHAT, PEOPLE, PRESENCE, ROOMS
from services.notify.feeds import consumer as consumer_module
from services.notify.feeds.consumer import BadRecord, Feed, Log, TopicMissing, ask_log, parse
from services.notify.rooms import hub as hub_module
from services.notify.rooms.hub import PENDING, Hub
from tests.conftest import RunningKafka
from tests.services.notify.watching import FAIR, HALL, Viewer, deliver, record

VALUE = record(FAIR, 1, 1, counters={"jobs": 1}).model_dump_json().encode()
LOG = Log("epoch", 12)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def logged(offset: int, key: bytes | None = FAIR.encode(), value: bytes | None = VALUE, partition: int = 0) -> Any:
    return ConsumerRecord(ROOMS.name, partition, offset, 1_700_000_000_000, 1, key, value, None, 0, 0, ())


class NoKeys:
    """Keys that are not asked for: no record of these tests has a sealed text."""

    async def texts(self, words: object) -> dict[str, str | None]:
        raise AssertionError(words)


NO_KEYS = NoKeys()


def feed(hub: Hub[Viewer], tick: Callable[[], None] = lambda: None, keys: Any = NO_KEYS) -> Feed:
    return Feed(hub, keys, Log("epoch", 1), tick, lambda: 0.0)


def test_a_record_is_read() -> None:
    """Key and value become a record of the room."""
    assert parse(FAIR.encode(), VALUE) == (FAIR, record(FAIR, 1, 1, counters={"jobs": 1}))


def test_a_tombstone_is_read() -> None:
    """A null value contains no record, only the room's name."""
    assert parse(b"me:ann", None) == ("me:ann", None)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (FAIR.encode(), b""),
        (FAIR.encode(), b"no json"),
        (FAIR.encode(), b'{"room": 7}'),
        (FAIR.encode(), VALUE.replace(b"livefair.fairs:0:1", b"yesterday")),
        (FAIR.encode(), b"\xff"),
        (b"me:ann", VALUE),
        (None, VALUE),
        (b"\xff", None),
    ],
)
def test_bad_records_are_told_apart(key: bytes | None, value: bytes | None) -> None:
    """Every bad record raises the same exception, whose message has none of its content."""
    with pytest.raises(BadRecord) as bad:
        parse(key, value)
    assert "no json" not in str(bad.value)


async def test_bad_records_are_passed_over() -> None:
    """The records around it are applied; resuming from before it is answered with `reload`."""
    hub: Hub[Viewer] = Hub("epoch", lambda key: 0)
    await feed(hub).apply([logged(0), logged(1, value=b"no json"), logged(2, key=b"\xff", value=None)])
    viewer, resuming = Viewer(), Viewer()
    deliver(hub.join(viewer, HALL, None, 0))
    deliver(hub.join(resuming, HALL, "epoch:0:0", 0))
    assert (viewer.items, viewer.position) == ([1], "epoch:0:2")
    assert resuming.kinds == ["reload", "snapshot"]


async def test_sealed_texts_are_opened(tmp_path: Path) -> None:
    """Viewers get the text; where its key was destroyed it is empty."""
    keys = Keys(Objects(str(tmp_path)), fresh_s=0)
    words = [await keys.seal(f"{number:032x}/{number:032x}", f"canary {number}") for number in (1, 2)]
    (tmp_path / "keys" / f"{2:032x}" / f"{2:032x}").unlink()
    items = [RoomItem(event="JobPublished", event_id=UUID(int=1), at=NOON, data={"n": 1, "reason": w}) for w in words]
    room = RoomRecord(room=FAIR, decided="livefair.fairs:0:1", items=items)
    hub: Hub[Viewer] = Hub("epoch", lambda key: 0)
    await feed(hub, keys=keys).apply([logged(0, value=room.model_dump_json().encode())])
    viewer = Viewer()
    deliver(hub.join(viewer, HALL, None, 0))
    assert [item["data"]["reason"] for item in viewer.frames[0]["items"]] == ["canary 1", ""]


async def test_a_batch_is_told_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets are served between the chunks of a large batch."""
    monkeypatch.setattr(consumer_module, "CHUNK_RECORDS", 2)
    ticks: list[int] = []
    hub: Hub[Viewer] = Hub("epoch", lambda key: 0)
    await feed(hub, lambda: ticks.append(hub.rooms)).apply([logged(offset) for offset in range(5)])
    assert ticks == [1, 1, 1]


async def test_reading_waits_while_the_hub_is_crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch is finished only when frames have been sent."""
    monkeypatch.setattr(consumer_module, "TICK_S", 0)
    monkeypatch.setattr(hub_module, "PENDING", replace(PENDING, bound=1))
    hub: Hub[Viewer] = Hub("epoch", lambda key: 0)
    viewer = Viewer()
    hub.read(FAIR, record(FAIR, 0), 0, 0, 0, now=0)
    deliver(hub.join(viewer, HALL, None, 0))
    reading = asyncio.create_task(feed(hub).apply([logged(1)]))
    for _ in range(5):
        await asyncio.sleep(0)
    assert (hub.crowded, reading.done()) == (True, False)
    deliver(hub.due(0))
    await asyncio.wait_for(reading, 5)
    assert viewer.items == [1]


async def test_more_partitions_stop_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms would be looked up in the wrong partition, so the process restarts with a new epoch."""

    def stopped(why: str, **facts: object) -> None:
        raise SystemExit(why)

    monkeypatch.setattr(consumer_module, "stop_process", stopped)
    with pytest.raises(SystemExit, match="more partitions"):
        await feed(Hub("epoch", lambda key: 0)).apply([logged(0, partition=7)])


@pytest.mark.parametrize("room", [FAIR, "me:安", "enterprise:acme", "me:stu-1"])
def test_a_room_is_looked_for_where_producers_put_it(room: str) -> None:
    """The same partition as Kafka's default partitioner."""
    key, partitions = room.encode(), list(range(12))
    assert LOG.partition_of(room) == DefaultPartitioner()(key, partitions, partitions)


async def test_the_broker_says_which_log_it_is(own_kafka: RunningKafka) -> None:
    """All instances get the same epoch; without the topic one line says what to do."""
    settings = KafkaSettings(own_kafka.bootstrap, "test")
    with pytest.raises(TopicMissing, match="livefair topics"):
        await ask_log(settings)
    await create_topics(own_kafka.bootstrap, topics=[ROOMS, PRESENCE, CHAT, PEOPLE])
    first, second = await ask_log(settings), await ask_log(settings)
    assert first == second
    assert first.partitions == ROOMS.partitions
