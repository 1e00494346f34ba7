"""FastStream without its decoding: handlers get the client's own records, whatever their headers and values are.

Guards two traps: FastStream skips a record whose header is null or not UTF-8, and a batch with one bad JSON never
reaches its handler.
"""

from __future__ import annotations

from typing import Any

from aiokafka import ConsumerRecord
from faststream.kafka import KafkaBroker
from faststream.kafka.message import KafkaMessage
from faststream.message import StreamMessage

from plumbing.kafka.settings import KafkaSettings

Records = tuple[ConsumerRecord, ...]


async def raw_parser(records: Records) -> KafkaMessage:
    """Wrap a batch as it is. Ids and headers stay with the records."""
    return KafkaMessage(raw_message=records, body=b"", headers={}, message_id="", consumer=None)  # type: ignore[arg-type]  # commits are made explicitly


async def keep_raw(message: StreamMessage[Records]) -> Records:
    """What a handler gets: the records themselves."""
    return message.raw_message


def raw_broker(settings: KafkaSettings, **options: Any) -> KafkaBroker:
    """A FastStream broker for consumers: creates no topics, casts no arguments."""
    return KafkaBroker(
        settings.bootstrap,
        client_id=settings.client_id,
        allow_auto_create_topics=False,
        apply_types=False,
        logger=None,  # two lines a batch, which say nothing that our metrics do not
        **options,
    )
