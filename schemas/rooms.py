"""The rooms: what one batch of the log changed for a room's viewers. Key: the room's name."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class RoomItem(BaseModel):
    """One thing that happened. `data` holds the ids and, for an application, state, place and reason."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    event: str
    event_id: UUID
    at: datetime
    data: dict[str, Any]


class RoomRecord(BaseModel):
    """What one batch changed in one room.

    `decided` is the log position (`topic:partition:offset`) up to which this is true; of two records of one room from
    the same log partition the one with the larger offset is the newer, whatever their order here. `counters` are all
    of the room's, absolute; null where the room has none. `whole`: the items are the newest of the room as the tables
    have them, and replace those of a reader who has fewer; they are nothing new.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    room: str
    decided: str
    counters: dict[str, int] | None = None
    items: list[RoomItem] = []
    whole: bool = False


def fair_room(fair: UUID) -> str:
    return f"fair:{fair}"


def session_room(session: UUID) -> str:
    return f"session:{session}"


def enterprise_room(org: str) -> str:
    return f"enterprise:{org}"


def person_room(person: str) -> str:
    """The name in records of a person's room, which that person subscribes to as `me`."""
    return f"me:{person}"
