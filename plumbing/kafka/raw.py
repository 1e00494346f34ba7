"""FastStream without its decoding: handlers get the client's own records, with any headers and values.

Avoids three problems: FastStream skips a record whose header is null or not UTF-8, a batch with one invalid JSON value
never reaches its handler, and after an empty poll it sleeps as long as it polled, even if a record arrives.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import chain
from typing import Any

from aiokafka import ConsumerRecord
from aiokafka.errors import CorruptRecordException
from faststream.kafka import KafkaBroker
from faststream.kafka.message import KafkaMessage
from faststream.message import StreamMessage

from plumbing.kafka.headers import poll
from plumbing.kafka.settings import KafkaSettings
from plumbing.telemetry.fatal import stop_process

Records = tuple[ConsumerRecord, ...]
POLL_MS = 1_000  # how long a poll waits for the first record


async def raw_parser(records: Records) -> KafkaMessage:
    """Wrap a batch unchanged. Ids and headers stay with the records."""
    return KafkaMessage(raw_message=records, body=b"", headers={}, message_id="", consumer=None)  # type: ignore[arg-type]  # commits are made explicitly


async def keep_raw(message: StreamMessage[Records]) -> Records:
    """Pass the records themselves to the handler."""
    return message.raw_message


def raw_broker(settings: KafkaSettings, **options: Any) -> KafkaBroker:
    """A FastStream broker for consumers: creates no topics, casts no arguments."""
    return KafkaBroker(
        settings.bootstrap,
        client_id=settings.client_id,
        security=settings.broker(),
        allow_auto_create_topics=False,
        apply_types=False,
        logger=None,  # its two lines per batch add nothing to our metrics
        **options,
    )


def poll_promptly(
    subscriber: Any,
    begin: Callable[[Any], Awaitable[None]] | None = None,
    before_each: Callable[[Any], Awaitable[None]] | None = None,
) -> None:
    """Make a batch subscriber poll again immediately after an empty poll, so that a record is handled when it arrives.

    `begin` is called with the consumer before its first poll, and again after 5 s if it raises KafkaError;
    `before_each` before every later poll: each second, even where no record comes.
    """

    async def get_msg(consumer: Any) -> Records:
        nonlocal begin
        if begin is not None:
            await begin(consumer)
            begin = None
        elif before_each is not None:
            await before_each(consumer)
        try:
            polled = await poll(consumer, timeout_ms=POLL_MS, max_records=subscriber.max_records)
        except CorruptRecordException as error:
            places = {f"{tp.topic}:{tp.partition}": await consumer.position(tp) for tp in consumer.assignment()}
            stop_process(f"the client cannot read a record: {error!r}; `livefair dlq` cannot help", read_up_to=places)
        return tuple(chain.from_iterable(polled.values()))

    subscriber.get_msg = get_msg
