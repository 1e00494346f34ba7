"""The records that are made again from the tables, on PostgreSQL: those that the log gave, no more and no less."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import asyncpg
import pytest

from plumbing.eventlog.outbox import Record, unpack
from schemas.rooms import RoomItem, RoomRecord, fair_room, session_room
from schemas.topics import CATALOG, FAIRS, ROOMS
from services.fair.engine import republishing
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.deciding import World
from tests.services.fair.everything import Everything
from tests.services.fair.hearing import catalog_entries, items_by_room, room_records
from tests.services.fair.hosting import Host
from tests.services.fair.story import Entry, Teller, told
from tests.services.fair.tables import filled

BOTH: dict[str, Any] = {"catalog": True, "rooms": True}


async def made_again(connection: asyncpg.Connection, **what: Any) -> list[Record]:
    """All records that are written to the outbox; it is empty before."""
    await connection.execute("DELETE FROM outbox")
    after = None
    while fairs := await republishing.next_fairs(connection, 0, after):
        after = fairs[-1]
        await republishing.republish(connection, 0, fairs, **(BOTH | what))
    rows = await connection.fetch("SELECT topic, partition, records FROM outbox ORDER BY id")
    assert {(row["topic"], row["partition"]) for row in rows} <= {(FAIRS.name, 0)}
    return [record for row in rows for record in unpack(row["records"])]


def written_by(log: Sequence[Entry]) -> list[Record]:
    """All records of the catalog and the rooms that the log gave."""
    world, written = World(), list[Record]()
    for one in told(log):
        world.apply([one])
        written += world.records
    return written


def counters_of(records: list[Record]) -> dict[str, Any]:
    """The newest counters of each public room."""
    return {one.room: one.counters for one in room_records(records) if one.counters is not None}


def of_items(items: Iterable[RoomItem]) -> list[tuple[str, Any, Any]]:
    """Without their ids: the tables have the record's id for each."""
    return [(item.event, item.at, item.data) for item in items]


async def test_what_is_made_again_is_what_was_written(database: str) -> None:
    """The same entries, and for each public room the same counters; for a session's the same items."""
    of = Everything()
    log = [entry for entry in of.entries() if entry.topic == FAIRS.name]
    written = written_by(log)
    await filled(database, log)
    async with connection_to(database) as connection:
        again = await made_again(connection)
        assert await made_again(connection) == again
    assert catalog_entries(again) == catalog_entries(written)
    assert counters_of(again) == counters_of(written)
    room, before, after = session_room(of.session()), items_by_room(written), items_by_room(again)
    assert of_items(after[room]) == of_items(item for item in before[room] if item.event != "QuestionUpvoted")
    published = {item.data["job"] for item in before[fair_room(of.fair)] if item.event == "JobPublished"}
    assert {item.data["job"] for item in after[fair_room(of.fair)]} <= published
    last = f"livefair.fairs:0:{len(log) - 1}"
    assert {(one.whole, one.decided) for one in room_records(again)} == {(True, last)}


async def test_the_newest_items_of_a_session(database: str) -> None:
    """Not more than a snapshot has, the oldest first."""
    host = Host()
    log = [*host.live("a"), *(host.asked(f"stu-{n}", f"q{n}") for n in range(110))]
    await filled(database, log)
    async with connection_to(database) as connection:
        again = items_by_room(await made_again(connection))
    whole = items_by_room(written_by(log))[session_room(host.session())]
    assert again[session_room(host.session())] == whole[-republishing.ITEMS_MAX :]


@pytest.mark.parametrize(("catalog", "rooms"), [(True, False), (False, True)])
async def test_only_one_of_them(database: str, catalog: bool, rooms: bool) -> None:
    """The catalog alone, or the rooms alone."""
    await filled(database, Teller().ready())
    async with connection_to(database) as connection:
        again = await made_again(connection, catalog=catalog, rooms=rooms)
    assert {record.topic for record in again} == {CATALOG.name if catalog else ROOMS.name}


async def test_drafts_have_no_room_and_archived_fairs_have_tombstones(database: str) -> None:
    """So that a topic in which entries of an archived fair were left is mended too."""
    draft, archived = Teller(), Teller()
    log = [draft.draft(), *archived.ready(), archived.closed(), archived.archived()]
    await filled(database, log)
    async with connection_to(database) as connection:
        again = await made_again(connection)
    left = {record.key.decode() for record in again if record.value is not None}
    gone = {record.key.decode() for record in again if record.value is None}
    assert left == {str(draft.fair)}
    assert gone == {record.key.decode() for record in written_by(archived.ready()) if record.topic == CATALOG.name} | {
        fair_room(archived.fair)
    }


async def test_a_large_fair_is_cut_into_rows(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row holds a bounded number of records."""
    monkeypatch.setattr(republishing, "ROW_RECORDS_MAX", 2)
    t = Teller()
    await filled(database, t.ready("a", "b", "c"))
    async with connection_to(database) as connection:
        again = await made_again(connection)
        sizes = [len(unpack(blob)) for (blob,) in await connection.fetch("SELECT records FROM outbox ORDER BY id")]
    assert (max(sizes), sum(sizes)) == (2, len(again))


def test_the_record_of_a_room_is_the_readers() -> None:
    """Readers of an earlier version ignore that it is whole."""
    assert RoomRecord(room="fair:x", decided="livefair.fairs:0:1").whole is False
