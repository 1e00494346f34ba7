"""Late entries of the catalog, through a real broker behind a link that is cut: the newest one is the last again."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from livefair.system.topics import create_topics
from plumbing.kafka.publisher import Publisher, partition_of
from plumbing.kafka.settings import KafkaSettings
from schemas.catalog import JobEntry
from schemas.topics import CATALOG, FAIRS
from services.fair.engine import announcing as announcings
from services.fair.engine.announcing import Announcing
from tests.conftest import RunningKafka
from tests.e2e.waiting import until
from tests.faults.storm.link import HOST, Link
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.running import edge_to, running_fair, settings
from tests.services.fair.story import ORG, Teller
from tests.services.fair.tables import filled

MENDED_S = 60.0


@pytest_asyncio.fixture(loop_scope="session")
async def cut(servers_folder: Path) -> AsyncIterator[tuple[RunningKafka, Link]]:
    """A broker of its own, and the link that leads to it."""
    link = Link()
    await link.start()
    kafka = RunningKafka(servers_folder / f"kafka-{uuid.uuid4().hex}", {"late": link.port})
    link.target = kafka.doors["late"]
    await kafka.start()
    await create_topics(kafka.bootstrap)
    yield kafka, link
    await link.stop()
    await kafka.kill()


async def of_key(bootstrap: str, key: bytes) -> list[ConsumerRecord]:
    """All records of a key in the catalog, in order."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        await consumer.topics()
        tp = TopicPartition(CATALOG.name, partition_of(key, CATALOG.partitions))
        consumer.assign([tp])
        consumer.seek(tp, 0)
        end, found = (await consumer.end_offsets([tp]))[tp], []
        while await consumer.position(tp) < end:
            found += (await consumer.getmany(timeout_ms=100)).get(tp, [])
        return [record for record in found if record.key == key]
    finally:
        await consumer.stop()


def states(records: list[ConsumerRecord]) -> list[str]:
    return [JobEntry.model_validate_json(record.value or b"").state for record in records]


async def test_a_late_producer_does_not_leave_the_older_entry_last(
    cut: tuple[RunningKafka, Link], database: str, tmp_path: Path
) -> None:
    """A relay sends an entry, is cut off, and the entry arrives after its successor's: within a minute the last record
    of the key is the newest one, without anybody's doing."""
    (kafka, link), t = cut, Teller()
    key, late = str(t.job("a")).encode(), Publisher(KafkaSettings(f"{HOST}:{link.port}", "late"), deadline_s=30.0)
    await late.start()
    await late.publish(CATALOG.name, key, None)  # from now on it is connected
    try:
        async with running_fair(settings(kafka.bootstrap, database, tmp_path)), edge_to(kafka.bootstrap) as edge:

            async def told(state: str) -> bool:
                return states((await of_key(kafka.bootstrap, key))[1:])[-1:] == [state]

            await edge.write(*t.ready("a"))
            await until(lambda: told("open"), "the job to be in the catalog", MENDED_S)
            older = (await of_key(kafka.bootstrap, key))[-1]
            link.silence()
            sending = asyncio.create_task(late.publish(CATALOG.name, key, older.value))
            await edge.write(t.job_closed("a"))
            await until(lambda: told("closed"), "the job to be closed in the catalog", MENDED_S)
            newer = (await of_key(kafka.bootstrap, key))[-1]
            link.heal()
            receipt = await sending
            assert receipt.offset > newer.offset
            await until(lambda: told("closed"), "the newest entry to be the last one", MENDED_S)
            assert states((await of_key(kafka.bootstrap, key))[1:]) == ["open", "closed", "open", "closed"]
    finally:
        await late.stop()


def record(key: bytes, entry: JobEntry | None, decided: str = "") -> ConsumerRecord:
    value = None if entry is None else entry.model_dump_json().encode()
    headers = [("decided", decided.encode())] if decided else []
    return ConsumerRecord(CATALOG.name, 0, 0, 0, 1, key, value, None, 0, 0, tuple(headers))


def entry(t: Teller, offset: int, partition: int = 0) -> JobEntry:
    ids = {"job": t.job("a"), "fair": t.fair, "org": ORG}
    return JobEntry(**ids, state="open", decided=f"{FAIRS.name}:{partition}:{offset}")


class Mending:
    """The watcher of partition 0, over tables in which the fair is."""

    def __init__(self, pool: Any, keys_max: int = 10) -> None:
        self.now, self.poked = 0.0, 0
        self.owned = [(FAIRS.name, 0)]
        self.of = Announcing(pool, lambda: self.owned, self._poke, lambda: self.now, keys_max)

    def _poke(self) -> None:
        self.poked += 1


class Connected:
    """The pool's part that is used, with one connection."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn

    async def read(self, work: Any) -> Any:
        async with connection_to(self.dsn) as connection:
            return await work(connection)


@pytest.fixture
def teller() -> Teller:
    return Teller()


async def test_only_the_late_keys_of_owned_partitions_are_published_again(database: str, teller: Teller) -> None:
    """Once in ten seconds while the record is not read back; what came in order, or without a position, is left."""
    await filled(database, teller.ready("a"))
    async with connection_to(database) as connection:
        await connection.execute("DELETE FROM outbox")
        mending, key = Mending(Connected(database)), str(teller.job("a")).encode()
        await mending.of.apply([record(key, entry(teller, 5)), record(key, entry(teller, 6))])
        await mending.of.apply([record(key, entry(teller, 1, 3)), record(b"bad", None)])
        await mending.of.turn()
        assert mending.poked == 0
        await mending.of.apply([record(key, entry(teller, 9)), record(key, entry(teller, 8))])
        mending.owned = []
        await mending.of.turn()
        assert mending.poked == 0
        mending.owned = [(FAIRS.name, 0)]
        for at, wanted in ((0.0, 1), (announcings.AGAIN_S - 1, 1), (announcings.AGAIN_S, 2)):
            mending.now = at
            await mending.of.turn()
            assert (mending.poked, await connection.fetchval("SELECT count(*) FROM outbox")) == (wanted, wanted)
        await mending.of.apply([record(key, entry(teller, 9))])
        mending.now *= 9
        await mending.of.turn()
        assert mending.poked == 2


async def test_known_keys_are_bounded(database: str, teller: Teller) -> None:
    """The oldest is forgotten."""
    mending = Mending(Connected(database), keys_max=2)
    await mending.of.apply([record(bytes([number]), entry(teller, number)) for number in range(5)])
    assert list(mending.of._newest) == [bytes([3]), bytes([4])]
