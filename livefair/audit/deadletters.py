"""Reads the dead letters, and publishes their records again to the end of their topics, each once.

A letter is named by the position of its record. A mark, which is another record of the dead letters' topic, notes that
it was replayed; it is written afterwards. If the mark is lost the record may be published twice: fair's inbox
deduplicates it by the id of the event.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from livefair.failure import Failure
from livefair.system.security import kafka_security
from plumbing.kafka.headers import poll
from plumbing.kafka.position import BadPosition, Position
from plumbing.kafka.publisher import Publisher, Unavailable
from plumbing.kafka.settings import KafkaSettings
from schemas.topics import DEAD_LETTERS

ORIGINAL = "orig_"
REPLAYED = "dlq_replayed"
FETCH_WAIT_MS = 100
SILENCE_S = 30.0
DEADLINE_S = 30.0
PARTITIONS = [TopicPartition(DEAD_LETTERS.name, number) for number in range(DEAD_LETTERS.partitions)]


@dataclass(frozen=True, slots=True)
class Letter:
    """One bad record, without its value: its position, why and when it was dead-lettered, and its new position."""

    place: Position
    reason: str
    at: datetime
    type: str | None
    key: str
    bytes: int
    replayed: str | None = None

    def as_json(self) -> dict[str, Any]:
        told = {"position": str(self.place), "reason": self.reason, "at": self.at.isoformat(), "type": self.type}
        return {**told, "key": self.key, "bytes": self.bytes, "replayed": self.replayed}


async def letters(bootstrap: str) -> list[Letter]:
    """All dead letters, oldest first and deduplicated. Raises Failure."""
    found: dict[Position, Letter] = {}
    order: dict[Position, tuple[int, int, int]] = {}
    marks: dict[Position, str] = {}
    async for record in _records(bootstrap):
        headers = _headers(record)
        place = _place(headers)
        if place is not None and REPLAYED in headers:
            marks[place] = headers[REPLAYED]
        elif place is not None and place not in found:
            found[place] = _letter(record, headers, place)
            order[place] = (record.timestamp, record.partition, record.offset)
    told = [replace(letter, replayed=marks.get(place)) for place, letter in found.items()]
    return sorted(told, key=lambda letter: order[letter.place])


async def replay(bootstrap: str, places: Collection[Position]) -> AsyncIterator[tuple[Position, Position | None]]:
    """Publish the records of these letters again, oldest first within a partition. Yields old and new positions.

    The new position is None for a record that was too large to be copied to the dead letters.

    Raises Failure where the broker does not acknowledge. A second call goes on with the letters that have no mark.
    """
    publisher = Publisher(_settings(bootstrap), deadline_s=DEADLINE_S)
    left = set(places)
    try:
        await publisher.start()
        async with aclosing(_records(bootstrap)) as records:
            async for record in records:
                place = _place(headers := _headers(record))
                if place is not None and place in left and REPLAYED not in headers:
                    left.discard(place)
                    yield place, await _put_back(publisher, place, record)
    except (KafkaError, Unavailable) as problem:
        raise Failure(f"the broker did not acknowledge: {problem}: run it again") from problem
    finally:
        await publisher.stop()


async def _put_back(publisher: Publisher, place: Position, record: ConsumerRecord) -> Position | None:
    key = record.key or b""
    original = [(name.removeprefix(ORIGINAL), value) for name, value in record.headers if name.startswith(ORIGINAL)]
    if record.value is None and not original:
        return None
    receipt = await publisher.publish(place.topic, key, record.value, original)
    named = {"dlq_topic": place.topic, "dlq_partition": place.partition, "dlq_offset": place.offset}
    mark = {**named, "dlq_reason": "replayed", REPLAYED: receipt.position}
    headers = [(name, str(value).encode()) for name, value in mark.items()]
    await publisher.publish(DEAD_LETTERS.name, key, None, headers)
    return receipt.position


async def _records(bootstrap: str) -> AsyncGenerator[ConsumerRecord, None]:
    """Every record of the topic up to its present end, taken from a fetch: the demo broker offers no other."""
    consumer = AIOKafkaConsumer(
        **_settings(bootstrap).client(),
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=FETCH_WAIT_MS,
        max_partition_fetch_bytes=4 * 1_048_576,
    )
    try:
        await consumer.start()
        consumer.assign(PARTITIONS)
        for tp in PARTITIONS:
            consumer.seek(tp, 0)
        async for record in _to_the_end(consumer):
            yield record
    except (KafkaError, OSError) as problem:
        raise Failure(f"cannot read {DEAD_LETTERS.name} at {bootstrap}: {problem!r}") from problem
    finally:
        with suppress(KafkaError):
            await consumer.stop()


async def _to_the_end(consumer: Any) -> AsyncIterator[ConsumerRecord]:
    ends: dict[TopicPartition, int] = {}
    loop = asyncio.get_running_loop()
    heard = loop.time()
    while True:
        found = await poll(consumer, timeout_ms=FETCH_WAIT_MS)
        for tp in PARTITIONS:
            for record in found.get(tp, ()):
                yield record
            if (end := consumer.highwater(tp)) is not None:
                ends.setdefault(tp, end)
        if found:
            heard = loop.time()
        elif loop.time() - heard > SILENCE_S:
            raise Failure(f"the broker says nothing of {DEAD_LETTERS.name}: does it exist? Run `livefair topics`")
        if len(ends) == len(PARTITIONS) and all([await consumer.position(tp) >= end for tp, end in ends.items()]):
            return


def _settings(bootstrap: str) -> KafkaSettings:
    return KafkaSettings(bootstrap, "livefair-dlq", idempotence=False, security=kafka_security())


def _letter(record: ConsumerRecord, headers: dict[str, str], place: Position) -> Letter:
    at = datetime.fromtimestamp(record.timestamp / 1000, UTC)
    key = (record.key or b"").decode(errors="replace")
    size = len(record.value or b"")
    return Letter(place, headers.get("dlq_reason", ""), at, headers.get(f"{ORIGINAL}ce_type"), key, size)


def _headers(record: ConsumerRecord) -> dict[str, str]:
    return {name: (value or b"").decode(errors="replace") for name, value in record.headers}


def _place(headers: dict[str, str]) -> Position | None:
    """The position of the original record; None for a record that is no dead letter of ours."""
    try:
        return Position.parse(":".join(headers.get(f"dlq_{name}", "") for name in ("topic", "partition", "offset")))
    except BadPosition:
        return None
