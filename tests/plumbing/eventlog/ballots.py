"""Votes as records of a log, batches of them, and the rows that the votes service wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
from aiokafka import ConsumerRecord, TopicPartition

from plumbing.eventlog.batch import Batch, Part
from plumbing.eventlog.outbox import Record, unpack
from plumbing.eventlog.sink import Sink
from tests.plumbing.eventlog.votes import Sender, Vote, sink_of

TOPIC, RESULTS = "votes", "results"
SINK = sink_of(RESULTS)
TABLES = ("consumed", "inbox", "votes", "tallies")


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's vote, with its own event id."""

    voter: str
    choice: str = "yes"
    poll: str = "poll-1"
    id: UUID = field(default_factory=uuid4)

    @property
    def key(self) -> bytes:
        return self.poll.encode()

    @property
    def value(self) -> bytes:
        return msgspec.json.encode(Vote(self.poll, self.choice))

    @property
    def headers(self) -> list[tuple[str, bytes]]:
        return Sender(self.id, self.voter).headers()


def record(ballot: Ballot, offset: int, partition: int = 0, **other: Any) -> ConsumerRecord:
    """The record as the client reads it; `other` overrides its fields."""
    fields = {
        "topic": TOPIC,
        "partition": partition,
        "offset": offset,
        "timestamp": 1_790_000_000_000 + offset * 1_000,
        "timestamp_type": 1,
        "key": ballot.key,
        "value": ballot.value,
        "checksum": None,
        "serialized_key_size": 0,
        "serialized_value_size": 0,
        "headers": tuple(ballot.headers),
        **other,
    }
    return ConsumerRecord(**fields)


def records(ballots: Iterable[Ballot], first: int = 0, partition: int = 0) -> list[ConsumerRecord]:
    return [record(ballot, offset, partition) for offset, ballot in enumerate(ballots, first)]


def batch(ballots: Sequence[Ballot], first: int = 0, partition: int = 0) -> Batch[Sender, Vote]:
    """Consecutive records of one partition, as they were read."""
    given = records(ballots, first, partition)
    return Part(given, [SINK.read(one) for one in given]).batch()


async def applied(
    connection: asyncpg.Connection, *given: Batch[Sender, Vote], sink: Sink[Sender, Vote] = SINK
) -> list[bool]:
    """Apply batches, each in its transaction; returns the sink's answers."""
    answers = []
    for one in given:
        async with connection.transaction():
            await sink.offsets.create(connection, [TopicPartition(one.topic, one.partition)])
            answers.append(await sink.apply(connection, one))
    return answers


async def tallies(connection: asyncpg.Connection) -> dict[str, int]:
    """The number of votes of each choice, over all polls."""
    rows = await connection.fetch("SELECT choice, sum(number)::int AS number FROM tallies GROUP BY choice")
    return {row["choice"]: row["number"] for row in rows}


async def outbox(connection: asyncpg.Connection) -> list[Record]:
    rows = await connection.fetch("SELECT records FROM outbox ORDER BY id")
    return [record for row in rows for record in unpack(row["records"])]


async def contents(connection: asyncpg.Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table except the outbox."""
    return {
        table: [dict(row) for row in await connection.fetch(f"SELECT t.* FROM {table} t ORDER BY t::text")]
        for table in TABLES
    }
