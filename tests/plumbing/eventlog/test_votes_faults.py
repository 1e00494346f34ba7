"""The votes service under faults, on a real Kafka and PostgreSQL: nothing is lost or counted twice."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from random import Random

import pytest
import pytest_asyncio

from plumbing.kafka.publisher import Publisher
from tests.conftest import RunningKafka
from tests.plumbing.eventlog.ballots import Ballot
from tests.plumbing.eventlog.polling import PARTITIONS, Instance, Polling, counts
from tests.plumbing.kafka.conftest import MakeTopic
from tests.plumbing.postgres.connections import connection_to

POLLS, VOTERS = 8, 400
LOCK = "LOCK TABLE {table} IN EXCLUSIVE MODE"


@pytest_asyncio.fixture(loop_scope="session")
async def polling(kafka: RunningKafka, votes_database: str, make_topic: MakeTopic, publisher: Publisher) -> Polling:
    topic, results = await make_topic(PARTITIONS), await make_topic(PARTITIONS)
    return Polling(kafka.bootstrap, votes_database, topic, results, publisher)


def votes(seed: int, polls: int = POLLS, voters: int = VOTERS) -> list[Ballot]:
    """Every voter votes in each poll, always alike; a third vote again, a third of the requests are repeated.

    A second vote has a new event id, a repeated request the same one.
    """
    random, both = Random(seed), [(poll, voter) for poll in range(polls) for voter in range(voters)]
    once = [Ballot(f"voter-{voter}", "abc"[(poll + voter) % 3], f"poll-{poll}") for poll, voter in both]
    again = [Ballot(one.voter, one.choice, one.poll) for one in random.sample(once, len(once) // 3)]
    repeated = random.sample(once, len(once) // 3)
    log = [*once, *again, *repeated]
    random.shuffle(log)
    return log


async def _right(polling: Polling, log: Sequence[Ballot]) -> None:
    """Everything is decided, counts are exact in rows and results, and each event has its outcome."""
    await polling.decided()
    assert await polling.counted() == await polling.published() == counts(log)
    async with connection_to(polling.dsn) as connection:
        outcomes = dict(await connection.fetch("SELECT outcome, count(*) FROM inbox GROUP BY outcome"))
    voters = len({(one.poll, one.voter) for one in log})
    assert outcomes == {"applied": voters, "refused": len({one.id for one in log}) - voters}


async def test_kills_under_load(polling: Polling) -> None:
    """Killed three times while votes arrive: the next process continues at the database's offset."""
    log = votes(1)
    voting = asyncio.create_task(polling.vote(log))
    for part in (1, 2, 3):
        async with polling.running(f"killed-{part}"):
            await polling.decided(part * len(log) // 5)
    async with polling.running("last"):
        await voting
        await _right(polling, log)


@pytest.mark.parametrize("table", ["tallies", "inbox", "outbox"])
async def test_a_kill_in_the_midst_of_a_transaction(polling: Polling, table: str) -> None:
    """Killed while it waits for a lock, with earlier writes done: all is rolled back and done again."""
    log = votes(2, polls=4, voters=100)
    async with connection_to(polling.dsn) as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(LOCK.format(table=table))
        async with polling.running("killed"):
            await polling.vote(log)
            await polling.blocked(connection, "killed")
        await transaction.rollback()
    async with polling.running("next"):
        await _right(polling, log)


async def test_two_members_and_rebalances(polling: Polling) -> None:
    """A second member joins under load, leaves, joins again, and the first is killed: partitions move each time."""
    log = votes(3)
    async with polling.running("one") as [one]:
        voting = asyncio.create_task(polling.vote(log))
        await polling.decided(100)
        async with polling.running("two") as [two]:
            await polling.shared("one", "two")
            assert await two.end() == 0
        await polling.shared("one")
        async with polling.running("three"):
            await polling.shared("one", "three")
            await one.end(signal.SIGKILL)
            await polling.shared("three")
            await voting
            await _right(polling, log)


async def test_a_member_that_stood_still(polling: Polling) -> None:
    """Stopped in a transaction until another has its partitions; afterwards it writes nothing and continues."""
    log = votes(4, polls=4, voters=200)
    async with polling.running("still", "other") as [still, _]:
        await polling.shared("still", "other")
        await polling.vote(log[: len(log) // 2])
        await polling.decided()
        await _stopped(polling, still, log[len(log) // 2 :])
        await polling.shared("other")
        await polling.decided()
        still.tell(signal.SIGCONT)
        await polling.shared("still", "other")
        await polling.vote(more := votes(5, polls=4, voters=250))
        await _right(polling, [*log, *more])


async def _stopped(polling: Polling, instance: Instance, log: Sequence[Ballot]) -> None:
    """Stop it while it waits for rows in a transaction, which PostgreSQL ends 10 s after the rows are released.

    A lock on a table would also block the parsing of a statement. A session stopped there counts as active, and no
    timeout of the pool ends it.
    """
    async with connection_to(polling.dsn) as connection, connection.transaction():
        await connection.execute("SELECT 1 FROM tallies FOR UPDATE")
        await polling.vote(log)
        await polling.blocked(connection, instance.name)
        instance.tell(signal.SIGSTOP)
