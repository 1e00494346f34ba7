"""Collects the room items and catalog entries of a batch as outbox records. Each noun says what is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from plumbing.eventlog.outbox import Record
from schemas.catalog import TOMBSTONE_DECIDED
from schemas.rooms import fair_room, person_room
from schemas.topics import CATALOG, ROOMS
from services.fair.engine.dispatch import FAIR, Dispatch
from services.fair.fairs.rows import FairRows
from services.fair.kernel.commands import Command
from services.fair.kernel.context import SYSTEM, Context
from services.fair.kernel.items import Item
from services.fair.kernel.noun import Silence
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged
from services.fair.kernel.state import State

_json = msgspec.json.Encoder()
ITEMS_MAX = 5_000  # per room and record of the log; a closing round may have more, and 4 MiB is the limit
ROOM_BYTES_MAX = 2 * 1_048_576  # a larger one is split where it can be
WHOLE_BYTES_MAX = 7 * 524_288  # the items of one record of the log, which stay together


@dataclass(slots=True)
class Rooms:
    """The items of one batch by room, collected while it is decided."""

    dispatch: Dispatch = FAIR
    items: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    causes: dict[str, list[str]] = field(default_factory=dict)
    """For each item of a room, the position of the record that caused it."""
    decided: dict[str, str] = field(default_factory=dict)
    fairs: dict[UUID, str] = field(default_factory=dict)
    """For each fair that changed, the position up to which its counters count."""

    def tell(self, state: State, command: Command, outcome: Outcome, context: Context) -> None:
        """Collect the items of `outcome`. Only the organizer is notified about a draft."""
        fairs = state.of(FairRows)
        is_draft, has_rooms = fairs.is_draft(command.fair), fairs.has_rooms(command.fair)
        if isinstance(outcome, Unchanged):
            return
        if isinstance(outcome, Refused):
            if context.role != SYSTEM:
                self._add(self._refusal(command, outcome, context), context.event, context.now, context.position)
            return
        if has_rooms:
            self.fairs[command.fair] = context.position
        reaction = self.dispatch.reactions[type(outcome)]
        if reaction.tell is None or isinstance(reaction.tell, Silence):
            return
        event_id = reaction.id_of(outcome, command, context) if reaction.id_of is not None else context.event
        for item in reaction.tell(outcome, command, context):
            if has_rooms or item.room.startswith("me:") or (not is_draft and item.room.startswith("enterprise:")):
                self._add(item, event_id, context.now, context.position)

    def _refusal(self, command: Command, outcome: Refused, context: Context) -> Item:
        """Notify the sender which request was refused, and why."""
        ids = {name: getattr(command, name, None) for name in self.dispatch.named}
        named = {name: value for name, value in ids.items() if value is not None}
        data: dict[str, Any] = {**named, "request": type(command).__name__, "reason": outcome.reason}
        data |= {"state": outcome.state} if outcome.state else {}
        data |= {"flags": outcome.flags} if outcome.flags else {}
        return Item(person_room(context.actor), "RequestRefused", data)

    def records(self, state: State) -> Iterator[Record]:
        """One record per room: its new items, all its counters, and the position up to which they are true.

        A fair that is a draft has no room, and neither have its sessions.
        """
        books = state.of(FairRows).books
        for fair, decided in self.fairs.items():
            yield from self._record(fair_room(fair), decided, books[fair].counters)
        for noun in self.dispatch.nouns:
            for item, event_id, at in noun.late_items(state):
                self._add(item, event_id, at, books[item.data["fair"]].decided)
        for noun in self.dispatch.nouns:
            for counted in noun.rooms(state):
                yield from self._record(counted.room, books[counted.fair].decided, counted.counters)
        for room in list(self.items):
            yield from self._record(room, self.decided[room], None)

    def _add(self, item: Item, event_id: UUID, at: datetime, cause: str) -> None:
        told = {"event": item.event, "event_id": event_id, "at": at, "data": item.data}
        self.items.setdefault(item.room, []).append(told)
        self.causes.setdefault(item.room, []).append(cause)
        self.decided[item.room] = cause

    def _record(self, room: str, decided: str, counters: Mapping[str, int] | None) -> Iterator[Record]:
        items, causes = self.items.pop(room, []), self.causes.pop(room, [])
        return _room(room, decided, items, causes, counters)


def catalog_records(state: State, dispatch: Dispatch = FAIR) -> Iterator[Record]:
    """The catalog entries of everything that the batch created or changed, with the position that they include."""
    fairs = state.of(FairRows)
    for noun in dispatch.nouns:
        for key, fair, entry in noun.entries(state):
            yield catalog_record(key, None if fairs.is_archived(fair) else entry, fairs.books[fair].decided)


def catalog_record(key: str, entry: Any, decided: str) -> Record:
    """The record of an entry (a model of `schemas.catalog`), or of None, a tombstone."""
    if entry is None:
        return tombstone(CATALOG.name, key, decided)
    return Record(CATALOG.name, key.encode(), entry.model_copy(update={"decided": decided}).model_dump_json().encode())


def tombstone(topic: str, key: str, decided: str) -> Record:
    """A record that removes its key from a compacted topic."""
    return Record(topic, key.encode(), None, [(TOMBSTONE_DECIDED, decided.encode())])


def whole_room(room: str, decided: str, items: list[dict[str, Any]], counters: Mapping[str, int]) -> Record:
    """The record of a room that is made again: the newest items that fit, and all its counters."""
    told = {"room": room, "decided": decided, "items": _newest(items), "counters": counters, "whole": True}
    return Record(ROOMS.name, room.encode(), _json.encode(told))


def _room(
    room: str, decided: str, items: list[dict[str, Any]], causes: list[str], counters: Mapping[str, int] | None
) -> Iterator[Record]:
    """The room's record. A record that is too large is split, each part with its own position.

    Readers skip a room's record that is not newer than the previous one, so the items of one log record stay together;
    where these alone are too many, the newest are kept.
    """
    value = _value(room, decided, items, counters)
    middle = _middle(causes) if len(value) > ROOM_BYTES_MAX else None
    if middle is None:
        kept = _newest(items) if len(value) > WHOLE_BYTES_MAX or len(items) > ITEMS_MAX else items
        yield Record(ROOMS.name, room.encode(), value if kept is items else _value(room, decided, kept, counters))
        return
    yield from _room(room, causes[middle - 1], items[:middle], causes[:middle], None)
    yield from _room(room, decided, items[middle:], causes[middle:], counters)


def _value(room: str, decided: str, items: list[dict[str, Any]], counters: Mapping[str, int] | None) -> bytes:
    return _json.encode({"room": room, "decided": decided, "items": items, "counters": counters})


def _newest(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last items that fit into one record."""
    size, number = 0, 0
    for item in reversed(items[-ITEMS_MAX:]):
        size += len(_json.encode(item)) + 1
        if size > WHOLE_BYTES_MAX:
            break
        number += 1
    return items[len(items) - number :]


def _middle(causes: list[str]) -> int | None:
    """Where to split items, nearest to the middle, without separating those of one record. None: nowhere."""
    places = [place for place in range(1, len(causes)) if causes[place - 1] != causes[place]]
    return min(places, key=lambda place: abs(place - len(causes) // 2), default=None)
