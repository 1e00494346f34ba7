"""The closing round: a student's ranking for it, and the request to hold it. Key of both: the fair's id."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas.event import Event

WISHES_MAX = 100
Wishes = Annotated[list[UUID], Field(max_length=WISHES_MAX)]


class JobsRanked(Event):
    """The jobs that a student would take in the fair's closing round, best first; it replaces what was said before."""

    fair: UUID
    student: str
    jobs: Wishes


class ClosingRoundHeld(Event):
    """The organizer has the fair's closing round held: what both sides ranked is settled here, in the log's order."""

    fair: UUID
    round: UUID
