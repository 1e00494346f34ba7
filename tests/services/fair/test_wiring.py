"""The whole fair on a real broker and database: from log records to rows, rooms and the catalog."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from livefair.audit.verify import audit
from livefair.servers.ports import free_port
from plumbing.eventlog.consumer import Consumer
from plumbing.kafka.publisher import Publisher, partition_of
from schemas.catalog import LOG_KEY, FairEntry, LogEntry
from schemas.resume import attachment_path, resume_id
from schemas.rooms import RoomRecord
from schemas.topics import CATALOG, FAIRS, ROOMS
from services.fair.kernel.grants import Grants
from services.fair.settings import Settings
from services.fair.wiring import SWITCH_S, Decider, ReadApi, app
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.conftest import begin, ends
from tests.services.fair.running import Edge, decided, environment_of, running_fair, settings
from tests.services.fair.story import Entry, Teller, saved
from tests.services.fair.tables import contents


async def values_of(bootstrap: str, topic: str, key: str, until: str) -> list[bytes]:
    """The values of one key of a compacted topic, up to the first that contains `until`."""
    client: Any = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await client.start()
    try:
        tp = TopicPartition(topic, partition_of(key.encode(), 12))
        client.assign([tp])
        client.seek(tp, 0)
        found: list[bytes] = []
        async with asyncio.timeout(20):
            while not found or until.encode() not in found[-1]:
                record = await client.getone()
                found += [record.value] if record.key == key.encode() else []
        return found
    finally:
        await client.stop()


async def test_a_log_becomes_rows_and_is_told(log: str, fair_settings: Settings, edge: Edge) -> None:
    """Correct rows and counters, catalog entries, and room records with log positions."""
    teller = Teller()
    entries = [*teller.ready("a", "b"), *(teller.submitted(f"stu-{n}") for n in range(100)), saved("stu-1")]
    async with running_fair(fair_settings) as fair:
        receipts = await edge.write(*entries)
        await decided(fair, receipts)
        assert await fair.not_ready() is None
        last = str(receipts[-2].position)
        rooms = [
            RoomRecord.model_validate_json(one) for one in await values_of(log, ROOMS.name, f"fair:{teller.fair}", last)
        ]
        states = [
            FairEntry.model_validate_json(one).state
            for one in await values_of(log, CATALOG.name, str(teller.fair), "open")
        ]
    assert (rooms[-1].counters or {})["applications"] == 100
    assert sum(len(room.items) for room in rooms) == 4
    assert states[-1] == "open"
    done = await audit(fair_settings.postgres)
    assert (done.differences, done.rows["applications"], done.rows["resumes"]) == ([], 100, 1)
    times = {row["offset"]: row["received_at"] for row in (await contents(fair_settings.postgres))["applications"]}
    assert times == {receipt.offset: receipt.time for receipt in receipts[6:-1]}


async def test_reads_leave_decisions_their_connections(fair_settings: Settings, edge: Edge) -> None:
    """While reads hold every connection that they may have, records are decided and published."""
    wait = "SELECT pg_advisory_xact_lock(7)"
    async with (
        serving(fair_settings) as api,
        running_fair(fair_settings) as fair,
        connection_to(fair_settings.postgres) as holder,
    ):
        await holder.execute("SELECT pg_advisory_lock(7)")
        reads = [asyncio.create_task(api.pool.read(lambda one: one.execute(wait))) for _ in range(10)]
        receipts = await edge.write(*Teller().ready())
        await decided(fair, receipts)
        async with asyncio.timeout(20):
            while await holder.fetchval("SELECT count(*) FROM outbox"):
                await asyncio.sleep(0.02)
        assert not any(read.done() for read in reads)
        await holder.execute("SELECT pg_advisory_unlock(7)")
        await asyncio.gather(*reads)


async def test_a_kill_between_the_two_commits(
    fair_settings: Settings, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill between the commits to PostgreSQL and Kafka, the next process decides nothing twice."""
    monkeypatch.setattr(Consumer, "_commit_soon", lambda self: None)
    teller = Teller()
    async with running_fair(fair_settings) as fair:
        await decided(fair, await edge.write(*teller.ready(), teller.submitted("stu-1"), saved("stu-1")))
    before = await contents(fair_settings.postgres)
    async with running_fair(fair_settings) as fair:
        await decided(fair, await edge.write(teller.submitted("stu-2")))
    after = await contents(fair_settings.postgres)
    assert [row for row in after["inbox"] if row in before["inbox"]] == before["inbox"]
    assert len(after["inbox"]) == len(before["inbox"]) + 1
    assert [row["place"] for row in sorted(after["applications"], key=lambda row: row["offset"])] == [1, 2]


