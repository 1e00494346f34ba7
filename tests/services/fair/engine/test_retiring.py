"""What an archived fair leaves behind: no catalog entry and no public room, whatever it had."""

from __future__ import annotations

from uuid import UUID

import pytest

from plumbing.eventlog.outbox import ROW_RECORDS_MAX, Record, unpack
from schemas.catalog import TOMBSTONE_DECIDED
from schemas.rooms import fair_room, session_room
from schemas.topics import CATALOG, FAIRS, ROOMS
from services.fair.engine.registry import NOUNS
from services.fair.kernel.port import Port
from services.fair.kernel.postgres import Postgres
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.deciding import World, run
from tests.services.fair.everything import Everything
from tests.services.fair.hearing import catalog_entries, room_records
from tests.services.fair.staff import test_store as of_staff
from tests.services.fair.story import Entry, Teller, batch, told
from tests.services.fair.tables import applied, filled

PUBLIC = ("fair:", "session:")


def everything() -> tuple[Everything, list[Entry]]:
    """A fair with something of each noun, up to its end."""
    of = Everything()
    log = [entry for entry in of.entries() if entry.topic == FAIRS.name]
    ends = [of.deadline_passed(f"stu-{n}", job) for n in range(1, 32) for job in "abde"]
    return of, [*log, of.closed(), *ends]


def newest(records: list[Record], topic: str) -> dict[str, bytes | None]:
    """The newest value of each key."""
    return {record.key.decode(): record.value for record in records if record.topic == topic}


def test_an_archived_fair_leaves_the_catalog_and_the_rooms() -> None:
    """Everything that was ever written of it gets a tombstone, which says which position it includes."""
    of, log = everything()
    world, written = World(), list[Record]()
    for one in told(log):
        world.apply([one])
        written += world.records
    world.apply(told([of.archived()], len(log)))
    assert world.fairs[of.fair].state == "archived"
    before, after = newest(written, CATALOG.name), newest(world.records, CATALOG.name)
    assert len(before) > 15
    assert after == dict.fromkeys(before)
    rooms = {room: value for room, value in newest(world.records, ROOMS.name).items() if room.startswith(PUBLIC)}
    known = {room for room in newest(written, ROOMS.name) if room.startswith(PUBLIC)}
    assert rooms == dict.fromkeys({fair_room(of.fair), *map(session_room, (of.session(), of.session("s2")))})
    assert known == rooms.keys()
    position = f"livefair.fairs:0:{len(log)}".encode()
    tombstones = [record for record in world.records if record.value is None]
    assert {dict(record.headers)[TOMBSTONE_DECIDED] for record in tombstones} == {position}


def test_the_last_viewers_hear_that_it_is_archived() -> None:
    """Before the room goes."""
    t = Teller()
    log = [*t.ready(), t.closed()]
    world = World()
    world.apply(told(log))
    world.apply(told([t.archived()], len(log)))
    of_room = [record.value for record in world.records if record.key.decode() == fair_room(t.fair)]
    (said,) = (one for one in room_records(world.records) if one.room == fair_room(t.fair))
    assert [item.event for item in said.items] == ["FairArchived"]
    assert (len(of_room), of_room[-1]) == (2, None)


def test_what_the_same_batch_made_before_goes_too() -> None:
    """A job that was published in the batch that archives the fair."""
    t = Teller()
    ready = [*t.ready(), t.published("z"), t.closed(), t.archived()]
    world = World()
    world.apply(told(ready))
    assert catalog_entries(world.records)[str(t.job("z"))] is None


def test_nothing_makes_a_room_of_an_archived_fair_again() -> None:
    """A resume that is read later notifies the student, and no room of the fair."""
    t = Teller()
    log = [*t.ready(), t.submitted(), t.closed(), t.archived()]
    world = World()
    world.apply(told(log))
    world.apply(told([t.resume_read()], len(log)))
    assert [one.room for one in room_records(world.records)] == ["me:stu-1"]
    assert catalog_entries(world.records) == {}


async def entries_of(port: Port, fair: UUID) -> dict[str, object]:
    """The catalog entries that the tables give."""
    found = [one for noun in NOUNS for query in noun.catalog for one in await port.select(query, [fair])]
    assert {of for _, of, _ in found} == {fair}
    return {key: entry for key, _, entry in found}


async def test_the_tables_give_the_entries_that_were_written(database: str) -> None:
    """PostgreSQL and the dictionaries: for each key the newest entry, or a tombstone; no more and no less."""
    of, log = everything()
    world, written = World(), list[Record]()
    for one in told(log):
        world.apply([one])
        written += world.records
    await filled(database, log)
    async with connection_to(database) as connection:
        kept = await entries_of(Postgres(connection), of.fair)
    assert kept == catalog_entries(written)
    assert run(entries_of(world.port, of.fair)) == kept


@pytest.mark.parametrize("seed", range(2))
async def test_the_tables_give_the_entries_of_staff(database: str, seed: int) -> None:
    """Links that are open, revoked and used up; staff who joined, were removed and came back."""
    log, world, written = of_staff.a_log(seed), World(), list[Record]()
    fairs = {entry.event.fair for entry in log}  # type: ignore[attr-defined]  # each of them has one
    for one in told(log):
        world.apply([one])
        written += world.records
    await filled(database, log)
    async with connection_to(database) as connection:
        kept = [await entries_of(Postgres(connection), fair) for fair in sorted(fairs)]
    assert {key: entry for each in kept for key, entry in each.items()} == catalog_entries(written)


@pytest.mark.long
async def test_a_large_fair_is_archived_in_rows_that_can_be_sent(database: str) -> None:
    """A fair with 20,000 jobs: several rows of the outbox, each within the bound, with a tombstone for every job."""
    t, jobs = Teller(), 20_000
    await filled(database, [*t.ready("a"), t.closed()])
    async with connection_to(database) as connection:
        columns = [
            name
            for (name,) in await connection.fetch(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'jobs' AND column_name <> 'id'"
            )
        ]
        rest = ", ".join(f'"{name}"' for name in columns)
        copies = f"INSERT INTO jobs (id, {rest}) SELECT gen_random_uuid(), {rest} FROM jobs, generate_series(2, {jobs})"
        await connection.execute(copies)
        await connection.execute("DELETE FROM outbox")
        assert await applied(connection, batch([t.archived()], len(t.ready("a")) + 1)) == [True]
        rows = [unpack(blob) for (blob,) in await connection.fetch("SELECT records FROM outbox ORDER BY id")]
        ids = {str(id) for (id,) in await connection.fetch("SELECT id FROM jobs")}
    gone = {record.key.decode() for row in rows for record in row if record.value is None}
    assert len(ids) == jobs
    assert ids <= gone
    assert max(len(row) for row in rows) <= ROW_RECORDS_MAX
