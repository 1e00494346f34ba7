"""The votes service as processes on a real Kafka and PostgreSQL: started, killed, and its counts read."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import asyncpg
import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment

from plumbing.eventlog.rebuild import Rebuildable
from plumbing.kafka.publisher import Publisher
from plumbing.postgres.pool import speak_json
from tests.plumbing.eventlog.ballots import Ballot
from tests.plumbing.eventlog.votes import TABLES, sink_of
from tests.plumbing.postgres.connections import connection_to

PARTITIONS = 4
WITHIN_S = 90.0
POLL_S = 0.05
DECIDED = "SELECT coalesce(sum(next_offset), 0)::int FROM consumed"
BLOCKED = "SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'"


class Instance:
    """One process of the service."""

    def __init__(self, polling: Polling, name: str) -> None:
        self.name = name
        self._given = (polling.bootstrap, polling.dsn, name, polling.topic, polling.results)
        self._process: asyncio.subprocess.Process | None = None
        self._printing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns when it is listening."""
        command = (sys.executable, "-m", "tests.plumbing.eventlog.votes", *self._given)
        self._process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        assert self._process.stdout is not None
        await asyncio.wait_for(self._process.stdout.readuntil(b"ready\n"), WITHIN_S)
        self._printing = asyncio.create_task(self._print(self._process.stdout))

    def tell(self, what: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(what)

    async def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Send this signal and wait; returns the exit status."""
        assert self._process is not None
        if self._process.returncode is None:
            self.tell(by)
        status = await asyncio.wait_for(self._process.wait(), WITHIN_S)
        if self._printing is not None:
            await self._printing
        return status

    async def _print(self, lines: asyncio.StreamReader) -> None:
        """Print the process's log, so that a failed test shows it, and a full pipe cannot block the process."""
        async for line in lines:
            print(self.name, line.decode().rstrip())


class Polling:
    """A topic of votes, a topic of results, a database, and the processes that connect them."""

    def __init__(self, bootstrap: str, dsn: str, topic: str, results: str, publisher: Publisher) -> None:
        self.bootstrap, self.dsn, self.topic, self.results, self.publisher = bootstrap, dsn, topic, results, publisher
        self.appended = 0

    @asynccontextmanager
    async def running(self, *names: str) -> AsyncIterator[list[Instance]]:
        """One process per name; all are stopped at the end of the block."""
        instances = [Instance(self, name) for name in names]
        try:
            await asyncio.gather(*(instance.start() for instance in instances))
            yield instances
        finally:
            await asyncio.gather(*(instance.end(signal.SIGKILL) for instance in instances))

    async def vote(self, ballots: Iterable[Ballot], at_a_time: int = 20) -> None:
        """Append votes to the log in portions, so that it takes a while."""
        for some in _batched(ballots, at_a_time):
            publishing = (self.publisher.publish(self.topic, one.key, one.value, one.headers) for one in some)
            await asyncio.gather(*publishing)
            self.appended += len(some)
            await asyncio.sleep(0)

    async def decided(self, records: int | None = None) -> None:
        """Wait until this number of records, or all of them, are decided and their results published."""
        async with asyncio.timeout(WITHIN_S), connection_to(self.dsn) as connection:
            while await connection.fetchval(DECIDED) < (self.appended if records is None else records):
                await asyncio.sleep(POLL_S)
            while records is None and await connection.fetchval("SELECT count(*) FROM outbox"):
                await asyncio.sleep(POLL_S)

    async def blocked(self, connection: asyncpg.Connection, name: str) -> None:
        """Wait until a process waits for a lock within a transaction."""
        async with asyncio.timeout(WITHIN_S):
            while not await connection.fetchval(BLOCKED, name):
                await asyncio.sleep(POLL_S)

    async def shared(self, *names: str) -> None:
        """Wait until exactly these processes are in the group, and each has partitions."""
        async with asyncio.timeout(WITHIN_S):
            while {name: bool(owned) for name, owned in (await self._members()).items()} != dict.fromkeys(names, True):
                await asyncio.sleep(POLL_S)

    async def _members(self) -> dict[str, list[Any]]:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        try:
            (answer,) = await admin.describe_consumer_groups([f"group of {self.topic}"])
        finally:
            await admin.close()
        ((_, _, state, _, _, described, *_),) = answer.groups
        if state != "Stable":
            return {}
        decode = ConsumerProtocolMemberAssignment.decode
        return {client: decode(assigned).partitions() for _, client, _, _, assigned in described}

    async def counted(self) -> dict[tuple[str, str], int]:
        """The tallies in the database, by poll and choice."""
        async with connection_to(self.dsn) as connection:
            rows = await connection.fetch("SELECT poll, choice, number FROM tallies")
        return {(row["poll"], row["choice"]): row["number"] for row in rows}

    async def published(self) -> dict[tuple[str, str], int]:
        """The counts of a reader of the results. Records may be repeated, so it counts each voter of a poll once."""
        partitions = [TopicPartition(self.results, number) for number in range(PARTITIONS)]
        found = set[tuple[str, str, str]]()
        client: Any = AIOKafkaConsumer(bootstrap_servers=self.bootstrap)
        await client.start()
        try:
            client.assign(partitions)
            await client.seek_to_beginning(*partitions)
            ends = await client.end_offsets(partitions)
            while any([await client.position(tp) < end for tp, end in ends.items()]):
                for records in (await client.getmany(timeout_ms=1_000)).values():
                    for record in records:
                        for voter, choice in msgspec.json.decode(record.value).items():
                            found.add((record.key.decode(), voter, choice))
        finally:
            await client.stop()
        return Counter((poll, choice) for poll, _, choice in found)

    def rebuildable(self) -> Rebuildable:
        """The description of the service that a rebuild needs."""

        def connect(schema: str | None) -> AbstractAsyncContextManager[asyncpg.Connection]:
            return _connected(self.dsn, schema)

        async def create(schema: str) -> None:
            async with connect(schema) as connection:
                await connection.execute(f'CREATE SCHEMA "{schema}"')
                await connection.execute(TABLES)

        return Rebuildable(sink_of(self.results), connect, create)


def counts(ballots: Iterable[Ballot]) -> dict[tuple[str, str], int]:
    """The expected result of each poll: each voter counts once, however often they voted."""
    return Counter((poll, choice) for poll, _, choice in {(one.poll, one.voter, one.choice) for one in ballots})


@asynccontextmanager
async def _connected(dsn: str, schema: str | None) -> AsyncIterator[asyncpg.Connection]:
    settings = {} if schema is None else {"search_path": schema}
    connection = await asyncpg.connect(dsn, ssl=False, server_settings=settings)
    try:
        await speak_json(connection)
        yield connection
    finally:
        await connection.close()


def _batched(ballots: Iterable[Ballot], size: int) -> Iterable[Sequence[Ballot]]:
    given = list(ballots)
    return (given[first : first + size] for first in range(0, len(given), size))
