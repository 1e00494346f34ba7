"""Reads of jobs: search with filters, one job, and one job as a schema.org JobPosting.

Only the job's enterprise and the fair's organizer see the flags of its ad and the exact number of applications. The
public's number is a lower bound; `report/breakdown.py` says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, get_args
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from schemas.catalog import JobState
from schemas.words import Degree
from services.fair.access.asking import acting
from services.fair.fairs.reads import visible_fair
from services.fair.jobs import answers, queries
from services.fair.kernel.answer import Filled
from services.fair.kernel.filters import is_true, query_of, text_of, word_of
from services.fair.kernel.read import Read, private, public
from services.fair.kernel.reader import Reader, organizes
from services.fair.kernel.reading import (
    JSON,
    Int4,
    Int8,
    answer,
    cursor_of,
    document,
    limit_of,
    not_found,
    page,
    path_id,
)
from services.fair.kernel.search import query_tokens

FILTERS = ("region", "industry", "degree", "org")
WORDS = {"degree": get_args(Degree), "state": get_args(JobState), "sort": ("applications",)}
JSON_LD = "application/ld+json"
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

    def served(self) -> Sequence[Read]:
        one = public(answers.Job, "jobs", media_types=(JSON, JSON_LD))
        return (
            Read("/v1/fairs/{fair}/jobs", self.jobs, private(answers.Jobs, "jobs", answers.JobsAsked, "optional")),
            Read("/v1/jobs/{job}", self.job, one),
        )

    async def jobs(self, request: Request) -> Response:
        """A fair's jobs, best match first; `sort=applications` puts the most wanted first."""
        fair, limit, cursor = path_id(request, "fair"), limit_of(request), cursor_of(request, Int4, Int8, UUID)
        flagged, counts = is_true(request, "flagged"), is_true(request, "counts")
        person = self._reader.person(request, "organizer") if flagged else self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        row = await visible_fair(self._reader, fair, person)
        person = await acting(self._reader, person, fair)
        organizer: str = row["org"]
        exactly, own = organizes(person, organizer), _own(person)
        if flagged and not exactly:
            raise Problem(403, "This is for the fair's own organizer.")
        words = {name: word_of(request, name, known) for name, known in WORDS.items()}
        query = query_of(request)
        filters = [words.get(name) or text_of(request, name) for name in FILTERS]
        asked = (fair, query, query_tokens(query), *filters, flagged)
        sort = words["sort"] or ""
        rows = await self._reader.rows(queries.JOBS, *asked, words["state"], sort, *cursor, limit + 1, exactly, own)
        items = [_job(row, _concerns(person, organizer, row["org"]), exactly=row["exactly"]) for row in rows]
        by_state = await self._reader.by_state(queries.JOBS_BY_STATE, *asked, None) if counts else None
        return page(answers.Jobs, rows, limit, _key, items, counts=by_state)

    async def job(self, request: Request) -> Response:
        """One job."""
        job, person = path_id(request, "job"), self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        row = await self._reader.row(queries.JOB, job)
        if row is None or (row["draft"] and not organizes(person, row["organizer"])):
            raise not_found("job")
        if _prefers_linked_data(request.headers.get("accept", "")):
            return document(_posting(row), JSON_LD)
        exactly = _concerns(await acting(self._reader, person, row["fair"]), row["organizer"], row["org"])
        told = None if exactly else await self._reader.row(queries.JOB_IN_PUBLIC, job, row["fair"])
        number = row["standing"] if told is None else told["number"]
        return answer(_job(row, exactly, applications=number, exactly=exactly))


def _key(row: Mapping[str, Any]) -> tuple[int, int, UUID]:
    return row["rank"], row["place"], row["id"]


def _own(person: Person | None) -> str | None:
    """The enterprise whose exact numbers this person may see."""
    return person.org if person is not None and person.role == "enterprise" else None


def _concerns(person: Person | None, organizer: str, enterprise: str | None) -> bool:
    """Whether this is the fair's organizer or the job's enterprise."""
    if person is None or person.org is None:
        return False
    return (person.role, person.org) in (("organizer", organizer), ("enterprise", enterprise))


def _job(row: Mapping[str, Any], concerns: bool, *, exactly: bool, **more: Any) -> Filled:
    """A job. `exactly`: with the exact number of applications instead of the public lower bound."""
    flags = row["flags"] if concerns else None
    return answers.Job.of(row, flags=flags, applications_at_least=None if exactly else True, **more)


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


def _prefers_linked_data(accept: str) -> bool:
    """Whether `Accept` asks for JSON-LD, and not for plain JSON more than for it (RFC 9110, 12.5.1)."""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        media, *parameters = (one.strip() for one in part.split(";"))
        weight = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        with suppress(ValueError):
            weights[media] = float(weight)
    return weights.get(JSON_LD, 0) > 0 and weights[JSON_LD] >= weights.get("application/json", 0)
