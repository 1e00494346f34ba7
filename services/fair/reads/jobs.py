"""Reads of jobs: search with filters, one job, and the same as a schema.org JobPosting.

What a job's ad is flagged for is shown to its enterprise and to the fair's organizer, and to nobody else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, get_args
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from schemas.catalog import JobState
from schemas.words import Degree
from services.fair import queries
from services.fair.reads.asking import (
    Int4,
    Int8,
    Reader,
    answer,
    cursor_of,
    given,
    limit_of,
    not_found,
    organizes,
    page,
    path_id,
)
from services.fair.search import query_tokens

FILTERS = ("region", "industry", "degree", "org", "state")
WORDS = {"degree": get_args(Degree), "state": get_args(JobState), "sort": ("applications",)}
JSON_LD = "application/ld+json"
QUERY_CHARACTERS_MAX = 200
_EMPLOYMENT = {
    "full_time": "FULL_TIME",
    "part_time": "PART_TIME",
    "internship": "INTERN",
    "contract": "CONTRACTOR",
}


class JobReads:
    """Handlers of jobs."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def jobs(self, request: Request) -> Response:
        """A fair's jobs, best match first; `sort=applications` puts the most wanted first."""
        fair, limit, cursor = path_id(request, "fair"), limit_of(request), cursor_of(request, Int4, Int8, UUID)
        flagged = _flagged(request)
        person = self._reader.person(request, "organizer") if flagged else self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        row = await self._reader.fair(fair, person)
        if flagged and not _sees_flags(person, row["org"], None):
            raise Problem(403, "This is for the fair's own organizer.")
        organizer: str = row["org"]
        asked = request.query_params
        for name, words in WORDS.items():
            if asked.get(name, words[0]) not in words:
                raise Problem.at(name, f"must be one of {', '.join(words)}")
        query = unicodedata.normalize("NFKC", asked.get("q", "").replace("\0", " ")).strip().lower()
        query = query[:QUERY_CHARACTERS_MAX]
        filters = [(asked.get(name) or "").replace("\0", " ") or None for name in FILTERS]
        rows = await self._reader.rows(
            queries.JOBS, fair, asked.get("sort", ""), query, query_tokens(query), *filters, flagged, *cursor, limit + 1
        )
        items = [_job(row, _sees_flags(person, organizer, row["org"])) for row in rows]
        return page(rows, limit, lambda row: (row["rank"], row["place"], row["id"]), items)

    async def job(self, request: Request) -> Response:
        """One job."""
        job, person = path_id(request, "job"), self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        row = await self._reader.row(queries.JOB, job)
        if row is None or (row["draft"] and not organizes(person, row["organizer"])):
            raise not_found("job")
        if JSON_LD in request.headers.get("accept", ""):
            return answer(_posting(row), JSON_LD)
        return answer(_job(row, _sees_flags(person, row["organizer"], row["org"])))


def _flagged(request: Request) -> bool:
    """Whether only jobs with flags are asked for. Raises Problem 422 where it is said otherwise than true or false."""
    text = request.query_params.get("flagged", "false")
    if text not in ("true", "false"):
        raise Problem.at("flagged", "must be true or false")
    return text == "true"


def _sees_flags(person: Person | None, organizer: str, enterprise: str | None) -> bool:
    """Whether this is the fair's organizer or the job's enterprise."""
    if person is None or person.org is None:
        return False
    return (person.role, person.org) in (("organizer", organizer), ("enterprise", enterprise))


def _job(row: Mapping[str, Any], sees_flags: bool) -> dict[str, Any]:
    return given(row, "rank", "place", "organizer", "draft", *(() if sees_flags else ("flags",)))


def _posting(row: Mapping[str, Any]) -> dict[str, Any]:
    """Source of the names: schema.org/JobPosting."""
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "livefair", "value": row["id"]},
        "title": row["title"],
        "description": row["description"] or row["title"],
        "datePosted": row["created_at"],
        "totalJobOpenings": row["headcount"],
        "hiringOrganization": {"@type": "Organization", "name": row["enterprise"] or row["org"]},
    }
    if row["region"]:
        address = {"@type": "PostalAddress", "addressRegion": row["region"]}
        posting["jobLocation"] = {"@type": "Place", "address": address}
    if row["industry"]:
        posting["industry"] = row["industry"]
    if row["employment_type"]:
        posting["employmentType"] = _EMPLOYMENT[row["employment_type"]]
    if row["degree"] and row["degree"] != "any":
        required = {"@type": "EducationalOccupationalCredential", "credentialCategory": row["degree"]}
        posting["educationRequirements"] = required
    if row["salary"]:
        posting["baseSalary"] = _pay(row["salary"])
    return posting


def _pay(salary: Mapping[str, Any]) -> dict[str, Any]:
    unit = salary["period"].upper()
    value = {"@type": "QuantitativeValue", "minValue": salary["min"], "maxValue": salary["max"], "unitText": unit}
    return {"@type": "MonetaryAmount", "currency": salary["currency"], "value": value}
