"""Reads of jobs: search with filters, one job, and the same as a schema.org JobPosting."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, get_args
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from plumbing.http.problem import Problem
from schemas.catalog import JobState
from schemas.words import Degree
from services.fair import queries
from services.fair.reads.asking import Int4, Int8, Reader, answer, cursor_of, given, limit_of, not_found, page, path_id
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
        await self._reader.awaited(request)
        if await self._reader.row(queries.FAIR, fair) is None:
            raise not_found("fair")
        asked = request.query_params
        for name, words in WORDS.items():
            if asked.get(name, words[0]) not in words:
                raise Problem.at(name, f"must be one of {', '.join(words)}")
        query = unicodedata.normalize("NFKC", asked.get("q", "").replace("\0", " ")).strip().lower()
        query = query[:QUERY_CHARACTERS_MAX]
        filters = [(asked.get(name) or "").replace("\0", " ") or None for name in FILTERS]
        rows = await self._reader.rows(
            queries.JOBS, fair, asked.get("sort", ""), query, query_tokens(query), *filters, *cursor, limit + 1
        )
        items = [_job(row) for row in rows]
        return page(rows, limit, lambda row: (row["rank"], row["place"], row["id"]), items)

    async def job(self, request: Request) -> Response:
        """One job."""
        job = path_id(request, "job")
        await self._reader.awaited(request)
        row = await self._reader.row(queries.JOB, job)
        if row is None:
            raise not_found("job")
        if JSON_LD in request.headers.get("accept", ""):
            return answer(_posting(row), JSON_LD)
        return answer(_job(row))


def _job(row: Mapping[str, Any]) -> dict[str, Any]:
    return given(row, "rank", "place")


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
