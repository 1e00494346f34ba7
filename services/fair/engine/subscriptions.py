"""The subscriptions of fair: which topics, in which group, how much at a time. It does nothing with the records."""

from __future__ import annotations

from typing import Any

from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from plumbing.eventlog.consumer import Consumer
from plumbing.eventlog.subscription import subscribe as subscribe_group
from plumbing.kafka.raw import keep_raw, poll_promptly, raw_parser
from plumbing.kafka.settings import KafkaSettings
from schemas.topics import CHAT, FAIRS, PEOPLE, PRESENCE
from services.fair.sessions.viewers import Viewers

BATCH_RECORDS_MAX = 3_000  # about what one fetch holds of submissions: fewer would leave a small rest each time
CHAT_RECORDS_MAX = 500  # parsed in about 15 ms: so long do decisions wait for it, at most


def subscribe(
    broker: KafkaBroker, consumer: Consumer, kafka: KafkaSettings, batch_records_max: int = BATCH_RECORDS_MAX
) -> Any:
    """The subscription to the log. A big import in one partition leaves the others their turn."""
    topics = (FAIRS.name, PEOPLE.name)
    return subscribe_group(broker, consumer, kafka, "livefair.fair", topics, batch_records_max)


def listen(broker: KafkaBroker, chat: Consumer, kafka: KafkaSettings) -> Any:
    """The subscription to chat, in a group of its own: its rebalances do not move the partitions of fairs."""
    return subscribe_group(broker, chat, kafka, "livefair.fair.chat", (CHAT.name,), CHAT_RECORDS_MAX, 262_144)


def hear(broker: KafkaBroker, viewers: Viewers, kafka: KafkaSettings) -> None:
    """The subscription to what notify reports: by every instance, from now on."""
    subscriber = broker.subscriber(
        PRESENCE.name,
        batch=True,
        ack_policy=AckPolicy.MANUAL,
        auto_offset_reset="latest",
        parser=raw_parser,
        decoder=keep_raw,
        fetch_max_wait_ms=kafka.fetch_wait_ms,
        title="livefair.fair:viewers",
    )
    subscriber(viewers.take)
    poll_promptly(subscriber)
