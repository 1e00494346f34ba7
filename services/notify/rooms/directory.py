"""All rooms that this instance knows, how far each partition has been read, and the bound on memory.

Pure. When too much is kept, the least recently changed private rooms are forgotten first, since they are the many; then
the least recently changed public rooms drop their items. A resume from before what was dropped is answered with
`reload`. A forgotten room cannot deduplicate any more; but relays only repeat recent records, whose rooms are kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Container
from dataclasses import dataclass

from plumbing.limits import Limit
from schemas.rooms import RoomRecord
from services.notify.rooms.room import BEFORE_ALL, Change, Room

KEPT = Limit(
    "rooms in memory, with their counters and newest 100 items",
    256 * 1_048_576,
    "private rooms changed longest ago are forgotten, then items of public ones: `reload` for those who resume",
    "bytes",
)
GONE = Limit(  # against late records: they are late by minutes
    "rooms with a tombstone, remembered by notify", 1_000, over="the oldest is forgotten"
)
LOOKS_MAX = 64  # rooms examined for space after one record, so that many pinned ones cost little
PRIVATE = ("me:", "enterprise:")


@dataclass(slots=True)
class Reading:
    """How far one partition has been read. After `complete_from` no offset is missing.

    Compaction removes older records of a room. A missing offset does not tell which room it belonged to, so no room can
    be resumed from before the newest missing offset. `forgotten` is the newest offset of a forgotten room.
    """

    offset: int = BEFORE_ALL
    complete_from: int = BEFORE_ALL
    forgotten: int = BEFORE_ALL

    def advance(self, offset: int) -> bool:
        """Note the offset of the next record. Returns whether offsets before it are missing."""
        hole = offset > self.offset + 1
        if hole:
            self.complete_from = offset - 1
        self.offset = max(self.offset, offset)
        return hole

    def skip(self, offset: int) -> None:
        """Note an unreadable record: a resume from before it would miss something."""
        self.offset = self.complete_from = offset


class Directory:
    """The rooms by the key of their records. `pinned` rooms, which have viewers, are never forgotten."""

    def __init__(
        self, partition_of: Callable[[str], int], *, pinned: Container[str] = (), kept_bytes_max: int = KEPT.most
    ) -> None:
        self._partition_of = partition_of
        self._pinned = pinned
        self._kept_bytes_max = kept_bytes_max
        self._kept = 0
        self._private: OrderedDict[str, Room] = OrderedDict()
        self._public: OrderedDict[str, Room] = OrderedDict()
        self._gone: OrderedDict[str, Room] = OrderedDict()
        self._readings: dict[int, Reading] = {}

    def __len__(self) -> int:
        return len(self._private) + len(self._public)

    def __contains__(self, key: str) -> bool:
        return key in self._shelf(key)

    def reading(self, partition: int) -> Reading:
        return self._readings.setdefault(partition, Reading())

    def partition_of(self, key: str) -> int:
        room = self._shelf(key).get(key)
        return room.partition if room else self._partition_of(key)

    def room(self, key: str) -> Room:
        """The room, or an empty one where it is not known."""
        return self._shelf(key).get(key) or self._gone.get(key) or self._unknown(key)

    def floor(self, key: str) -> int:
        """The oldest offset from which a resume in this room misses nothing."""
        room = self.room(key)
        return max(room.floor, self.reading(room.partition).complete_from)

    def apply(self, record: RoomRecord, partition: int, offset: int) -> Change | None:
        """Apply one record to its room. One that is late for a room with a tombstone does not make it again."""
        shelf, room = self._shelf(record.room), self.room(record.room)
        if partition != room.partition:
            offset = BEFORE_ALL  # written when the topic had fewer partitions: positions of that epoch are void anyway
        before = room.size_bytes
        change = room.apply(record, offset)
        if change is None and record.room in self._gone:
            return None
        if record.room not in shelf:
            self._gone.pop(record.room, None)
            shelf[record.room] = room
            self._kept += before
        shelf.move_to_end(record.room)
        self._kept += room.size_bytes - before
        self._make_space()
        return change

    def erase(self, key: str, offset: int) -> None:
        """Apply a tombstone: forget the room. What it takes to recognize a late record of it is kept for a while."""
        room = self._shelf(key).pop(key, None)
        if room is None:
            return
        self._kept -= room.size_bytes
        room.erase(offset)
        self._gone[key] = room
        if len(self._gone) > GONE.most:
            self._gone.popitem(last=False)

    def restart(self) -> None:
        """Begin to read the log anew: rooms keep their content, without its offsets."""
        self._readings.clear()
        for shelf in (self._private, self._public, self._gone):
            for room in shelf.values():
                room.rebase()

    def empty(self, keys: Collection[str]) -> list[str]:
        """Empty the texts that one of these keys has sealed. Returns the rooms that had any."""
        rooms = [*self._private.items(), *self._public.items()]
        before = [room.size_bytes for _, room in rooms]
        found = [key for key, room in rooms if room.empty(keys)]
        self._kept += sum(room.size_bytes for _, room in rooms) - sum(before)
        return found

    def _shelf(self, key: str) -> OrderedDict[str, Room]:
        return self._private if key.startswith(PRIVATE) else self._public

    def _unknown(self, key: str) -> Room:
        partition = self._partition_of(key)
        forgotten = self.reading(partition).forgotten if key.startswith(PRIVATE) else BEFORE_ALL
        return Room(partition, floor=forgotten)

    def _make_space(self) -> None:
        for shelf, release in ((self._private, self._forget), (self._public, self._empty)):
            for _ in range(min(len(shelf), LOOKS_MAX)):
                if self._kept <= self._kept_bytes_max:
                    return
                key = next(iter(shelf))
                shelf.move_to_end(key)
                if key not in self._pinned:
                    release(key)

    def _forget(self, key: str) -> None:
        room = self._private.pop(key)
        self._kept -= room.size_bytes
        reading = self.reading(room.partition)
        reading.forgotten = max(reading.forgotten, room.changed_at)

    def _empty(self, key: str) -> None:
        room = self._public[key]
        self._kept -= room.size_bytes
        room.let_go()
        self._kept += room.size_bytes
