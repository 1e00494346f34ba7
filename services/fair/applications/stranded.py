"""Those who wait for an answer of an enterprise whose booth is refused: they are told, and their applications stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.fair.applications.application import LIVE, Application

TOLD_MAX = 5_000
"""How many applicants one refusal tells, the first in log order."""


@dataclass(frozen=True, slots=True)
class Stranded:
    """What is told of an application whose enterprise's booth was refused."""

    id: UUID
    job: UUID
    fair: UUID
    org: str
    student: str
    state: str
    place: int
    offset: int


def stranded(stored: Iterable[Stranded], current: Iterable[Application], fair: UUID, org: str) -> Sequence[Stranded]:
    """The applications whose students are told, in log order. What the batch knows (`current`) is newer."""
    known = {one.id: one for one in (*stored, *map(_of, current)) if (one.fair, one.org) == (fair, org)}
    return sorted((one for one in known.values() if one.state in LIVE), key=lambda one: (one.offset, one.id))[:TOLD_MAX]


def _of(one: Application) -> Stranded:
    return Stranded(one.id, one.job, one.fair, one.org, one.student, one.state, one.place, one.offset)
