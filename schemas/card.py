"""The card: what a student shows to a fair, and how enterprises approach it. No name, no contact, no text.

A card's id is random, drawn when it is first shown, and kept: nobody can derive it from a student's id.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.event import Event
from schemas.personal import StoredText
from schemas.resume import Facets, ResumeCard
from schemas.words import EmploymentType

Wish = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
WISHES_MAX = 5


class Wants(BaseModel):
    """What a student is looking for: places, industries, kinds of employment."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    regions: list[Wish] = Field([], max_length=WISHES_MAX)
    industries: list[Wish] = Field([], max_length=WISHES_MAX)
    employment_types: list[EmploymentType] = Field([], max_length=WISHES_MAX)


class CardShown(Event):
    """A student shows a card to the enterprises of a fair, or what stands on it now. `card` counts the first time."""

    fair: UUID
    card: UUID
    student: str
    facets: Facets
    wants: Wants = Wants()


class CardHidden(Event):
    """The student shows it no longer, or was erased: then fair writes it."""

    fair: UUID
    student: str


class EnterpriseApproached(Event):
    """An enterprise asks the owner of a card to apply to a job, until `deadline`.

    `message` is its words, sealed; in old records their path in the object store.
    """

    fair: UUID
    org: str
    job: UUID
    card: UUID
    approach: UUID
    deadline: AwareDatetime | None = None
    message: StoredText | None = None


class ApproachAccepted(Event):
    """The student applies: from here on the enterprise may see who it is. `resume` as in a submission."""

    fair: UUID
    job: UUID
    approach: UUID
    application: UUID
    student: str
    resume: ResumeCard
    message: StoredText | None = None


class ApproachDeclined(Event):
    """The student does not, and stays unknown."""

    fair: UUID
    job: UUID
    approach: UUID


class ApproachDeadlinePassed(Event):
    """The watcher says that an approach's time is over. Written by fair; decided by the log's time."""

    fair: UUID
    job: UUID
    approach: UUID
    deadline: AwareDatetime


def approach_id(job: UUID, card: UUID) -> UUID:
    """The id of a job's one approach to a card."""
    return uuid5(job, str(card))
