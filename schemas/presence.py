"""Presence: how many viewers one notify instance has in each session's room. Key: the instance."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=0)]


class RoomPresence(BaseModel):
    """One room. `here` are this instance's own viewers; `viewers` and `peak` what it counts over all instances.

    `peak` outlives the viewers, so that whoever reads only the newest records knows it; a reader keeps the largest.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    here: Count
    viewers: Count
    peak: Count


class PresenceRecord(BaseModel):
    """What one instance reports each second, and soon after a change; it replaces what that instance reported before.

    An instance that is silent while the log's time goes on for some seconds is gone, and its viewers with it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    instance: str
    rooms: dict[str, RoomPresence]
