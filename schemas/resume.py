"""The resume: its card and its events. The document itself never enters the log."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field

from schemas.event import Event
from schemas.words import Degree, Sha256

Facet = Annotated[str, Field(max_length=200)]


class Facets(BaseModel):
    """What may be known of a student without knowing who it is: coarse, and never a contact."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    degree: Degree | None = None
    major: Facet | None = None
    region: Facet | None = None


class ResumeCard(BaseModel):
    """What the edge needs of a resume when it is submitted; kept beside the document in the object store."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    resume: UUID
    sha256: Sha256
    facets: Facets = Facets()
    attachment: Sha256 | None = None


class ResumeSaved(ResumeCard, Event):
    """A person saved a resume or its attachment. Key: the person."""

    person: str


@lru_cache(65_536)  # asked at every submission
def resume_id(person: str) -> UUID:
    """The id that a person's one resume had before ids were random, as those that were saved then still have."""
    return uuid5(NAMESPACE_URL, f"livefair:resume:{person}")


def folder_path(resume: UUID) -> str:
    """The object-store folder of everything of a resume."""
    return f"resumes/{resume}"


def document_path(resume: UUID, sha256: str) -> str:
    """The object-store path of a resume's document with this content."""
    return f"resumes/{resume}/{sha256}.json"


def attachment_path(resume: UUID, sha256: str) -> str:
    """The object-store path of a resume's PDF with this content."""
    return f"resumes/{resume}/{sha256}.pdf"


@lru_cache(65_536)
def card_path(resume: UUID) -> str:
    """The object-store path of a resume's newest card."""
    return f"resumes/{resume}/card.json"
