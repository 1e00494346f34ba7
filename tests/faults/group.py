"""The consumer group of fair as Kafka sees it: which instance has which partitions."""

from __future__ import annotations

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment

from tests.e2e.running import System
from tests.e2e.waiting import until

GROUP, LOG = "livefair.fair", "livefair.fairs"
TAKEN_S = 60.0


async def members(bootstrap: str) -> dict[int, set[int]]:
    """Each instance's partitions of the log, by its number; empty during a rebalance."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        (answer,) = await admin.describe_consumer_groups([GROUP])
    finally:
        await admin.close()
    ((_, _, state, _, _, described, *_),) = answer.groups
    if state != "Stable":
        return {}
    found: dict[int, set[int]] = {}
    for _, client, _, _, assigned in described:
        partitions = ConsumerProtocolMemberAssignment.decode(assigned).partitions() if assigned else []
        found.setdefault(_number_of(client), set()).update(tp.partition for tp in partitions if tp.topic == LOG)
    return found


async def told_kafka(bootstrap: str, partition: int) -> int:
    """The offset that the group committed to Kafka, or 0."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        offsets = await admin.list_consumer_group_offsets(GROUP)
    finally:
        await admin.close()
    return max([told.offset for tp, told in offsets.items() if tp == (LOG, partition)], default=0)


async def owner(system: System, partition: int) -> int:
    """The number of the instance that has the partition, once all are in the group."""

    async def found() -> int | None:
        now = await members(system.run["kafka"])
        complete = len(now) == len(system.run["processes"]["fair"])
        return next((number for number, owned in now.items() if complete and partition in owned), None)

    number = await until(found, f"every fair to be in the group and one of them to have partition {partition}", TAKEN_S)
    assert number is not None
    return number


def partition_of(position: str) -> int:
    return int(position.split(":")[1])


def _number_of(client: str) -> int:
    """The client id of the second instance ends with -2."""
    return int(client.rpartition("-")[2])
