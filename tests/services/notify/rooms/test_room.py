"""One room."""

from __future__ import annotations

import json

import pytest

from plumbing.kafka.position import BadPosition
from schemas.rooms import RoomItem, RoomRecord
from services.notify.rooms.room import ITEM_BYTES, RING_ITEMS_MAX, ROOM_BYTES, Change, Room, merge
from tests.services.notify.watching import DESK, FAIR, SESSION, item, record


def numbers(items: tuple[bytes, ...]) -> list[int]:
    return [json.loads(item)["data"]["n"] for item in items]


def test_a_change_names_only_the_counters_that_changed() -> None:
    """Records have all counters as absolute numbers; a change has those with a new value."""
    room = Room(0)
    room.apply(record(FAIR, 1, counters={"jobs": 1, "positions": 3}), 10)
    change = room.apply(record(FAIR, 2, counters={"jobs": 1, "positions": 5}), 11)
    assert change is not None
    assert change.counters == {"positions": 5}
    assert room.counters == {"jobs": 1, "positions": 5}


def test_the_newest_items_are_kept_oldest_first() -> None:
    """Beyond the ring's size the oldest are dropped, and the floor says up to where."""
    room = Room(0)
    room.apply(record(FAIR, 1, 1, 2, 3), 10)
    room.apply(record(FAIR, 2, *range(4, RING_ITEMS_MAX + 3)), 11)
    assert numbers(room.items) == list(range(3, RING_ITEMS_MAX + 3))
    assert room.floor == 10


def test_a_repetition_changes_nothing() -> None:
    """A duplicate from a stale fair is older than the newest record of its source, and is ignored."""
    room = Room(0)
    first, second = record(FAIR, 5, 1, counters={"jobs": 1}), record(FAIR, 6, 2, counters={"jobs": 2})
    assert room.apply(first, 10) is not None
    assert room.apply(second, 11) is not None
    assert [room.apply(again, offset) for offset, again in enumerate((first, second), 12)] == [None, None]
    assert (room.counters, numbers(room.items), room.changed_at) == ({"jobs": 2}, [1, 2], 11)


def test_sources_are_told_apart() -> None:
    """Offsets are compared only within one partition that feeds the room."""
    room = Room(0)
    room.apply(record(DESK.key, 90, 1, source="livefair.fairs:0"), 10)
    change = room.apply(record(DESK.key, 4, 2, source="livefair.fairs:7"), 11)
    assert change is not None
    assert (numbers(room.items), room.decided) == ([1, 2], "livefair.fairs:7:4")


def test_a_hidden_question_is_not_sent_to_later_viewers() -> None:
    """Its text and answer are deleted; the fact that it is hidden and all other items stay."""

    def about(name: str, event: str) -> RoomItem:
        return item(0).model_copy(update={"event": event, "data": {"question": name, "text": f"What {name} says"}})

    room = Room(0)
    asked = [about("q", "QuestionAsked"), item(1), about("p", "QuestionAsked"), about("q", "QuestionAnswered")]
    room.apply(RoomRecord(room=SESSION, decided="livefair.fairs:0:1", items=asked), 10)
    hidden = about("q", "QuestionHidden").model_copy(update={"data": {"question": "q"}})
    room.apply(RoomRecord(room=SESSION, decided="livefair.fairs:0:2", items=[hidden]), 11)
    left = [json.loads(one) for one in room.items]
    assert [(one["event"], one["data"].get("question")) for one in left] == [
        *(("JobPublished", None), ("QuestionAsked", "p"), ("QuestionHidden", "q")),
    ]
    assert (room.floor, room.size_bytes) == (-1, ROOM_BYTES + sum(ITEM_BYTES + len(item) for item in room.items))


def test_since_gives_what_changed_after() -> None:
    """Counters and items of later records, as one change; none if there are none."""
    room = Room(0)
    room.apply(record(FAIR, 1, 1, counters={"jobs": 1, "drops": 0}), 10)
    room.apply(record(FAIR, 2, 2, counters={"jobs": 2, "drops": 0}), 12)
    missed = room.since(10)
    assert missed is not None
    assert (missed.offset, missed.counters, numbers(missed.items)) == (12, {"jobs": 2}, [2])
    assert room.since(12) is None


def test_a_malformed_position_is_refused() -> None:
    """A `decided` that is no position raises an error."""
    bad = record(FAIR, 1).model_copy(update={"decided": "yesterday"})
    with pytest.raises(BadPosition):
        Room(0).apply(bad, 10)


def test_a_tombstone_forgets_what_was_said() -> None:
    """Counters and items are deleted; the position stays, so that a repetition does not restore them."""
    room, said = Room(0), record(FAIR, 1, 1, counters={"jobs": 1})
    room.apply(said, 10)
    room.erase(11)
    assert (room.counters, room.items, room.floor) == ({}, (), 11)
    assert room.apply(said, 12) is None


def test_merging_keeps_the_last_value_and_every_item() -> None:
    """Several changes in log order become one, with the last position."""
    merged = merge([Change(1, "a", {"x": 1, "y": 1}, (b"1",)), Change(4, "b", {"x": 2}, (b"2", b"3"))])
    assert merged == Change(4, "b", {"x": 2, "y": 1}, (b"1", b"2", b"3"))
