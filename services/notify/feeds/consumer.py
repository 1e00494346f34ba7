"""Reads `livefair.rooms` into the hub, and asks the broker which log it is.

An unreadable record is logged, counted and skipped, and a resume across it is answered with `reload`. It is not
dead-lettered: it stays in the topic, and every instance would write another dead letter at each start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from aiokafka import ConsumerRecord
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.partitioner import murmur2
from pydantic import ValidationError

from plumbing.kafka.incarnation import Incarnation, incarnations
from plumbing.kafka.position import BadPosition, Position
from plumbing.kafka.settings import KafkaSettings
from plumbing.sealing.keys import Keys
from plumbing.telemetry import metrics
from plumbing.telemetry.fatal import stop_process
from schemas.rooms import RoomRecord
from schemas.topics import CHAT, PEOPLE, PRESENCE, ROOMS
from services.notify.feeds.opening import opened
from services.notify.rooms.hub import Hub
from services.notify.rooms.opened import SEALED, Texts, opened_record
from services.notify.rooms.pace import TICK_S
from services.notify.rooms.places import epoch_of

CHUNK_RECORDS = 200  # taken at a time, so that sockets are served in between
ASK_S = 10.0
READ = (ROOMS.name, PRESENCE.name, CHAT.name, PEOPLE.name)
log = structlog.get_logger(__name__)


class TopicMissing(Exception):
    """A topic does not exist; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Log:
    """The log that is read: its epoch, which is part of positions, and the number of partitions of the rooms."""

    epoch: str
    partitions: int
    cluster: str = ""

    def partition_of(self, key: str) -> int:
        """The partition that Kafka's default partitioner chooses for a room."""
        return int((murmur2(key.encode()) & 0x7FFFFFFF) % self.partitions)


async def ask_log(kafka: KafkaSettings) -> Log:
    """Ask the broker for the cluster's id and the topic's partitions. Raises KafkaError, TimeoutError, TopicMissing."""
    admin = AIOKafkaAdminClient(**kafka.client())
    async with asyncio.timeout(ASK_S):
        await admin.start()
        try:
            cluster = await admin.describe_cluster()
            topics = await admin.describe_topics([*READ])
            ids = await incarnations(admin._client, [ROOMS.name])
        finally:
            await admin.close()
    spread = {str(topic["topic"]): len(topic["partitions"]) for topic in topics}
    for name in READ:
        if not spread.get(name):
            raise TopicMissing(f"{name} does not exist: run `livefair topics`")
    partitions, cluster_id = spread[ROOMS.name], str(cluster["cluster_id"])
    topic_id = ids[ROOMS.name].id if ids else ""  # the demo's broker has none, and keeps no topic either
    return Log(epoch_of(cluster_id, partitions, topic_id), partitions, cluster_id)


class Feed:
    """Takes batches of records into the hub, and sends at once what may be sent at once."""

    def __init__(self, hub: Hub[Any], keys: Keys, log: Log, tick: Callable[[], None], now: Callable[[], float]) -> None:
        self._hub = hub
        self._keys = keys
        self._log = log
        self._tick = tick
        self._now = now

    async def apply(self, records: Sequence[ConsumerRecord]) -> None:
        """Take a batch. Backpressure: returns when the hub has room for more."""
        for start in range(0, len(records), CHUNK_RECORDS):
            chunk = records[start : start + CHUNK_RECORDS]
            words = [SEALED.words_in(record.value or b"") for record in chunk]
            texts = await opened(self._keys, (word for of_record in words for word in of_record))
            for record, of_record in zip(chunk, words, strict=True):
                self._take(record, {word: texts.get(word) for word in of_record})
            self._tick()
            await asyncio.sleep(0)
            while self._hub.crowded:
                await asyncio.sleep(TICK_S)

    async def renewed(self, found: Incarnation) -> None:
        """Begin anew with a topic that was deleted and made again: clients reload, and rooms keep what they hold."""
        if found.partitions != self._log.partitions:
            stop_process(f"{ROOMS.name} was made again with {found.partitions} partitions: rooms must be found anew")
        self._log = replace(self._log, epoch=epoch_of(self._log.cluster, found.partitions, found.id))
        self._hub.restart(self._log.epoch, self._now())
        self._tick()

    def _take(self, record: ConsumerRecord, texts: Texts) -> None:
        if record.partition >= self._log.partitions:
            stop_process(f"{ROOMS.name} has got more partitions: rooms must be found anew", partition=record.partition)
        try:
            key, room = parse(record.key, record.value)
        except BadRecord as bad:
            metrics.UNREADABLE.labels(ROOMS.name).inc()
            log.error(
                "unreadable_record", topic=ROOMS.name, partition=record.partition, offset=record.offset, why=str(bad)
            )
            self._hub.skip(record.partition, record.offset, self._now())
            return
        room = room and opened_record(room, texts)
        size = len(record.value or b"")
        self._hub.read(key, room, record.partition, record.offset, record.timestamp, self._now(), size)


class BadRecord(ValueError):
    """The record is no valid room record; the message says why, without its content."""


def parse(key: bytes | None, value: bytes | None) -> tuple[str, RoomRecord | None]:
    """The room's key and the parsed record; None for a tombstone. Raises BadRecord."""
    try:
        if value is None:
            return (key or b"").decode(), None
        room = RoomRecord.model_validate_json(value)
        Position.parse(room.decided)
    except ValidationError as error:
        raise BadRecord(f"{error.error_count()} fields do not fit, first {error.errors()[0]['loc']}") from error
    except (UnicodeDecodeError, BadPosition) as error:
        raise BadRecord(type(error).__name__) from error
    if room.room.encode() != key:
        raise BadRecord("the key is not the room's name")
    return room.room, room
