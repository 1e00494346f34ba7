"""The room items and catalog entries of a batch, parsed as their consumers parse them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from plumbing.eventlog.outbox import Record
from schemas.catalog import CATALOG_ENTRY, TOMBSTONE_DECIDED
from schemas.rooms import RoomItem, RoomRecord
from schemas.topics import CATALOG, ROOMS
from tests.services.fair.deciding import World, decide
from tests.services.fair.story import Entry, told


def telling(given: Sequence[Entry], *now: Entry) -> tuple[dict[str, RoomRecord], dict[str, Any]]:
    """The room records and catalog entries of the batch `now`, decided after `given`."""
    world = World()
    for one in told(given):
        decide(world, one)
    world.apply(told(now, len(given)))
    rooms = room_records(world.records)
    by_room = {record.room: record for record in rooms}
    assert len(by_room) == len(rooms), "each room has one record of a batch"
    return by_room, catalog_entries(world.records)


def room_records(records: Iterable[Record]) -> list[RoomRecord]:
    """The parsed room records, without tombstones; each has its room's name as key."""
    of_rooms = [record for record in records if record.topic == ROOMS.name and record.value is not None]
    found = [RoomRecord.model_validate_json(record.value or b"") for record in of_rooms]
    assert [record.key.decode() for record in of_rooms] == [one.room for one in found]
    return found


def catalog_entries(records: Iterable[Record]) -> dict[str, Any]:
    """The newest catalog entry of each key; None is a tombstone. Every other record is a room record.

    Asserts that each says which position it includes, and leaves that out.
    """
    records = [record for record in records if record.topic != ROOMS.name]
    assert {record.topic for record in records} <= {CATALOG.name}
    return {record.key.decode(): _entry(record) for record in records}


def _entry(record: Record) -> Any:
    if record.value is None:
        assert dict(record.headers)[TOMBSTONE_DECIDED].startswith(b"livefair.fairs:")
        return None
    entry = CATALOG_ENTRY.validate_json(record.value)
    assert (entry.decided or "").startswith("livefair.fairs:")
    return entry.model_copy(update={"decided": None})


def items_by_room(records: Iterable[Record]) -> dict[str, list[RoomItem]]:
    """The items of each room, in order."""
    items: dict[str, list[RoomItem]] = {}
    for record in room_records(records):
        items.setdefault(record.room, []).extend(record.items)
    return items


def heard(given: Sequence[Entry], when: Entry, then: dict[str, list[str]]) -> None:
    """Assert the items of each room, and that an item has the record's id or its own.

    Only the fair's room has counters.
    """
    rooms, _ = telling(given, when)
    assert {room: [item.event for item in record.items] for room, record in rooms.items()} == then
    own = str(getattr(when.event, "application", None))
    for record in rooms.values():
        assert record.decided == f"livefair.fairs:0:{len(given)}"
        assert (record.counters is None) == (not record.room.startswith("fair:"))
        for item in record.items:
            assert (item.event_id == when.envelope.id) == (item.data.get("application", own) == own)