async def test_postgres_is_the_truth(
    log: str, fair_settings: Settings, edge: Edge, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, postgres: Any
) -> None:
    """If Kafka's committed offset is ahead of the database, decisions continue from the database's."""
    monkeypatch.setattr("plumbing.eventlog.consumer.COMMIT_EVERY_S", 0.0)
    places = await ends(log)
    teller = Teller()
    receipts = await edge.write(*teller.ready(), teller.submitted())
    async with running_fair(fair_settings) as fair:
        await decided(fair, receipts)
        assert fair.consumer._committing is not None
        await asyncio.wait([fair.consumer._committing])
    restored = await postgres.create()
    try:
        await begin(restored, places)
        async with running_fair(settings(log, restored, tmp_path)) as fair:
            await decided(fair, receipts)
        assert await contents(restored) == await contents(fair_settings.postgres)
    finally:
        await postgres.drop(restored)


async def test_two_instances_share_the_log(log: str, fair_settings: Settings, edge: Edge) -> None:
    """Each decides its partitions, both answer for all of them, and one takes over when the other stops."""
    tellers = [Teller() for _ in range(12)]

    def crowd(students: range) -> list[Entry]:
        return [teller.submitted(f"stu-{n}") for n in students for teller in tellers]

    async with running_fair(fair_settings) as one:
        async with running_fair(fair_settings) as other:
            await _joined(one, other)
            receipts = await edge.write(*(entry for teller in tellers for entry in teller.ready()), *crowd(range(5)))
            await asyncio.gather(decided(one, receipts), decided(other, receipts))
            moving = asyncio.create_task(edge.write(*crowd(range(5, 30))))
        await decided(one, await moving)
    done = await audit(fair_settings.postgres)
    assert (done.differences, done.rows["fairs"], done.rows["applications"]) == ([], 12, 360)


async def _joined(*fairs: Decider) -> None:
    """Wait until each instance has partitions, and together they have all."""
    async with asyncio.timeout(30):
        while (
            not all(list(fair.consumer.owned()) for fair in fairs)
            or sum(len(list(fair.consumer.owned())) for fair in fairs) != 24
        ):
            await asyncio.sleep(0.05)


@asynccontextmanager
async def serving(given: Settings) -> AsyncIterator[ReadApi]:
    """The read API without its HTTP server."""
    api = ReadApi(given)
    await api.start()
    try:
        yield api
    finally:
        await api.stop()


async def test_it_leaves_nothing_open(fair_settings: Settings) -> None:
    """After a stop, no part is connected."""
    async with running_fair(fair_settings) as fair, serving(fair_settings) as api:
        assert (await fair.not_ready(), await api.not_ready()) == (None, None)
    assert api.freshness._client is not None
    assert api.freshness._client._closed
    for part in (fair, api):
        assert "does not answer" in (await part.not_ready() or "")


async def test_the_application_answers(fair_settings: Settings, edge: Edge) -> None:
    """With its lifespan it becomes ready, serves documents and keys, and reads what another process decided."""
    application = app(fair_settings)
    teller = Teller()
    transport = httpx.ASGITransport(app=application)
    client = httpx.AsyncClient(transport=transport, base_url="http://fair")
    async with running_fair(fair_settings), application.router.lifespan_context(application), client:
        [receipt] = await edge.write(teller.scheduled())
        found = await client.get(f"/v1/fairs/{teller.fair}", params={"after": str(receipt.position)})
        assert (found.status_code, found.json()["title"]) == (200, "Autumn fair")
        for path in (
            "/healthz",
            "/readyz",
            "/metrics",
            "/openapi.json",
            "/asyncapi.json",
            "/.well-known/jwks.json",
        ):
            assert (await client.get(path)).status_code == 200, path
        assert sys.getswitchinterval() == pytest.approx(SWITCH_S), "a file that is made must not delay the other reads"


