"""All rooms in memory, and the bound on it."""

from __future__ import annotations

import tracemalloc

from services.notify.rooms.directory import KEPT, Directory
from services.notify.rooms.room import COUNTER_BYTES, ITEM_BYTES, ROOM_BYTES
from tests.services.notify.watching import FAIR, OTHER_FAIR, item, record


def directory(kept_bytes_max: int = 1_000_000, pinned: tuple[str, ...] = ()) -> Directory:
    return Directory(lambda key: 0, pinned=pinned, kept_bytes_max=kept_bytes_max)


def space(rooms: int, items: int, counters: int = 0) -> int:
    """What that number of each takes."""
    return ROOM_BYTES * rooms + (ITEM_BYTES + len(item(1).model_dump_json())) * items + COUNTER_BYTES * counters


def test_a_gap_in_the_offsets_ends_resuming_from_before_it() -> None:
    """Compaction leaves gaps; a client from before one may have missed something, and must reload."""
    rooms = directory()
    for offset in (0, 1, 5, 6):
        rooms.reading(0).advance(offset)
        rooms.apply(record(FAIR, offset, offset), 0, offset)
    assert rooms.floor(FAIR) == 4
    assert rooms.floor(OTHER_FAIR) == 4


def test_a_log_without_holes_can_be_resumed_from_its_start() -> None:
    """Without gaps there is no floor."""
    rooms = directory()
    for offset in range(3):
        rooms.reading(0).advance(offset)
        rooms.apply(record(FAIR, offset, offset), 0, offset)
    assert rooms.floor(FAIR) == -1


def test_the_coldest_private_rooms_are_forgotten_first() -> None:
    """Beyond the bound a private room is dropped and its floor rises; public rooms stay."""
    rooms = directory(space(rooms=3, items=3))
    rooms.apply(record(FAIR, 1, 1), 0, 0)
    rooms.apply(record("me:ann", 2, 2), 0, 1)
    rooms.apply(record("me:bob", 3, 3), 0, 2)
    rooms.apply(record("me:eve", 4, 4), 0, 3)
    assert ("me:ann" in rooms, "me:bob" in rooms, FAIR in rooms) == (False, True, True)
    assert rooms.floor("me:ann") == 1
    assert rooms.floor("me:bob") == -1


def test_a_forgotten_room_that_comes_back_keeps_its_floor() -> None:
    """New items do not hide that older ones were dropped."""
    rooms = directory(space(rooms=1, items=1))
    rooms.apply(record("me:ann", 1, 1), 0, 0)
    rooms.apply(record("me:bob", 2, 2), 0, 1)
    assert "me:ann" not in rooms
    rooms.apply(record("me:ann", 3, 3), 0, 2)
    assert rooms.floor("me:ann") >= 0


def test_a_watched_room_is_never_forgotten() -> None:
    """A pinned room stays even if it was unused for longest."""
    rooms = directory(space(rooms=2, items=2), pinned=("me:ann",))
    for offset, room in enumerate(("me:ann", "me:bob", "me:eve")):
        rooms.apply(record(room, offset, offset), 0, offset)
    assert ("me:ann" in rooms, "me:bob" in rooms) == (True, False)


def test_public_rooms_let_go_of_items_but_not_of_counters() -> None:
    """If only public rooms are left, the least used one keeps its counters."""
    rooms = directory(space(rooms=2, items=2, counters=2))
    rooms.apply(record(FAIR, 1, 1, 2, counters={"jobs": 2}), 0, 0)
    rooms.apply(record(OTHER_FAIR, 2, 3, 4, counters={"jobs": 2}), 0, 1)
    assert rooms.room(FAIR).counters == {"jobs": 2}
    assert rooms.room(FAIR).items == ()
    assert rooms.floor(FAIR) == 0
    assert len(rooms.room(OTHER_FAIR).items) == 2


def test_records_from_before_more_partitions_stand_before_every_place() -> None:
    """A record outside its key's partition is applied, and is never part of a resume."""
    rooms = Directory(lambda key: 1)
    change = rooms.apply(record(FAIR, 1, 1, counters={"jobs": 1}), 0, 700)
    assert change is not None
    assert rooms.room(FAIR).counters == {"jobs": 1}
    assert rooms.room(FAIR).since(-1) is None


def test_a_tombstone_frees_what_it_held() -> None:
    """A deleted room holds nothing, and does not count against the bound."""
    rooms = directory(space(rooms=2, items=2))
    rooms.apply(record("me:ann", 1, 1, 2), 0, 0)
    rooms.erase("me:ann", 1)
    rooms.apply(record("me:bob", 2, 3, 4), 0, 2)
    assert rooms.room("me:ann").items == ()
    assert len(rooms.room("me:bob").items) == 2


def test_large_items_are_forgotten_by_their_bytes() -> None:
    """A thousandth of the bound, filled with items of 6 KB: what is taken in memory stays within it."""
    tracemalloc.start()
    rooms = directory(KEPT.most // 1_000)
    before, _ = tracemalloc.get_traced_memory()
    for number in range(1, 1_000):
        rooms.apply(record(f"me:student-{number % 300}", number, number, padding="x" * 6_000), 0, number)
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert rooms._kept == sum(room.size_bytes for room in rooms._private.values()) <= KEPT.most // 1_000
    assert taken < 1.2 * KEPT.most // 1_000


def test_what_is_kept_is_about_what_it_takes() -> None:
    """Small rooms, large ones, and counters: the memory of each is between half of what is counted and all of it."""
    for padding, counters in (("", 0), ("x" * 3_000, 0), ("", 40)):
        tracemalloc.start()
        rooms = directory(KEPT.most)
        before, _ = tracemalloc.get_traced_memory()
        for number in range(500):
            named = {f"drop:{number}:{name}": number for name in range(counters)} or None
            rooms.apply(record(f"me:student-{number}", number, number, counters=named, padding=padding), 0, number)
        taken = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
        assert rooms._kept / 2 < taken < 1.1 * rooms._kept, (padding, counters, taken, rooms._kept)
