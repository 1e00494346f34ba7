"""One room: its counters, its newest items with their offsets, and how far back a resume is possible.

Pure: it takes records in log order and returns what changed. It knows no client, no clock and no I/O.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import msgspec

from plumbing.kafka.position import Position
from schemas.rooms import RoomRecord
from services.notify.rooms.opened import emptied_item, items_of, size_of

RING_ITEMS_MAX = 100
ROOM_BYTES, ITEM_BYTES, COUNTER_BYTES = 1_200, 150, 200
"""What each takes in memory, an item beside its JSON: measured, rounded up."""
QUESTION_HIDDEN = "QuestionHidden"
BEFORE_ALL = -1  # an offset before any position that a client can have


@dataclass(frozen=True, slots=True)
class Change:
    """What one or more records changed: counters by name, as totals, and items as JSON, oldest first."""

    offset: int
    decided: str | None
    counters: dict[str, int]
    items: tuple[bytes, ...]
    whole: bool = False
    """The room's items were replaced: its viewers need a new snapshot."""

    @property
    def size_bytes(self) -> int:
        return sum(map(len, self.items)) + 32 * len(self.counters)


@dataclass(slots=True)
class Room:
    """A room in memory. Offsets are those of its partition of `livefair.rooms`.

    `floor` is the newest offset of a dropped item: a resume from before it would miss that.
    """

    partition: int
    floor: int = BEFORE_ALL
    changed_at: int = BEFORE_ALL
    decided: str | None = None
    _decided: dict[str, int] = field(default_factory=dict)
    _counters: dict[str, tuple[int, int]] = field(default_factory=dict)
    _items: list[tuple[int, bytes]] = field(default_factory=list)
    _items_bytes: int = 0

    def apply(self, record: RoomRecord, offset: int) -> Change | None:
        """Apply the next record; None where it is a duplicate. Raises BadPosition where `decided` is no position.

        Delivery is at-least-once: a relay that was taken for dead may publish records again, in the same order. A
        record that is not newer than the newest one from the same source partition is a duplicate. The items of a
        whole record replace those of a room that has fewer, and are left out otherwise.
        """
        decided = Position.parse(record.decided)
        source = f"{decided.topic}:{decided.partition}"
        known, replaces = self._decided.get(source, -1), record.whole and len(record.items) > len(self._items)
        if decided.offset < known or (decided.offset == known and not replaces):
            return None
        self._decided[source] = decided.offset
        self.decided, self.changed_at = record.decided, max(self.changed_at, offset)
        if replaces:
            self.let_go()
            self.floor = offset
        items = () if record.whole and not replaces else items_of(record)
        self._keep(items, offset)
        self._hush({item.data["question"] for item in record.items if item.event == QUESTION_HIDDEN})
        counters = self._count(record.counters or {}, offset)
        return Change(offset, record.decided, counters, () if replaces else items, replaces)

    def since(self, offset: int) -> Change | None:
        """What changed after `offset`, which must not be below the floor; None for no change."""
        if self.changed_at <= offset or self.decided is None:
            return None
        counters = {name: value for name, (value, at) in self._counters.items() if at > offset}
        items = tuple(item for at, item in self._items if at > offset)
        return Change(self.changed_at, self.decided, counters, items)

    @property
    def counters(self) -> dict[str, int]:
        return {name: value for name, (value, _) in self._counters.items()}

    @property
    def items(self) -> tuple[bytes, ...]:
        """The newest items, oldest first."""
        return tuple(item for _, item in self._items)

    @property
    def size_bytes(self) -> int:
        """What the room takes in memory, about."""
        return ROOM_BYTES + self._items_bytes + COUNTER_BYTES * len(self._counters)

    def let_go(self, keep: int = 0) -> None:
        """Drop the oldest items until `keep` are left, and raise the floor to the newest one dropped."""
        if len(self._items) > keep:
            cut = len(self._items) - keep
            self.floor = max(self.floor, self._items[cut - 1][0])
            self._items_bytes -= _size_of(self._items[:cut])
            del self._items[:cut]

    def erase(self, offset: int) -> None:
        """Drop the content, for a tombstone at `offset`. The newest decided positions are kept, for deduplication."""
        self._items.clear()
        self._items_bytes = 0
        self._counters.clear()
        self.floor = self.changed_at = offset

    def rebase(self) -> None:
        """Put everything before the first offset: the log begins anew. Content and decided positions stay."""
        self.floor = self.changed_at = BEFORE_ALL
        self._counters = {name: (value, BEFORE_ALL) for name, (value, _) in self._counters.items()}
        self._items = [(BEFORE_ALL, item) for _, item in self._items]

    def empty(self, keys: Collection[str]) -> bool:
        """Empty the texts that one of these keys has sealed. Returns whether there were any."""
        emptied = [(at, emptied_item(item, keys)) for at, item in self._items]
        found = any(after[1] is not before[1] for before, after in zip(self._items, emptied, strict=True))
        self._items, self._items_bytes = emptied, _size_of(emptied)
        return found

    def _keep(self, items: tuple[bytes, ...], offset: int) -> None:
        new = [(offset, item) for item in items]
        self._items += new
        self._items_bytes += _size_of(new)
        self.let_go(keep=RING_ITEMS_MAX)

    def _hush(self, questions: Collection[object]) -> None:
        """Reduce these questions to the item that hides them: viewers who join later must not get their text."""
        if questions:
            self._items = [(at, item) for at, item in self._items if not _tells(item, questions)]
            self._items_bytes = _size_of(self._items)

    def _count(self, counters: dict[str, int], offset: int) -> dict[str, int]:
        changed = {name: value for name, value in counters.items() if self._value(name) != value}
        self._counters.update({name: (value, offset) for name, value in changed.items()})
        return changed

    def _value(self, name: str) -> int | None:
        known = self._counters.get(name)
        return known[0] if known else None


class _Item(msgspec.Struct):
    event: str
    data: dict[str, object]


def _tells(item: bytes, questions: Collection[object]) -> bool:
    """Whether an item holds more of one of these questions than that it is hidden."""
    told = msgspec.json.decode(item, type=_Item)
    return told.event != QUESTION_HIDDEN and told.data.get("question") in questions


def _size_of(items: Iterable[tuple[int, bytes]]) -> int:
    return sum(ITEM_BYTES + size_of(item) for _, item in items)


def merge(changes: Iterable[Change]) -> Change | None:
    """Merge changes in log order: the last value of each counter, every item. None where there are none."""
    given = list(changes)
    if not given:
        return None
    counters: dict[str, int] = {}
    for change in given:
        counters |= change.counters
    items = tuple(item for change in given for item in change.items)
    return Change(given[-1].offset, given[-1].decided, counters, items)