async def test_what_decides_serves_no_reads(fair_settings: Settings, edge: Edge) -> None:
    """Only its health and its metrics, so that nobody's read shares its loop."""
    application = app(replace(fair_settings, role="log"))
    transport = httpx.ASGITransport(app=application)
    client = httpx.AsyncClient(transport=transport, base_url="http://fair")
    async with application.router.lifespan_context(application), serving(fair_settings) as api, client:
        [receipt] = await edge.write(Teller().scheduled())
        assert await api.progress.reached(receipt.position, 30)
        for path in ("/healthz", "/readyz", "/metrics"):
            assert (await client.get(path)).status_code == 200, path
        for path in ("/v1/fairs", "/openapi.json", "/docs", "/"):
            assert (await client.get(path)).status_code == 404, path


async def test_a_log_that_is_older_than_the_database_is_not_gone_on_with(fair_settings: Settings) -> None:
    """A log older than the database has lost records or is another log: the process stops and names the partition."""
    fair = Decider(fair_settings)
    await fair.publishing.start()
    try:
        await fair.publishing.read(
            lambda connection: connection.execute(
                "INSERT INTO consumed VALUES ($1, 3, 1000000000) ON CONFLICT (topic, partition) DO UPDATE "
                "SET next_offset = 1000000000",
                FAIRS.name,
            )
        )
        status, said = await started(environment_of(fair_settings))
        told = await values_of(fair_settings.kafka.bootstrap, CATALOG.name, LOG_KEY, "livefair.fairs:3 ends at")
    finally:
        await fair.publishing.stop()
        await taken_back(fair_settings)
    assert (status, "livefair.fairs:3 ends at" in said, bool(told)) == (1, True, True)


async def taken_back(settings: Settings) -> None:
    """Say that the log is followed: other tests use this broker."""
    publisher = Publisher(settings.kafka)
    await publisher.start()
    await publisher.publish(CATALOG.name, LOG_KEY.encode(), LogEntry().model_dump_json().encode())
    await publisher.stop()


async def started(environment: dict[str, str], **other: str) -> tuple[int | None, str]:
    """Run `python -m services.fair` until it ends; returns its exit status and what it wrote to stderr."""
    env = {**os.environ, **environment, **other}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.fair", env=env, stderr=asyncio.subprocess.PIPE
    )
    _, said = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, said.decode()


async def test_what_it_cannot_start_without_is_named(fair_settings: Settings) -> None:
    """Exit status 1 and one line: for a missing setting its name, for a database that is away why it is."""
    environment = environment_of(fair_settings)
    assert await started(environment, LIVEFAIR_GRANT_KEY="") == (1, "fair: LIVEFAIR_GRANT_KEY must be set\n")
    status, said = await started(environment, LIVEFAIR_POSTGRES=f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    assert (status, "fair cannot start: ConnectionRefusedError" in said) == (1, True)


async def test_an_object_store_that_is_away_is_503(fair_settings: Settings) -> None:
    """The client may retry. Where the folder of a resume would be stands a file."""
    resume, sha256 = resume_id("stu-1"), "0" * 64
    transport = httpx.ASGITransport(app(fair_settings))
    folder = (Path(fair_settings.objects) / attachment_path(resume, sha256)).parent
    folder.parent.mkdir(parents=True)
    folder.write_text("a file")
    async with httpx.AsyncClient(transport=transport, base_url="http://fair") as client:
        answer = await client.get(Grants(fair_settings.grant_key, "").url(resume, sha256))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


async def test_a_slash_too_many_is_no_redirect(fair_settings: Settings) -> None:
    """A redirect would use the request's Host header, so a path with an extra slash is 404."""
    transport = httpx.ASGITransport(app(fair_settings))
    async with httpx.AsyncClient(transport=transport, base_url="http://evil.example") as client:
        answer = await client.get("/v1/fairs/")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
