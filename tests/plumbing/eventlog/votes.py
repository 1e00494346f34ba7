"""A whole service on an event log: one vote a person in each poll, counted in PostgreSQL, and published.

Run it with `python -m tests.plumbing.eventlog.votes BROKER DSN INSTANCE TOPIC RESULTS`. It prints "ready" when it
listens, and stops at SIGTERM.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from plumbing.eventlog.consumer import Consumer
from plumbing.eventlog.inbox import APPLIED, Decided, Inbox, Verdict
from plumbing.eventlog.outbox import Record
from plumbing.eventlog.progress import Progress
from plumbing.eventlog.reading import BadRecord, Headers, Reader, Received, Unreadable
from plumbing.eventlog.relay import Relay
from plumbing.eventlog.sink import Sink
from plumbing.eventlog.subscription import subscribe
from plumbing.eventlog.tables import DDL, check_tables
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.raw import raw_broker
from plumbing.kafka.settings import KafkaSettings
from plumbing.postgres.pool import Pool

RECORDS_MAX = 50  # small batches, so that a kill comes in the middle of many
TABLES = f"""{DDL}
CREATE TABLE votes (poll text, voter text, choice text NOT NULL, PRIMARY KEY (poll, voter));
CREATE TABLE tallies (poll text, choice text, number int NOT NULL, PRIMARY KEY (poll, choice));
"""
LOAD = "SELECT poll, voter FROM votes JOIN unnest($1::text[], $2::text[]) AS asked (poll, voter) USING (poll, voter)"
WRITE = "INSERT INTO votes SELECT * FROM unnest($1::text[], $2::text[], $3::text[])"
COUNT = """
INSERT INTO tallies SELECT * FROM unnest($1::text[], $2::text[], $3::int[])
ON CONFLICT (poll, choice) DO UPDATE SET number = tallies.number + excluded.number
"""


@dataclass(frozen=True, slots=True)
class Sender:
    """The envelope of a vote."""

    id: UUID
    actor: str

    @classmethod
    def of(cls, headers: Headers) -> Sender:
        given = {name: (value or b"").decode(errors="replace") for name, value in headers}
        try:
            return cls(UUID(given["id"]), given["actor"])
        except (KeyError, ValueError) as error:
            raise Unreadable(f"no envelope: {error!r}") from error

    def headers(self) -> list[tuple[str, bytes]]:
        return [("id", str(self.id).encode()), ("actor", self.actor.encode())]


class Vote(msgspec.Struct, frozen=True):
    """The event."""

    poll: str
    choice: str


def vote_of(_: Sender, value: bytes) -> Vote:
    try:
        return msgspec.json.decode(value, type=Vote)
    except msgspec.MsgspecError as error:
        raise Unreadable(str(error)) from error


def sink_of(results: str) -> Sink[Sender, Vote]:
    """Votes are counted once, and published; bad records are too, with their reason."""

    async def decide(connection: asyncpg.Connection, fresh: Sequence[Received[Sender, Vote]]) -> Decided:
        asked = [one.event.poll for one in fresh], [one.envelope.actor for one in fresh]
        voted = {(row["poll"], row["voter"]) for row in await connection.fetch(LOAD, *asked)}
        verdicts, votes = list[Verdict](), list[tuple[str, str, str]]()
        for one in fresh:
            poll, voter = one.event.poll, one.envelope.actor
            if (poll, voter) in voted:
                verdicts.append(Verdict("refused", "has_voted"))
                continue
            voted.add((poll, voter))
            votes.append((poll, voter, one.event.choice))
            verdicts.append(APPLIED)
        await _count(connection, votes)
        return Decided(verdicts, [_counted(*vote) for vote in votes])

    def _counted(poll: str, voter: str, choice: str) -> Record:
        return Record(results, poll.encode(), msgspec.json.encode({voter: choice}))

    def _dead(bad: BadRecord) -> Record:
        return Record(results, b"dead letters", bad.value, [("reason", bad.reason.encode())])

    return Sink(Reader(Sender.of, vote_of, lambda topic, vote: vote.poll), Inbox(decide).write, _dead)


async def _count(connection: asyncpg.Connection, votes: list[tuple[str, str, str]]) -> None:
    if not votes:
        return
    await connection.execute(WRITE, *map(list, zip(*votes, strict=True)))
    tallies = Counter((poll, choice) for poll, _, choice in votes)
    columns: list[Any] = [list(column) for column in zip(*tallies, strict=True)]
    await connection.execute(COUNT, *columns, list(tallies.values()))


async def serve(bootstrap: str, dsn: str, instance: str, topic: str, results: str) -> None:
    """The wiring: construct, start, wait for SIGTERM, stop in turn."""
    kafka = KafkaSettings(bootstrap, instance, fetch_wait_ms=50)
    pool, publisher, broker = Pool(dsn, name=instance), Publisher(kafka, deadline_s=30.0), raw_broker(kafka)
    progress = Progress(pool)
    consumer = Consumer(pool, progress, lambda: relay.poke(), sink_of(results))
    relay = Relay(pool, publisher, consumer.owned)
    subscribe(broker, consumer, kafka, f"group of {topic}", [topic], RECORDS_MAX)
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    await pool.start()
    await pool.read(check_tables)
    await publisher.start()
    await broker.start()
    relay.start()
    print("ready", flush=True)
    await stopping.wait()
    for stop in (broker.stop, consumer.settled, relay.stop, progress.stop, publisher.stop, pool.stop):
        await stop()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
