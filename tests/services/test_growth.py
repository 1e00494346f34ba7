"""The memory of ingest and notify does not grow with the fairs that there ever were, on a real Kafka."""

from __future__ import annotations

import asyncio
import re
from asyncio.subprocess import Process
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import pytest

from livefair.servers.ports import free_port
from livefair.system.topics import create_topics
from plumbing.eventlog.outbox import Record
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.settings import KafkaSettings
from schemas.catalog import (
    TOMBSTONE_DECIDED,
    AnyEntry,
    BoothEntry,
    FairEntry,
    JobEntry,
    SessionEntry,
    StaffEntry,
    booth_key,
    staff_key,
)
from schemas.rooms import RoomItem, RoomRecord, fair_room, session_room
from schemas.topics import CATALOG, ROOMS
from tests.conftest import RunningKafka
from tests.plumbing.auth.issuer import Issuer
from tests.services.ingest.test_main import listening, running
from tests.services.ingest.write_edge import NOON
from tests.services.notify.standing import start_program, until_ready

AT_ONCE, FEW, MANY = 100, 100, 10_000
JOBS = 2
GROWTH_MAX = 1.10
WITHIN_S = 60


def life_of_a_fair(number: int) -> Iterator[Record]:
    """What fair publishes from a fair's beginning to its archive; each fair, enterprise and person is another one."""
    fair, session, org, decided = uuid4(), uuid4(), f"enterprise-{number}", f"livefair.fairs:3:{number * 100}"
    one = {"fair": fair, "org": org, "decided": decided}
    entries: dict[str, AnyEntry] = {
        str(fair): FairEntry(**one, state="open", ends_at=NOON),
        booth_key(fair, org): BoothEntry(**one, state="approved"),
        staff_key(fair, f"p-{number}"): StaffEntry(**one, person=f"p-{number}", role="lead"),
        str(session): SessionEntry(**one, session=session, host="enterprise", state="ended"),
    }
    entries |= {str(job): JobEntry(**one, job=job, state="open") for job in (uuid4() for _ in range(JOBS))}
    for key, entry in entries.items():
        yield Record(CATALOG.name, key.encode(), entry.model_dump_json().encode())
    rooms = (fair_room(fair), session_room(session))
    for room in rooms:
        items = [RoomItem(event="JobPublished", event_id=uuid4(), at=NOON, data={"fair": str(fair)}) for _ in range(3)]
        told = RoomRecord(room=room, decided=decided, counters={"jobs": JOBS, "positions": 9}, items=items)
        yield Record(ROOMS.name, room.encode(), told.model_dump_json().encode())
    archived = [(TOMBSTONE_DECIDED, f"livefair.fairs:3:{number * 100 + 1}".encode())]
    yield from (Record(CATALOG.name, key.encode(), None, archived) for key in entries)
    yield from (Record(ROOMS.name, room.encode(), None, archived) for room in rooms)


class Read:
    """A service, and how many records of its topic it has read."""

    def __init__(self, pid: int, address: str, topic: str) -> None:
        self._process = psutil.Process(pid)
        self._address = address
        self._number = re.compile(rf'livefair_consumed_records_total\{{topic="{topic}"\}} ([0-9.e+]+)')

    async def until(self, http: httpx.AsyncClient, records: int) -> None:
        async with asyncio.timeout(WITHIN_S):
            while True:
                found = self._number.search((await http.get(f"{self._address}/metrics")).text)
                if found and float(found[1]) >= records:
                    return
                await asyncio.sleep(0.02)

    @property
    def memory_bytes(self) -> int:
        return int(self._process.memory_info().rss)


async def start_notify(kafka: RunningKafka, issuer: Issuer) -> tuple[Process, int]:
    """notify as a process, and its port."""
    port = free_port()
    told = {"LIVEFAIR_PORT": str(port), "LIVEFAIR_KAFKA": kafka.bootstrap, "LIVEFAIR_JWKS": str(issuer.jwks)}
    return await start_program({**told, "LIVEFAIR_OBJECTS": str(issuer.jwks.parent / "objects")}), port


@pytest.mark.long
async def test_memory_after_10000_archived_fairs_is_that_after_100(own_kafka: RunningKafka, tmp_path: Path) -> None:
    """At most 10 % more in both, as resident memory of the processes. They read each hundred before the next comes, so
    that what the client fetches ahead is the same for both numbers."""
    issuer = Issuer(tmp_path)
    await create_topics(own_kafka.bootstrap)
    relay = Publisher(KafkaSettings(own_kafka.bootstrap, "relay"), deadline_s=WITHIN_S)
    await relay.start()
    async with running(own_kafka, issuer, 1) as (ingest, address), httpx.AsyncClient(trust_env=False) as http:
        notify, notify_port = await start_notify(own_kafka, issuer)
        try:
            await listening(address)
            await until_ready(notify_port)
            reading = {
                CATALOG.name: Read(ingest.pid, address, CATALOG.name),
                ROOMS.name: Read(notify.pid, f"http://127.0.0.1:{notify_port}", ROOMS.name),
            }
            written, after = dict.fromkeys(reading, 0), dict[int, dict[str, int]]()
            for first in range(0, MANY, AT_ONCE):
                records = [one for number in range(first, first + AT_ONCE) for one in life_of_a_fair(number)]
                await asyncio.gather(*(relay.publish(one.topic, one.key, one.value, one.headers) for one in records))
                for one in records:
                    written[one.topic] += 1
                for topic, service in reading.items():
                    await service.until(http, written[topic])
                if first + AT_ONCE in (FEW, MANY):
                    after[first + AT_ONCE] = {topic: service.memory_bytes for topic, service in reading.items()}
        finally:
            notify.kill()
            await notify.communicate()
            await relay.stop()
    grown = {topic: after[MANY][topic] / after[FEW][topic] for topic in reading}
    assert max(grown.values()) <= GROWTH_MAX, (grown, after)
