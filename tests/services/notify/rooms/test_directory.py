"""All rooms in memory, and the bound on it."""

from __future__ import annotations

from services.notify.rooms.directory import Directory
from tests.services.notify.watching import FAIR, OTHER_FAIR, record


def directory(kept_max: int = 1_000, pinned: tuple[str, ...] = ()) -> Directory:
    return Directory(lambda key: 0, pinned=pinned, kept_max=kept_max)


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
    rooms = directory(kept_max=6)
    rooms.apply(record(FAIR, 1, 1), 0, 0)
    rooms.apply(record("me:ann", 2, 2), 0, 1)
    rooms.apply(record("me:bob", 3, 3), 0, 2)
    rooms.apply(record("me:eve", 4, 4), 0, 3)
    assert ("me:ann" in rooms, "me:bob" in rooms, FAIR in rooms) == (False, True, True)
    assert rooms.floor("me:ann") == 1
    assert rooms.floor("me:bob") == -1


def test_a_forgotten_room_that_comes_back_keeps_its_floor() -> None:
    """New items do not hide that older ones were dropped."""
    rooms = directory(kept_max=3)
    rooms.apply(record("me:ann", 1, 1), 0, 0)
    rooms.apply(record("me:bob", 2, 2), 0, 1)
    assert "me:ann" not in rooms
    rooms.apply(record("me:ann", 3, 3), 0, 2)
    assert rooms.floor("me:ann") >= 0


def test_a_watched_room_is_never_forgotten() -> None:
    """A pinned room stays even if it was unused for longest."""
    rooms = directory(kept_max=3, pinned=("me:ann",))
    for offset, room in enumerate(("me:ann", "me:bob", "me:eve")):
        rooms.apply(record(room, offset, offset), 0, offset)
    assert ("me:ann" in rooms, "me:bob" in rooms) == (True, False)


def test_public_rooms_let_go_of_items_but_not_of_counters() -> None:
    """If only public rooms are left, the least used one keeps its counters."""
    rooms = directory(kept_max=4)
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
    rooms = directory(kept_max=4)
    rooms.apply(record("me:ann", 1, 1, 2), 0, 0)
    rooms.erase("me:ann", 1)
    rooms.apply(record("me:bob", 2, 3, 4), 0, 2)
    assert rooms.room("me:ann").items == ()
    assert len(rooms.room("me:bob").items) == 2
