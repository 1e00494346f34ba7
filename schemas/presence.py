"""Presence: the number of viewers that one notify instance has in each session's room. Key: the instance."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

SETTLES_MS = 3_500
"""An instance that is silent for this much log time (three missed reports) is gone, and its viewers with it. This long
after a moment it is known which viewers counted once in it."""

Count = Annotated[int, Field(ge=0)]


class RoomPresence(BaseModel):
    """One room. `here` are this instance's own viewers; the others are what it counts over all instances.

    A viewer who has moved from one instance to another may count twice in `viewers`, and never in `settled`, which is
    how many there were `SETTLES_MS` before, nor in `peak`, the most of those. `peak` outlives the viewers, so that
    a consumer that reads only the newest records knows it; a reader keeps the largest. Old records have no `settled`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    here: Count
    viewers: Count
    peak: Count
    settled: Count | None = None


class PresenceRecord(BaseModel):
    """What one instance reports each second, and soon after a change; it replaces what that instance reported before.

    An instance that is silent for `SETTLES_MS` of the log's time is gone, and its viewers with it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    instance: str
    rooms: dict[str, RoomPresence]
