"""The watchdog ends a consumer that is stuck, and no other; a stop of the watchdog is never lost."""

from __future__ import annotations

import asyncio

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError

from plumbing.kafka import watchdog
from plumbing.kafka.watchdog import watch

TP = TopicPartition("t", 0)


class Consumer:
    """Replaces the Kafka client: its position, the end of the log, whether the broker answers."""

    def __init__(self) -> None:
        self.assigned = {TP}
        self.at, self.end, self.away, self.asked = 5, 10, False, 0

    def assignment(self) -> set[TopicPartition]:
        self.asked += 1
        return self.assigned

    async def end_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        if self.away:
            raise KafkaConnectionError("it is away")
        return dict.fromkeys(partitions, self.end)

    async def position(self, tp: TopicPartition) -> int:
        return self.at


class Stopped(Exception):
    """Raised where the process would have ended."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with milliseconds."""

    def stop(why: str, **facts: object) -> None:
        raise Stopped(why)

    monkeypatch.setattr(watchdog, "stop_process", stop)
    monkeypatch.setattr(watchdog, "CHECK_S", 0.002)
    monkeypatch.setattr(watchdog, "ASK_TIMEOUT_S", 0.005)
    monkeypatch.setattr(watchdog, "UNASSIGNED_S", 0.05)


async def ends(consumer: Consumer | None, busy: bool = False, checks: int = 100) -> str | None:
    """The watchdog's reason to stop the process, or None if there was none in this number of checks."""
    watching = asyncio.create_task(watch(lambda: consumer, "it", busy=lambda: busy, stuck_s=0.05))
    while not watching.done() and (consumer is None or consumer.asked < checks):
        await asyncio.sleep(0.001)
    watching.cancel()
    [end] = await asyncio.gather(watching, return_exceptions=True)
    return str(end) if isinstance(end, Stopped) else None


async def test_one_that_stands_still_is_ended() -> None:
    """Records wait, no batch is being handled, and the position does not move."""
    assert await ends(Consumer()) == "the consumer of it has not moved for 0 s"


async def test_one_that_works_lives() -> None:
    """However long a batch takes."""
    assert await ends(Consumer(), busy=True) is None


async def test_one_with_nothing_to_do_lives() -> None:
    """At the end of the log the position cannot move."""
    consumer = Consumer()
    consumer.at = consumer.end
    assert await ends(consumer) is None


async def test_one_that_moves_lives() -> None:
    """However slowly."""

    class Mover(Consumer):
        async def position(self, tp: TopicPartition) -> int:
            self.at, self.end = self.at + 1, self.end + 2
            return self.at

    assert await ends(Mover()) is None


async def test_a_broker_that_is_away_is_waited_for() -> None:
    """Without a broker nothing can be read, so it proves nothing."""
    consumer = Consumer()
    consumer.away = True
    assert await ends(consumer) is None


async def test_one_that_does_not_find_out_where_it_is_is_ended() -> None:
    """The broker answers, but the position of an assigned partition stays unknown."""

    class Lost(Consumer):
        async def position(self, tp: TopicPartition) -> int:
            await asyncio.Event().wait()
            raise AssertionError

    assert await ends(Lost()) == "the consumer of it has not moved for 0 s"
    assert await ends(Lost(), busy=True, checks=30) is None


async def test_one_that_is_assigned_late_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time without partitions does not count against it when the position is unknown at first."""
    monkeypatch.setattr(watchdog, "UNASSIGNED_S", 60)

    class Late(Consumer):
        def assignment(self) -> set[TopicPartition]:
            self.asked += 1
            return {TP} if self.asked > 50 else set()

        async def position(self, tp: TopicPartition) -> int:
            if self.asked == 51:
                raise KafkaConnectionError("not yet")
            return self.end

    assert await ends(Late()) is None


async def test_one_that_was_forgotten_is_ended() -> None:
    """A member without partitions for too long, or without a consumer, does not recover on its own."""
    consumer = Consumer()
    consumer.assigned = set()
    assert "has had no partition" in (await ends(consumer) or "")
    assert "has had no partition" in (await ends(None) or "")
