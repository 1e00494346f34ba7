"""The item: what a room's viewers are sent about one outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Item(NamedTuple):
    """`room` is a room's name, `event` the event's name there, `data` its fields."""

    room: str
    event: str
    data: Mapping[str, Any]


class CountedRoom(NamedTuple):
    """A room whose record carries counters, as absolute values. `fair` is the fair (a UUID) to which it belongs."""

    room: str
    fair: Any
    counters: Mapping[str, int]
