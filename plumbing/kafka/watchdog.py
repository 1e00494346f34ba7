"""The watchdog: ends a process whose consumer makes no progress while there are records to read.

Works around aiokafka #847, #703, #718 and #1187: after a broker restart, a rejoin or an offset out of range a consumer
may hang and only log it. A restarted process continues from the offsets in PostgreSQL, or from the beginning.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from plumbing.telemetry import metrics
from plumbing.telemetry.fatal import stop_process

CHECK_S = 1.0
STUCK_S = 30.0
UNASSIGNED_S = 120.0  # there are never more members than partitions, so a member without any was forgotten
ASK_TIMEOUT_S = 5.0


async def watch(
    consumer_of: Callable[[], Any], name: str, *, busy: Callable[[], bool], stuck_s: float = STUCK_S
) -> None:
    """Keep the lag metric, and stop the process if it makes no progress for `stuck_s` seconds although records wait.

    `busy()` reports that a batch is being processed, however long the database takes. Runs until cancelled.
    """
    watched: list[TopicPartition] = []
    progress: dict[TopicPartition, int] = {}
    since = time.monotonic()
    while True:
        await asyncio.sleep(CHECK_S)
        consumer = consumer_of()
        partitions = sorted(consumer.assignment()) if consumer is not None else []
        if partitions != watched:
            watched, since = partitions, time.monotonic()
        if not partitions:
            if time.monotonic() - since > UNASSIGNED_S:
                stop_process(f"the consumer of {name} has had no partition for {UNASSIGNED_S:.0f} s")
            continue
        ends = await _answer(consumer.end_offsets(partitions))
        if ends is None:
            since = time.monotonic()  # the broker is away: nothing can be read now
            continue
        positions = await _answer(_positions(consumer, partitions))
        lag = None if positions is None else sum(max(0, end - positions.get(tp, end)) for tp, end in ends.items())
        if lag is not None:
            metrics.LAG.labels(name).set(lag)
        if busy() or lag == 0 or (positions is not None and positions != progress):
            progress, since = positions or progress, time.monotonic()
        elif time.monotonic() - since > stuck_s:
            stop_process(f"the consumer of {name} has not moved for {stuck_s:.0f} s", lag=lag)


async def _positions(consumer: Any, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
    """The consumer's positions. Does not return before the client knows the position of every partition."""
    return {tp: await consumer.position(tp) for tp in partitions}


async def _answer(asked: Awaitable[dict[TopicPartition, int]]) -> dict[TopicPartition, int] | None:
    """The client's answer; None if it fails or does not come in time."""
    try:
        async with asyncio.timeout(ASK_TIMEOUT_S):  # wait_for may lose a cancellation (python/cpython#86296)
            return await asked
    except (KafkaError, TimeoutError, ValueError, AssertionError):
        return None
