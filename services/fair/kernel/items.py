"""The item: what the viewers of a room are told of one outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Item(NamedTuple):
    """`room` is a room's name, `event` the name of the event there, `data` its fields."""

    room: str
    event: str
    data: Mapping[str, Any]


class CountedRoom(NamedTuple):
    """A room whose record carries counters, as absolute values. `fair` is the fair (a UUID) to which it belongs."""

    room: str
    fair: Any
    counters: Mapping[str, int]
