"""Room chat on a real broker and database: stored once despite kills, and without effect on decisions."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from uuid import uuid4

from aiokafka import AIOKafkaProducer

from livefair.audit.deadletters import letters
from livefair.audit.verify import audit
from plumbing.kafka.position import Position
from plumbing.kafka.publisher import Receipt
from schemas.topics import CHAT
from services.fair.settings import Settings
from services.fair.wiring import Decider
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.chatting import Room
from tests.services.fair.hosting import Host
from tests.services.fair.running import Edge, decided, environment_of, running_fair
from tests.services.fair.story import Entry
from tests.services.fair.tables import said

FLOOD, SUBMISSIONS = 20_000, 300
# The consumer that stores comment 4,000 sleeps in its transaction.
SLEEPS = """
CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.text = 'Says 4000' THEN PERFORM pg_sleep(120); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sleeps BEFORE INSERT ON comments FOR EACH ROW EXECUTE FUNCTION sleep();
"""
SLEEPER = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"


async def kept(dsn: str) -> int:
    """The number of stored comments."""
    async with connection_to(dsn) as connection:
        number: int = await connection.fetchval("SELECT count(*) FROM comments")
        return number


async def sums(dsn: str) -> dict[str, int]:
    """The sums of the minutes by kind, and of the seconds' reactions."""
    rows = await said(dsn)
    found = {"seconds": sum(row["number"] for row in rows["reaction_seconds"]), "kept": len(rows["comments"])}
    for row in rows["room_minutes"]:
        found[row["kind"]] = found.get(row["kind"], 0) + row["number"]
    return found


def a_flood(rooms: Sequence[Room], comments: int, counts: int) -> list[Entry]:
    """Comments, with records of reactions and clicks in the middle: two reactions and a click in each."""
    flood = [rooms[n % len(rooms)].said(str(n), f"stu-{n % 50}") for n in range(comments)]
    counted = [rooms[n % len(rooms)].counted({uuid4(): 1}, like=2) for n in range(counts)]
    return [*flood[: comments // 2], *counted, *flood[comments // 2 :]]


async def test_a_flood_is_kept_while_decisions_go_on(fair_settings: Settings, edge: Edge) -> None:
    """20,000 comments do not delay submissions, even while no comment can be stored."""
    host, dsn = Host(), fair_settings.postgres
    students = [f"stu-{n}" for n in range(SUBMISSIONS)]
    async with running_fair(fair_settings) as fair:
        await decided(fair, await edge.write(*host.live("a"), host.dropped()))
        async with connection_to(dsn) as connection, connection.transaction():
            await connection.execute("LOCK TABLE chat_consumed IN EXCLUSIVE MODE")
            flood = asyncio.create_task(edge.write(*a_flood([Room(host.session())], FLOOD, 50)))
            await decided(fair, await edge.write(*map(host.through, students[::2])))
            assert await kept(dsn) == 0
        await decided(fair, await edge.write(*map(host.through, students[1::2])))
        await decided(fair, await flood)
    assert await sums(dsn) == {
        "comment": FLOOD,
        "kept": FLOOD,
        "reaction": 100,
        "seconds": 100,
        "click": 50,
    }
    done = await audit(dsn)
    assert (done.differences, done.rows["applications"], done.rows["comments"]) == ([], SUBMISSIONS, FLOOD)


async def test_a_kill_in_the_middle_doubles_nothing(fair_settings: Settings, edge: Edge) -> None:
    """A process is killed in a transaction during a flood: the next one continues, and every sum is right."""
    dsn = fair_settings.postgres
    receipts = await edge.write(*a_flood([Room()], 6_000, 300))
    environment = {**os.environ, **environment_of(fair_settings), "LIVEFAIR_LOG_LEVEL": "error"}
    async with connection_to(dsn) as connection:
        await connection.execute(SLEEPS)
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "services.fair", env=environment)
        try:
            async with asyncio.timeout(60):
                while (sleeper := await connection.fetchval(SLEEPER)) is None:
                    await asyncio.sleep(0.05)
        finally:
            process.kill()
            await process.wait()
        await connection.execute("SELECT pg_terminate_backend($1)", sleeper)
        await connection.execute("DROP TRIGGER sleeps ON comments")
        assert 0 < await kept(dsn) < 6_000
    async with running_fair(fair_settings) as fair:
        await decided(fair, receipts)
    assert await sums(dsn) == {
        "comment": 6_000,
        "kept": 6_000,
        "reaction": 600,
        "seconds": 600,
        "click": 300,
    }


async def test_two_instances_share_the_rooms(fair_settings: Settings, edge: Edge) -> None:
    """When one instance leaves, the other continues, reads at either wait for it, and nothing counts twice."""
    rooms = [Room() for _ in range(24)]
    async with running_fair(fair_settings) as one:
        async with running_fair(fair_settings) as other:
            await _shared(one, other)
            first = await edge.write(*a_flood(rooms, 1_000, 100))
            await asyncio.gather(decided(one, first), decided(other, first))
            moving = asyncio.create_task(edge.write(*a_flood([Room()], 3_000, 100)))
        await decided(one, await moving)
    assert await sums(fair_settings.postgres) == {
        "comment": 4_000,
        "kept": 4_000,
        "reaction": 400,
        "seconds": 400,
        "click": 200,
    }


async def _shared(*fairs: Decider) -> None:
    """Wait until each instance consumes some of the rooms, and together they consume all."""
    async with asyncio.timeout(30):
        while not all(owned := [len(list(fair.chat.owned())) for fair in fairs]) or sum(owned) != CHAT.partitions:
            await asyncio.sleep(0.05)


async def test_bad_records_are_put_aside(log: str, fair_settings: Settings, edge: Edge) -> None:
    """Bad records, even many in a row, become dead letters with position and reason; the good ones are stored."""
    room = Room()
    key = str(room.session).encode()
    bad = room.said("bad")
    wrong = [(b"{", "Invalid JSON"), (room.said("nul", text="a\0b").value, "a text holds NUL")]
    await edge.write(room.said("first"))
    places = {await _past_the_edge(log, key, value, bad): reason for value, reason in wrong}
    receipts = await edge.write(room.said("last"))
    async with running_fair(fair_settings) as fair:
        await decided(fair, receipts)
        async with asyncio.timeout(20):
            while len(found := [one for one in await letters(log) if one.place in places]) < len(places):
                await asyncio.sleep(0.05)
    assert all(places[one.place] in one.reason for one in found)
    assert {row["text"] for row in (await said(fair_settings.postgres))["comments"]} == {"Says first", "Says last"}


async def _past_the_edge(log: str, key: bytes, value: bytes, entry: Entry) -> Position:
    producer = AIOKafkaProducer(bootstrap_servers=log)
    await producer.start()
    try:
        done = await producer.send_and_wait(CHAT.name, value, key, headers=entry.headers)
    finally:
        await producer.stop()
    return Receipt(done.topic, done.partition, done.offset, entry.envelope.time).position
