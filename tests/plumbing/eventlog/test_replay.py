"""The log is read up to the offsets that are told, and decided again by the fair's own store."""

from __future__ import annotations

import pytest
from aiokafka import TopicPartition

from livefair.failure import Failure
from plumbing.eventlog.replay import Replay
from schemas.topics import FAIRS, PEOPLE
from tests.services.fair.running import edge_to
from tests.services.fair.story import Teller, saved
from tests.services.fair.tables import connection_to


async def test_it_goes_exactly_so_far(log: str, database: str) -> None:
    """Up to the ends that it is told and not a record more, in steps, with one row refused and its neighbours kept."""
    teller = Teller()
    async with edge_to(log) as edge:
        first = await edge.write(*teller.ready(), teller.submitted("stu-1"), teller.submitted("a\0b"))
        second = await edge.write(teller.submitted("stu-2"), teller.submitted("stu-3"), saved("stu-1"))
    tp, people = TopicPartition(FAIRS.name, first[0].partition), TopicPartition(PEOPLE.name, second[-1].partition)
    moved: list[int] = []
    replay = Replay(log, moved.append)
    count = "SELECT count(*) FROM applications WHERE fair = $1"
    async with connection_to(database) as connection:
        await replay.up_to({tp: first[-1].offset + 1}, connection)
        assert await connection.fetchval(count, teller.fair) == 1
        ends = {tp: second[0].offset + 1, people: second[-1].offset + 1}
        assert replay.missing(ends) == 1 + ends[people]
        await replay.up_to(ends, connection)
        assert await connection.fetchval(count, teller.fair) == 2
        assert await connection.fetchval("SELECT count(*) FROM outbox") == 0
    assert sum(moved) == sum(ends.values())
    assert replay.missing(ends) == 0


async def test_a_stranger_in_the_tables_is_noticed(log: str, database: str) -> None:
    """The tables that are being filled have one writer: who finds them moved stops."""
    teller = Teller()
    async with edge_to(log) as edge:
        [receipt] = await edge.write(teller.scheduled())
    ends = {TopicPartition(receipt.topic, receipt.partition): receipt.offset + 1}
    async with connection_to(database) as connection:
        await connection.execute("INSERT INTO consumed VALUES ($1, $2, 999999)", receipt.topic, receipt.partition)
        with pytest.raises(Failure, match="somebody else writes"):
            await Replay(log, lambda _: None).up_to(ends, connection)
