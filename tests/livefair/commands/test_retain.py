"""The command `livefair retain`, on Kafka, PostgreSQL and a folder of keys."""

from __future__ import annotations

import asyncio
from pathlib import Path

from aiokafka import AIOKafkaConsumer, TopicPartition
from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.system.topics import create_topics
from plumbing.kafka.publisher import partition_of
from plumbing.objects.store import Objects
from plumbing.sealing.keys import Keys
from schemas.fair import RetentionPassed
from schemas.topics import FAIRS
from tests.conftest import RunningKafka
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.story import Teller
from tests.services.fair.tables import filled


async def test_texts_of_old_fairs_are_gone(kafka: RunningKafka, database: str, tmp_path: Path) -> None:
    """Those that ended before; the record is in the log of the fair, whose rows are decided by it."""
    await create_topics(kafka.bootstrap)
    objects, over, other = Objects(str(tmp_path)), Teller(), Teller()
    keys = Keys(objects, fresh_s=0)
    words = [await keys.seal(f"{teller.fair.hex}/{'a' * 32}", "canary") for teller in (over, other)]
    await filled(database, [*over.ready(), over.closed(), *other.ready(), other.closed()])
    async with connection_to(database) as connection:
        await connection.execute("UPDATE fairs SET ends_at = now() - interval '8 days'")
        await connection.execute("UPDATE fairs SET ends_at = now() - interval '10 days' WHERE id = $1", over.fair)
    given = ["--kafka", kafka.bootstrap, "--postgres", database, "--objects", str(tmp_path), "--days", "9"]
    done = await asyncio.to_thread(CliRunner().invoke, application("retain"), ["retain", *given])
    assert (done.exit_code, done.output) == (0, "forgot 1 fairs\n"), done.exception
    assert [await keys.open(word) for word in words] == [None, "canary"]
    key = str(over.fair).encode()
    assert [event.fair for event in await said(kafka.bootstrap, key)] == [over.fair]


async def said(log: str, key: bytes) -> list[RetentionPassed]:
    """The records of this key in the fair's partition."""
    consumer = AIOKafkaConsumer(bootstrap_servers=log, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([TopicPartition(FAIRS.name, partition_of(key, FAIRS.partitions))])
        while True:
            for records in (await consumer.getmany(timeout_ms=1_000)).values():
                found = [RetentionPassed.model_validate_json(one.value) for one in records if one.key == key]
                if found:
                    return found
    finally:
        await consumer.stop()
