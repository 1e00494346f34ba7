"""Static membership on a real Kafka, with a session timeout that a test only waits for where it is what is tested."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError
from aiokafka.protocol.group import LeaveGroupRequest

from plumbing.kafka import membership
from plumbing.kafka.membership import keep_membership
from plumbing.kafka.settings import KafkaSettings
from tests.plumbing.kafka.conftest import MakeTopic

PARTITIONS = 4
SESSION_MS, HEARTBEAT_MS, WITHIN_S = 300_000, 100, 60.0


class Group:
    """A group on a topic of its own, whose members are made by name."""

    def __init__(self, kafka: KafkaSettings, topic: str) -> None:
        self._kafka, self._topic = kafka, topic

    @asynccontextmanager
    async def member(self, name: str, heartbeat_ms: int = HEARTBEAT_MS) -> AsyncIterator[Any]:
        """A member that leaves at the end of the block, as a process that is stopped in order."""
        async with self.killed(name, heartbeat_ms) as consumer:
            await keep_membership(consumer)
            yield consumer

    @asynccontextmanager
    async def killed(
        self, name: str, heartbeat_ms: int = HEARTBEAT_MS, session_ms: int = SESSION_MS
    ) -> AsyncIterator[Any]:
        """A member that does not leave, as a process that is killed."""
        consumer = AIOKafkaConsumer(
            self._topic,
            bootstrap_servers=self._kafka.bootstrap,
            group_id=f"group of {self._topic}",
            group_instance_id=name,
            session_timeout_ms=session_ms,
            heartbeat_interval_ms=heartbeat_ms,
            enable_auto_commit=False,
        )
        await consumer.start()
        try:
            yield consumer
        finally:
            await consumer.stop()


@pytest.fixture
async def group(kafka_settings: KafkaSettings, make_topic: MakeTopic) -> Group:
    return Group(kafka_settings, await make_topic(PARTITIONS))


@pytest.fixture(autouse=True)
def ended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The reasons for which a member would have ended its process."""
    reasons = list[str]()
    monkeypatch.setattr(membership, "stop_process", reasons.append)
    return reasons


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not condition():
            await asyncio.sleep(0.02)


def generation(member: Any) -> int:
    return int(member._coordinator.generation)


async def shared(*members: Any) -> None:
    """Wait until these members share all partitions evenly, in one generation."""

    def is_shared() -> bool:
        even = [len(member.assignment()) for member in members] == [PARTITIONS // len(members)] * len(members)
        return even and len({generation(member) for member in members}) == 1

    await until(is_shared)


async def test_a_killed_member_is_back_without_a_rebalance(group: Group) -> None:
    """Its next process has the same partitions at once, and the other member keeps its own throughout."""
    async with group.member("other") as other:
        async with group.killed("one") as killed:
            await shared(killed, other)
            owned, before = killed.assignment(), generation(other)
        async with group.member("one") as again:
            assert again.assignment() == owned
            assert (generation(again), generation(other)) == (before, before)


async def test_a_member_that_does_not_come_back_is_replaced(group: Group) -> None:
    """When its session has expired, the others have its partitions."""
    async with group.member("other") as other:
        async with group.killed("one", session_ms=1_000) as killed:
            await shared(killed, other)
        await shared(other)


async def test_a_stopped_member_leaves_at_once(group: Group) -> None:
    """The others have its partitions long before its session would expire."""
    async with group.member("other") as other:
        async with group.member("one") as one:
            await shared(one, other)
        await shared(other)


async def test_of_two_with_one_name_the_older_ends(group: Group, ended: list[str]) -> None:
    """It says whose name was taken; the newer keeps the partitions."""
    async with group.member("one") as older:
        await shared(older)
        async with group.member("one") as newer:
            await until(lambda: bool(ended))
            assert "another process is one" in ended[0]
            await shared(newer)


async def test_a_commit_does_not_take_the_name_back(group: Group, ended: list[str]) -> None:
    """The older member ends as well if it commits before its next heartbeat."""
    async with group.member("one", heartbeat_ms=SESSION_MS) as older:
        await shared(older)
        async with group.member("one") as newer:
            tp = next(iter(older.assignment()))
            with pytest.raises(KafkaError):
                await older.commit({tp: 0})
            await until(lambda: bool(ended))
            await shared(newer)


async def test_a_forgotten_member_joins_again(group: Group, ended: list[str]) -> None:
    """One whose session expired while it was suspended gets partitions as a new member, and does not end."""
    async with group.member("one") as one:
        await shared(one)
        coordinator, before = one._coordinator, one._coordinator.member_id
        await coordinator._send_req(LeaveGroupRequest(coordinator.group_id, before))
        await until(lambda: coordinator.member_id not in (before, ""))
        await shared(one)
    assert ended == []
