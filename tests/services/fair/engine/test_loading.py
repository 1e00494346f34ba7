"""What is loaded for a batch on a real PostgreSQL: what its commands may touch, and no more."""

from __future__ import annotations

from services.fair.engine.loading import load
from services.fair.engine.translate import command_of
from services.fair.engine.world import World
from tests.services.fair.story import Entry, Teller
from tests.services.fair.tables import connection_to, filled


async def loaded(dsn: str, *entries: Entry) -> World:
    async with connection_to(dsn) as connection:
        return await load(connection, [command_of(entry.event) for entry in entries])


def a_fair(teller: Teller, offers: str) -> list[Entry]:
    """stu-1 is invited to both jobs, stu-2 is on the shortlist of the second, stu-3 has applied to it."""
    log = [teller.scheduled(offers=offers), *teller.ready("a", "b")[1:]]
    log += [teller.submitted("stu-1", name) for name in "ab"]
    log += [teller.submitted(f"stu-{n}", "b") for n in (2, 3)]
    return [*log, teller.shortlisted("stu-2", "b"), *(teller.invited("stu-1", name) for name in "ab")]


async def test_an_acceptance_loads_what_it_releases(database: str) -> None:
    """The student's other invitation and the desk of its job; where offers are kept, only its own job's."""
    for offers, names in (("keep", "a"), ("release", "ab")):
        teller = Teller()
        await filled(database, a_fair(teller, offers), partition=len(names))
        world = await loaded(database, teller.accepted())
        assert world.jobs.keys() == world.desks.keys() == {teller.job(name) for name in names}
        students = {one.student for one in world.applications.values()}
        assert students == {"stu-1"} if offers == "keep" else {"stu-1", "stu-2"}
        assert set(world.applicants) == {(teller.fair, student) for student in students}
        assert [len(held) for held in world.held.values()] == ([] if offers == "keep" else [2])


async def test_a_submission_loads_no_desk(database: str) -> None:
    """Its job, and the student's own rows."""
    teller = Teller()
    await filled(database, a_fair(teller, "release"))
    world = await loaded(database, teller.submitted("stu-3", "b"))
    assert (len(world.jobs), len(world.applications), len(world.applicants)) == (1, 1, 1)
    assert (world.desks, world.held) == ({}, {})


async def test_nothing_is_loaded_of_what_is_not_there(database: str) -> None:
    """A new fair begins without rows."""
    world = await loaded(database, *Teller().ready())
    assert world == World()
