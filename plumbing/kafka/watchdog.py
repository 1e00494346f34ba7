"""The watchdog: ends a process whose consumer stands still while there is something to read.

Guards aiokafka #847, #703, #718 and #1187: a consumer may hang after a broker's restart, a rejoin or an offset out of
range, and only logs it. A restarted process reads on where Postgres, or the beginning, says.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from plumbing.telemetry import metrics
from plumbing.telemetry.fatal import stop_process

CHECK_S = 1.0
STUCK_S = 30.0
UNASSIGNED_S = 120.0  # members never exceed partitions, so a member without any has been forgotten
ASK_TIMEOUT_S = 5.0


async def watch(
    consumer_of: Callable[[], Any], name: str, *, busy: Callable[[], bool], stuck_s: float = STUCK_S
) -> None:
    """Keep the lag metric, and stop the process where it does not move for `stuck_s` seconds though records wait.

    `busy()` says that a batch is being worked on, however long its database takes. Runs until cancelled.
    """
    progress: dict[TopicPartition, int] = {}
    since = time.monotonic()
    while True:
        await asyncio.sleep(CHECK_S)
        consumer = consumer_of()
        partitions = sorted(consumer.assignment()) if consumer is not None else []
        if not partitions:
            if time.monotonic() - since > UNASSIGNED_S:
                stop_process(f"the consumer of {name} has had no partition for {UNASSIGNED_S:.0f} s")
            continue
        try:
            async with asyncio.timeout(ASK_TIMEOUT_S):  # wait_for may lose a cancellation (python/cpython#86296)
                ends = await consumer.end_offsets(partitions)
                positions = {tp: await consumer.position(tp) for tp in partitions}
        except (KafkaError, TimeoutError, ValueError, AssertionError):
            since = time.monotonic()  # the broker is away or the group is moving: nothing can be read now
            continue
        lag = sum(max(0, end - positions.get(tp, end)) for tp, end in ends.items())
        metrics.LAG.labels(name).set(lag)
        if positions != progress or lag == 0 or busy():
            progress, since = positions, time.monotonic()
        elif time.monotonic() - since > stuck_s:
            stop_process(f"the consumer of {name} has not moved for {stuck_s:.0f} s", lag=lag)
