"""The watchdog ends what stands still, and nothing else; a stop of its own is never lost."""

from __future__ import annotations

import asyncio

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError

from plumbing.kafka import watchdog
from plumbing.kafka.watchdog import watch

TP = TopicPartition("t", 0)


class Consumer:
    """Stands for the Kafka client: where it is, where the log ends, whether the broker answers."""

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
    """The process would have ended."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in milliseconds."""

    def stop(why: str, **facts: object) -> None:
        raise Stopped(why)

    monkeypatch.setattr(watchdog, "stop_process", stop)
    monkeypatch.setattr(watchdog, "CHECK_S", 0.002)
    monkeypatch.setattr(watchdog, "ASK_TIMEOUT_S", 0.005)
    monkeypatch.setattr(watchdog, "UNASSIGNED_S", 0.05)


async def ends(consumer: Consumer | None, busy: bool = False, checks: int = 100) -> str | None:
    """Why the watchdog stopped the process, or None where it did not in so many checks."""
    watching = asyncio.create_task(watch(lambda: consumer, "it", busy=lambda: busy, stuck_s=0.05))
    while not watching.done() and (consumer is None or consumer.asked < checks):
        await asyncio.sleep(0.001)
    watching.cancel()
    [end] = await asyncio.gather(watching, return_exceptions=True)
    return str(end) if isinstance(end, Stopped) else None


async def test_one_that_stands_still_is_ended() -> None:
    """Records wait, nobody is busy, and nothing moves."""
    assert await ends(Consumer()) == "the consumer of it has not moved for 0 s"


async def test_one_that_works_lives() -> None:
    """However long a batch takes."""
    assert await ends(Consumer(), busy=True) is None


async def test_one_with_nothing_to_do_lives() -> None:
    """At the end of the log there is nothing to move for."""
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
    """Nothing can be read, so nothing is proven."""
    consumer = Consumer()
    consumer.away = True
    assert await ends(consumer) is None


async def test_one_that_does_not_find_out_where_it_is_is_ended() -> None:
    """The broker answers and the partition is its own, but where to read is never known: it will not be."""

    class Lost(Consumer):
        async def position(self, tp: TopicPartition) -> int:
            await asyncio.Event().wait()
            raise AssertionError

    assert await ends(Lost()) == "the consumer of it has not moved for 0 s"
    assert await ends(Lost(), busy=True, checks=30) is None


async def test_one_that_is_assigned_late_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it waited for partitions is not held against it when it does not know at once where it is."""
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
    """A member without partitions for too long, or no consumer at all, will not come back by itself."""
    consumer = Consumer()
    consumer.assigned = set()
    assert "has had no partition" in (await ends(consumer) or "")
    assert "has had no partition" in (await ends(None) or "")
