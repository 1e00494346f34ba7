"""The answers of the reads of closing rounds, and their query parameters."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.application import ApplicationState
from schemas.catalog import JobState
from services.fair.kernel.answer import Answer, Page
from services.fair.kernel.asked import Asked

Why = Literal["matched", "better", "filled", "no_place", "not_ranked", "no_application", "has_match"]


class RoundAsked(Asked):
    """The newest round, or one that is not held."""

    dry_run: bool = Field(False, description="What a round would come to now; for the fair's organizer.")


class WishedJob(Answer):
    """A job that the student has ranked. `application`: the state of the student's own."""

    id: UUID
    title: str
    enterprise: str | None = None
    state: JobState
    application: ApplicationState | None = None
    counts: bool = Field(description="Whether that application could take part in a round now.")


class Wishes(Answer):
    """A student's ranking, best first."""

    jobs: list[UUID]
    items: list[WishedJob]
    ranked_at: AwareDatetime | None


class ClosingRound(Answer):
    """A round in numbers: its students and jobs, its places, its results.

    `exact` for the fair's organizer; else rounded down to a multiple of 5, and null where it is under 10.
    """

    round: UUID | None = None
    fair: UUID
    held_at: AwareDatetime | None = None
    dry_run: bool
    exact: bool
    students: int | None
    jobs: int | None
    places: int | None
    matches: int | None


class ToldStudent(Answer):
    """The result of a job that the student had ranked.

    `better`: the student got one ranked higher. `filled`: all `places` went to others whom the job wanted more.
    `no_place`: it had none. `not_ranked`: it had neither ranked nor invited the student. `no_application`: none stood.
    """

    job: UUID
    title: str
    enterprise: str | None = None
    why: Why
    places: int | None = None


class OwnRound(Answer):
    """The result of a student in a round. `application`: the one that is a match now."""

    round: UUID
    fair: UUID
    held_at: AwareDatetime
    took_part: bool
    application: UUID | None = None
    told: list[ToldStudent]


class OwnRounds(Page[OwnRound]):
    """A page of them."""


class ToldJob(Answer):
    """The result of an application that the job had ranked or invited; `no_part`: its student could or would not."""

    application: UUID
    why: Literal["matched", "better", "filled", "no_place", "no_part"]


class JobRound(Answer):
    """The result for a job's places, and for each application in the enterprise's order."""

    round: UUID
    fair: UUID
    job: UUID
    held_at: AwareDatetime
    places: int
    matched: int
    told: list[ToldJob]


class JobRounds(Page[JobRound]):
    """A page of them, the newest round first."""
