"""The subscriptions of fair: topics, groups and batch sizes. Does not handle the records."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiokafka import ConsumerRecord
from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from plumbing.eventlog.consumer import Consumer
from plumbing.eventlog.subscription import subscribe as subscribe_group
from plumbing.kafka.raw import keep_raw, poll_promptly, raw_parser
from plumbing.kafka.settings import KafkaSettings
from plumbing.kafka.view import Apply, View
from schemas.topics import CATALOG, CHAT, FAIRS, PEOPLE, PRESENCE

BATCH_RECORDS_MAX = 3_000  # about one fetch of submissions: a smaller limit would leave a small rest each time
REPORT_WAIT_MS = 500  # reports come once a second: on a broker that cannot wake a fetch, shorter ones find nothing
BACK_S = 3_600.0  # how far back the catalog is read at the start: an entry is late by minutes
CHAT_RECORDS_MAX = 500  # parsed in about 15 ms, the longest that decisions wait for it


def subscribe(
    broker: KafkaBroker, consumer: Consumer, kafka: KafkaSettings, batch_records_max: int = BATCH_RECORDS_MAX
) -> Any:
    """The subscription to the log. A large import in one partition does not delay the others."""
    topics = (FAIRS.name, PEOPLE.name)
    return subscribe_group(broker, consumer, kafka, "livefair.fair", topics, batch_records_max)


def listen(broker: KafkaBroker, chat: Consumer, kafka: KafkaSettings) -> Any:
    """The subscription to chat, in a separate group: its rebalances do not move the partitions of fairs."""
    return subscribe_group(broker, chat, kafka, "livefair.fair.chat", (CHAT.name,), CHAT_RECORDS_MAX, 262_144)


def look_back(broker: KafkaBroker, apply: Apply, kafka: KafkaSettings) -> View:
    """The view of the newest entries of the catalog, for those that come late."""
    return View(broker, CATALOG.name, apply, fetch_wait_ms=max(kafka.fetch_wait_ms, REPORT_WAIT_MS), newest_s=BACK_S)


def hear(
    broker: KafkaBroker, take: Callable[[Sequence[ConsumerRecord]], Awaitable[None]], kafka: KafkaSettings
) -> None:
    """The subscription to notify's reports: every instance reads all of them, from its start on."""
    subscriber = broker.subscriber(
        PRESENCE.name,
        batch=True,
        ack_policy=AckPolicy.MANUAL,
        auto_offset_reset="latest",
        parser=raw_parser,
        decoder=keep_raw,
        fetch_max_wait_ms=max(kafka.fetch_wait_ms, REPORT_WAIT_MS),
        title="livefair.fair:viewers",
    )
    subscriber(take)
    poll_promptly(subscriber)
