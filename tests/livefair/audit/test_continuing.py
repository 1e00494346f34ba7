"""A log that lost records is continued, on Kafka and PostgreSQL: offsets go on, and nothing undecided is lost."""

from __future__ import annotations

import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from livefair.audit import continuing
from livefair.audit.continuing import Continued, continue_log
from livefair.audit.rebuild import check
from livefair.failure import Failure
from livefair.servers.ports import free_port
from livefair.system.topics import create_topics
from plumbing.eventlog.same_log import LOST_TYPE, read_marks, why_closed
from plumbing.kafka.incarnation import incarnations
from plumbing.kafka.publisher import Publisher, partition_of
from plumbing.kafka.settings import KafkaSettings
from schemas.topics import CATALOG, FAIRS, ROOMS
from tests.conftest import RunningKafka
from tests.plumbing.postgres.connections import connection_to

KEY = b"a fair"
PLACE = TopicPartition(FAIRS.name, partition_of(KEY, FAIRS.partitions))


async def written(kafka: KafkaSettings) -> int:
    """Three records, of which the last two are later than the first one, whose time in ms is returned."""
    publisher = Publisher(kafka, deadline_s=30.0)
    await publisher.start()
    try:
        first = (await publisher.publish(FAIRS.name, KEY, b"old", [("ce_type", b"Old")])).time
        waits = True
        while waits:  # until the log's clock has moved on
            waits = (await publisher.publish(CATALOG.name, KEY, b"{}")).time <= first
        for value in (b"one", b"two"):
            await publisher.publish(FAIRS.name, KEY, value, [("ce_type", b"New")])
        return round(first.timestamp() * 1000)
    finally:
        await publisher.stop()


async def records(kafka: KafkaSettings) -> list[ConsumerRecord]:
    consumer = AIOKafkaConsumer(**kafka.client())
    await consumer.start()
    try:
        consumer.assign([PLACE])
        consumer.seek(PLACE, 0)
        end, found = (await consumer.end_offsets([PLACE]))[PLACE], []
        while await consumer.position(PLACE) < end:
            found += (await consumer.getmany(timeout_ms=100)).get(PLACE, [])
        return found
    finally:
        await consumer.stop()


async def ids(bootstrap: str) -> set[str]:
    """The ids of the topics that are made from the tables."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        return {one.id for one in (await incarnations(admin._client, [CATALOG.name, ROOMS.name])).values()}
    finally:
        await admin.close()


async def test_offsets_go_on_where_the_tables_are(own_kafka: RunningKafka, database: str) -> None:
    """The lost ones are filled, what was written since the loss is appended again, the derived topics are new, and a
    rebuild is refused. Once more changes nothing."""
    kafka = KafkaSettings(own_kafka.bootstrap, "test")
    await create_topics(own_kafka.bootstrap)
    ms, before = await written(kafka), await ids(own_kafka.bootstrap)
    async with connection_to(database) as connection:
        await connection.execute("INSERT INTO consumed VALUES ($1, $2, 6)", *PLACE)
        await connection.execute("INSERT INTO log_marks VALUES ($1, $2, 4, $3)", *PLACE, ms)
        assert await continue_log(database, kafka) == [Continued(PLACE, 6, 3, 2)]
        found = await records(kafka)
        values = [record.value for record in found]
        assert values == [b"old", b"one", b"two", None, None, None, b"one", b"two"]
        assert {dict(record.headers)["ce_type"] for record in found[3:6]} == {LOST_TYPE}
        assert [record.headers for record in found[6:]] == [(("ce_type", b"New"),)] * 2
        assert await read_marks(connection) == {PLACE: (5, found[5].timestamp)}
        assert [*await connection.fetchrow("SELECT topic, partition, next_offset FROM log_losses")] == [*PLACE, 6]
    after = await ids(own_kafka.bootstrap)
    assert (len(after), after & before) == (2, set())
    assert await continue_log(database, kafka) == []
    assert len(await records(kafka)) == 8
    with pytest.raises(Failure, match=f"{PLACE.topic}:{PLACE.partition} lost records before 6"):
        await check(database, own_kafka.bootstrap, None)  # type: ignore[arg-type]  # it is not asked


async def test_an_interrupted_run_is_finished_by_the_next(
    own_kafka: RunningKafka, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then no fair may follow the log, though no record is missing any more."""

    async def killed(kafka: KafkaSettings) -> None:
        raise OSError("killed")

    kafka = KafkaSettings(own_kafka.bootstrap, "test")
    await create_topics(own_kafka.bootstrap)
    await written(kafka)
    async with connection_to(database) as connection:
        await connection.execute("INSERT INTO consumed VALUES ($1, $2, 6)", *PLACE)
        with monkeypatch.context() as patch:
            patch.setattr(continuing, "_make_anew", killed)
            with pytest.raises(Failure, match="killed: run it again"):
                await continue_log(database, kafka)
        assert f"{PLACE.topic}:{PLACE.partition} lost records" in str(await why_closed(connection))
        [done] = await continue_log(database, kafka)
        assert (done.place, done.until, done.filled) == (PLACE, 6, 0)
        assert await why_closed(connection) is None
    assert await continue_log(database, kafka) == []


async def test_what_is_missing_is_said(own_kafka: RunningKafka, database: str, empty_database: str) -> None:
    """The topics of a new cluster, the tables, or the broker."""
    kafka = KafkaSettings(own_kafka.bootstrap, "test")
    async with connection_to(database) as connection:
        await connection.execute("INSERT INTO consumed VALUES ($1, $2, 6)", *PLACE)
    with pytest.raises(Failure, match="run `livefair topics` first"):
        await continue_log(database, kafka)
    with pytest.raises(Failure, match="no tables of a fair"):
        await continue_log(empty_database, kafka)
    with pytest.raises(Failure, match="the broker does not answer"):
        await continue_log(database, KafkaSettings(f"127.0.0.1:{free_port()}", "test"))
