"""A closing round on PostgreSQL: what is loaded, and what is written."""

from __future__ import annotations

from itertools import permutations

from plumbing.eventlog.outbox import unpack
from services.fair.closing_round.closing_round import settle
from services.fair.closing_round.store import entrants
from services.fair.kernel.postgres import Postgres
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.deciding import play, run
from tests.services.fair.story import Entry, Teller, batch
from tests.services.fair.tables import applied, filled


def a_fair(teller: Teller, offers: str = "keep") -> list[Entry]:
    """Four students and three jobs with different rankings; some invited, one matched, one refused."""
    students = [f"stu-{n}" for n in range(4)]
    log = [teller.scheduled(offers=offers), *teller.ready("a", "b", "c")[1:]]
    log += [teller.submitted(student, name) for name in "abc" for student in students]
    log += [teller.wished(student, *order) for student, order in zip(students, permutations("abc"), strict=False)]
    log += [teller.ranked(*students[n:], *students[:n], name=name) for n, name in enumerate("abc")]
    log += [teller.shortlisted("stu-2", "a"), teller.shortlisted("stu-1", "b")]
    log += [teller.invited("stu-0", "a"), teller.invited("stu-1", "a"), teller.accepted("stu-0", "a")]
    return [*log, teller.turned_down("stu-3", "c"), teller.wished("stu-2")]


async def test_it_looks_at_what_was_ranked(database: str) -> None:
    """The rows loaded from PostgreSQL equal those in memory, and give the same result."""
    teller, other = Teller(), Teller()
    log = [*a_fair(teller), *a_fair(other)]
    await filled(database, log)
    world, _ = play(*log)
    async with connection_to(database) as connection:
        found = await entrants(Postgres(connection), teller.fair)
    wanted = run(entrants(world.port, teller.fair))
    assert (found.wishes, found.placed) == (wanted.wishes, wanted.placed)
    assert sorted(found.standing) == sorted(wanted.standing)
    assert found.jobs.keys() == wanted.jobs.keys()
    assert settle(found) == settle(wanted)
    assert found.placed == {"stu-0"}


async def test_a_round_is_written(database: str) -> None:
    """Its numbers, an account for each student with a ranking and for each job; matches are accepted."""
    teller = Teller()
    held = teller.round_held()
    await filled(database, [*a_fair(teller), held])
    async with connection_to(database) as connection:
        (row,) = await connection.fetch("SELECT * FROM closing_rounds")
        students = await connection.fetch("SELECT * FROM closing_round_students ORDER BY student")
        jobs = await connection.fetch(
            "SELECT j.* FROM closing_round_jobs j JOIN jobs ON jobs.id = j.job ORDER BY place"
        )
        matched = await connection.fetch(
            """SELECT id FROM applications WHERE history @> '[{"event": "MatchedInRound"}]' AND state = 'accepted'"""
        )
    assert (row["fair"], row["numbers"]["matches"]) == (teller.fair, len(matched))
    assert [one["student"] for one in students] == ["stu-0", "stu-1", "stu-3"]
    assert students[0]["told"] == [[str(teller.job(name)), "has_match"] for name in "abc"]
    assert {one["match"] for one in students if one["match"]} == {one["id"] for one in matched}
    assert [one["job"] for one in jobs] == [teller.job(name) for name in "abc"]
    assert sum(one["matched"] for one in jobs) == len(matched) == 2


async def test_a_round_that_is_refused_looks_at_nothing(database: str) -> None:
    """A round in a closed fair is refused, and no row of it is written."""
    teller = Teller()
    await filled(database, [*a_fair(teller), teller.closed(), teller.round_held()])
    async with connection_to(database) as connection:
        assert await connection.fetch("SELECT * FROM closing_rounds") == []


async def test_what_waits_in_the_outbox_is_sent_in_portions(database: str) -> None:
    """Everyone concerned gets a record; they follow the fair's room in a new outbox row."""
    teller = Teller()
    log = a_fair(teller)
    await filled(database, log)
    async with connection_to(database) as connection:
        await connection.execute("DELETE FROM outbox")
        assert await applied(connection, batch([teller.round_held(), teller.viewed("stu-1", "c")], len(log))) == [True]
        rows = await connection.fetch("SELECT records FROM outbox ORDER BY id")
    rooms = [record.key.decode() for row in rows for record in unpack(row["records"])]
    assert rooms.count(f"fair:{teller.fair}") == 2
    assert {"me:stu-1", "me:stu-3", "enterprise:org-1"} <= set(rooms)
