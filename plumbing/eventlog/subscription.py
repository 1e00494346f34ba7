"""A subscription to topics in a consumer group: batches in, offsets committed explicitly, quick failover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from plumbing.eventlog.consumer import Consumer
from plumbing.kafka.membership import keep_membership
from plumbing.kafka.raw import keep_raw, poll_promptly, raw_parser
from plumbing.kafka.settings import KafkaSettings
from plumbing.telemetry import metrics

BATCH_RECORDS_MAX = 3_000
FETCH_BYTES_MAX = 2 * 1_048_576
SESSION_TIMEOUT_MS, HEARTBEAT_MS = 6_000, 1_000


def subscribe(
    broker: KafkaBroker,
    consumer: Consumer,
    kafka: KafkaSettings,
    group: str,
    topics: Sequence[str],
    records_max: int = BATCH_RECORDS_MAX,
    fetch_bytes_max: int = FETCH_BYTES_MAX,
) -> Any:
    """Pass batches of these topics to `consumer`, at most `records_max` records at a time.

    `fetch_bytes_max` bounds a fetch of one partition, so that a backlog in one does not delay the others. Membership is
    static, by the client's name: a member that is killed and restarted within 6 s has its partitions back at once, and
    after 6 s they move. Call it before the broker is started; returns FastStream's subscriber.
    """
    for topic in topics:
        metrics.DEAD_LETTERS.labels(topic)  # from zero on: the first one would be no increase of a series that is new
    subscriber = broker.subscriber(
        *topics,
        group_id=group,
        group_instance_id=kafka.client_id,
        batch=True,
        ack_policy=AckPolicy.MANUAL,
        auto_offset_reset="earliest",
        listener=consumer,
        parser=raw_parser,
        decoder=keep_raw,
        max_records=records_max,
        fetch_max_wait_ms=kafka.fetch_wait_ms,
        max_partition_fetch_bytes=fetch_bytes_max,
        session_timeout_ms=SESSION_TIMEOUT_MS,
        heartbeat_interval_ms=HEARTBEAT_MS,
        title=group,
    )
    subscriber(consumer.take)
    poll_promptly(subscriber, keep_membership)
    consumer.consumer_of = lambda: subscriber.consumer
    return subscriber
