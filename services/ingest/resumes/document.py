"""JSON Resume 1.0 (jsonresume.org/schema) as far as its shape matters here, and the facets that are read from it.

Fields that are not in the schema are kept, since the document is stored as it was sent. No I/O.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from schemas.resume import Facets
from schemas.words import Degree
from services.ingest.edge.bodies import seen
from services.ingest.edge.coarse import coarse, coarse_region
from services.ingest.imports.words import DEGREES, bare

STUDY_TYPE_CHARACTERS_MAX = 200

_HIGHEST_FIRST: tuple[Degree, ...] = ("doctorate", "master", "bachelor", "associate", "secondary")
_STEMS: dict[Degree, tuple[str, ...]] = {
    "doctorate": ("博士", "phd", "doctor"),
    "master": ("硕士", "研究生", "master", "mba"),
    "bachelor": ("本科", "学士", "bachelor"),
    "associate": ("大专", "专科", "高职", "associate"),
    "secondary": ("高中", "中专", "职高", "中职", "技校", "highschool", "secondary"),
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow")


class Location(_Part):
    address: str | None = None
    postalCode: str | None = None  # noqa: N815 - the name in JSON Resume
    city: str | None = None
    countryCode: str | None = None  # noqa: N815 - the name in JSON Resume
    region: str | None = None


def _seen_if_any(text: str) -> str:
    return seen(text) if text else text


class Basics(_Part):
    name: Annotated[str, AfterValidator(_seen_if_any)] | None = None
    label: str | None = None
    image: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    summary: str | None = None
    location: Location | None = None
    profiles: list[dict[str, Any]] | None = None


class Education(_Part):
    institution: str | None = None
    area: str | None = None
    studyType: str | None = None  # noqa: N815 - the name in JSON Resume
    startDate: str | None = None  # noqa: N815 - the name in JSON Resume
    endDate: str | None = None  # noqa: N815 - the name in JSON Resume


class ResumeDocument(_Part):
    """A resume. Every part may be missing."""

    basics: Basics | None = None
    education: list[Education] | None = None
    work: list[dict[str, Any]] | None = None
    volunteer: list[dict[str, Any]] | None = None
    awards: list[dict[str, Any]] | None = None
    certificates: list[dict[str, Any]] | None = None
    publications: list[dict[str, Any]] | None = None
    skills: list[dict[str, Any]] | None = None
    languages: list[dict[str, Any]] | None = None
    interests: list[dict[str, Any]] | None = None
    references: list[dict[str, Any]] | None = None
    projects: list[dict[str, Any]] | None = None
    meta: dict[str, Any] | None = None


def facets_of(resume: ResumeDocument) -> Facets:
    """The highest degree, its major, and the region: nothing that identifies the person."""
    degree, major = _highest(resume.education or [])
    where = resume.basics.location if resume.basics else None
    region = (where.region or where.city) if where else None
    return Facets(degree=degree, major=coarse(major), region=coarse_region(region))


def _highest(education: list[Education]) -> tuple[Degree | None, str | None]:
    """The highest degree with its major; the first major where no degree is recognized."""
    read = [(degree_of(one.studyType or ""), one.area) for one in education]
    for degree in _HIGHEST_FIRST:
        for found, area in read:
            if found == degree:
                return degree, area
    return None, next((area for _, area in read if area), None)


def degree_of(text: str) -> Degree | None:
    """The degree of a study type: a known word, or a text that contains one (`Bachelor of Science`)."""
    word = bare(text[:STUDY_TYPE_CHARACTERS_MAX])
    known = DEGREES.get(word)
    for degree in _HIGHEST_FIRST:
        if known == degree or (known is None and any(stem in word for stem in _STEMS[degree])):
            return degree
    return None
