"""Rows loaded for a batch on PostgreSQL: what its commands may touch, and no more."""

from __future__ import annotations

from services.fair.applications.rows import ApplicationRows
from services.fair.booths.rows import BoothRows
from services.fair.engine.commands import command_of
from services.fair.engine.dispatch import FAIR
from services.fair.engine.loading import Senders, load
from services.fair.engine.store import senders_of
from services.fair.fairs.rows import FairRows
from services.fair.jobs.rows import JobRows
from services.fair.kernel.postgres import Postgres
from services.fair.kernel.state import State
from services.fair.staff.rows import StaffRows
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.deciding import touched
from tests.services.fair.staff.story import by_person, joined, linked
from tests.services.fair.story import Entry, Teller, told
from tests.services.fair.tables import filled


async def loaded(dsn: str, *entries: Entry, senders: Senders | None = None) -> State:
    async with connection_to(dsn) as connection:
        return await load(Postgres(connection), [command_of(one.event) for one in entries], senders or Senders())


def a_fair(teller: Teller, offers: str) -> list[Entry]:
    """stu-1 is invited to both jobs, stu-2 is shortlisted for the second, stu-3 has applied to it."""
    log = [teller.scheduled(offers=offers), *teller.ready("a", "b")[1:]]
    log += [teller.submitted("stu-1", name) for name in "ab"]
    log += [teller.submitted(f"stu-{n}", "b") for n in (2, 3)]
    return [*log, teller.shortlisted("stu-2", "b"), *(teller.invited("stu-1", name) for name in "ab")]


async def test_an_acceptance_loads_what_it_releases(database: str) -> None:
    """The student's other invitation and its job's desk; with `keep`, only the accepted job's desk."""
    for offers, names in (("keep", "a"), ("release", "ab")):
        teller = Teller()
        await filled(database, a_fair(teller, offers), partition=len(names))
        state = await loaded(database, teller.accepted())
        rows, jobs = state.of(ApplicationRows), state.of(JobRows).jobs
        assert jobs.keys() == rows.desks.keys() == {teller.job(name) for name in names}
        students = {one.student for one in rows.applications.values()}
        assert students == {"stu-1"} if offers == "keep" else {"stu-1", "stu-2"}
        assert set(rows.applicants) == {(teller.fair, student) for student in students}
        assert [len(held) for held in rows.held.values()] == ([] if offers == "keep" else [2])


async def test_a_submission_loads_no_desk(database: str) -> None:
    """A submission loads its job and the student's own rows."""
    teller = Teller()
    await filled(database, a_fair(teller, "release"))
    state = await loaded(database, teller.submitted("stu-3", "b"))
    rows = state.of(ApplicationRows)
    assert (len(state.of(JobRows).jobs), len(rows.applications), len(rows.applicants)) == (1, 1, 1)
    assert (rows.desks, rows.held) == ({}, {})


async def test_the_senders_are_loaded(database: str) -> None:
    """Staff membership and the booths that a sender acts for, by token and as staff."""
    teller = Teller()
    log = [*a_fair(teller, "keep"), teller.requested("org-2"), linked(teller), joined(teller)]
    await filled(database, log)
    now = [by_person(teller.viewed(), "ann", "org-2")]
    commands = [command_of(one.event) for one in now]
    state = await loaded(database, *now, senders=senders_of(told(now), commands))
    assert set(state.of(StaffRows).staff) == {(teller.fair, "ann")}
    assert set(state.of(BoothRows).booths) == {(teller.fair, "org-1"), (teller.fair, "org-2")}


async def test_nothing_is_loaded_of_what_is_not_there(database: str) -> None:
    """A new fair starts without rows."""
    ready = Teller().ready()
    state, empty = await loaded(database, *ready), touched(*ready)
    assert state.of(FairRows).fairs == {}
    for kind in FAIR.rows:
        assert state.of(kind) == empty.of(kind)
