"""Resumes on PostgreSQL: the newest card of each person is stored."""

from __future__ import annotations

from plumbing.eventlog.outbox import unpack
from schemas.person import PersonErased
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.story import SHA, batches, saved, says
from tests.services.fair.tables import applied


async def test_the_newest_resume_counts(database: str) -> None:
    """Log order decides; a repeated older record changes nothing."""
    old, new = saved("stu-1"), saved("stu-1", "1" * 64, attachment="2" * 64)
    async with connection_to(database) as connection:
        log = batches([old, new, saved("stu-2"), old], 3)
        assert await applied(connection, *log) == [True, True]
        rows = await connection.fetch("SELECT person, card, saved_at FROM resumes ORDER BY person")
        assert [(row["person"], row["card"]["sha256"]) for row in rows] == [("stu-1", "1" * 64), ("stu-2", SHA)]
        assert rows[0]["card"]["attachment"] == "2" * 64
        assert rows[0]["saved_at"] == log[0].received[1].log_time
        assert await connection.fetchval("SELECT count(*) FROM inbox") == 3
        rows = await connection.fetch("SELECT records FROM outbox")
        assert [record for row in rows for record in unpack(row["records"])] == []


async def test_an_erased_person_has_no_card(database: str) -> None:
    """Until they save a resume again."""
    erased = says(PersonErased(person="stu-1"), "stu-1", "student")
    async with connection_to(database) as connection:
        assert (
            await applied(connection, *batches([saved("stu-1"), erased, saved("stu-2"), saved("stu-1")], 3))
            == [True] * 2
        )
        rows = await connection.fetch("SELECT person, card FROM resumes ORDER BY person")
        assert [(row["person"], bool(row["card"])) for row in rows] == [("stu-1", True), ("stu-2", True)]
        assert await applied(connection, *batches([says(PersonErased(person="stu-2"), "stu-2", "student")], 1, 4)) == [
            True
        ]
        assert await connection.fetchval("SELECT card FROM resumes WHERE person = 'stu-2'") == {}
