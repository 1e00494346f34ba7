"""Reads of jobs: search with filters, one job, and one job as a schema.org JobPosting.

Only the job's enterprise and the fair's organizer see the flags of its ad and the exact number of applications. The
public's number is a lower bound; `report/breakdown.py` says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, get_args
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from schemas.catalog import JobState
from schemas.words import Degree, EmploymentType
from services.fair.access.asking import acting
from services.fair.fairs.reads import visible_fair
from services.fair.jobs import answers, queries
from services.fair.jobs.facet_answers import BANDS
from services.fair.jobs.list_reads import listed
from services.fair.jobs.posting_reads import posting
from services.fair.jobs.public_number_reads import Cuts
from services.fair.jobs.search_reads import Asked
from services.fair.kernel.answer import Filled
from services.fair.kernel.filters import is_true, query_of, text_of, word_of
from services.fair.kernel.highlighting import highlights
from services.fair.kernel.read import BUSY, Read, private, public
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
from services.fair.kernel.regions import wanted
from services.fair.kernel.search import Query

WORDS = {"degree": get_args(Degree), "employment_type": get_args(EmploymentType), "state": get_args(JobState)}
MARKED = ("title", "enterprise", "region", "description")
JSON_LD = "application/ld+json"


class JobReads:
    """Handlers of jobs."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._cuts = reader, Cuts(reader)

    def served(self) -> Sequence[Read]:
        one = public(answers.Job, "jobs", media_types=(JSON, JSON_LD), problems=(404, 410, 422, *BUSY))
        return (
            Read("/v1/fairs/{fair}/jobs", self.jobs, private(answers.Jobs, "jobs", answers.JobsAsked, "optional")),
            Read("/v1/jobs/{job}", self.job, one),
        )

    async def jobs(self, request: Request) -> Response:
        """A fair's jobs, best match first, or by `sort`."""
        fair, limit, cursor = path_id(request, "fair"), limit_of(request), cursor_of(request, Int4, Int8, UUID)
        counts, facets, highlighted = (is_true(request, name) for name in ("counts", "facets", "highlights"))
        asked, sort = _asked(request, fair), word_of(request, "sort", queries.SORTS) or "relevance"
        person = self._reader.person(request, "organizer") if asked.flagged else self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        row = await visible_fair(self._reader, fair, person)
        person = await acting(self._reader, person, fair)
        organizer: str = row["org"]
        if asked.flagged and not organizes(person, organizer):
            raise Problem(403, "This is for the fair's own organizer.")
        seen = replace(asked, exactly=organizes(person, organizer), own=_own(person), cut=await self._cuts.of(fair))
        found = await self._reader.read(partial(listed, seen, sort, cursor, limit + 1, counts, facets))
        items = [_listed(row, person, organizer, asked.query if highlighted else None) for row in found.rows]
        return page(answers.Jobs, found.keys, limit, _key, items, **found.more)

    async def job(self, request: Request) -> Response:
        """One job."""
        job, person = path_id(request, "job"), self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        row = await self._reader.row(queries.JOB, job)
        if row is None or (row["draft"] and not organizes(person, row["organizer"])):
            raise not_found("job")
        if _prefers_linked_data(request.headers.get("accept", "")):
            return document(posting(row), JSON_LD)
        exactly = _concerns(await acting(self._reader, person, row["fair"]), row["organizer"], row["org"])
        cut = None if exactly else await self._cuts.of(row["fair"])
        told = None if exactly else await self._reader.row(queries.JOB_IN_PUBLIC, job, row["fair"], cut)
        number = row["standing"] if told is None else told["number"]
        return answer(_job(row, exactly, applications=number, exactly=exactly))


def _asked(request: Request, fair: UUID) -> Asked:
    given = {name: word_of(request, name, known) for name, known in WORDS.items()}
    given |= {name: text_of(request, name) for name in ("industry", "org")}
    pay = word_of(request, "pay", tuple(BANDS))
    return Asked(
        fair,
        query_of(request),
        region=wanted(text_of(request, "region")),
        pay=BANDS[pay] if pay else None,
        flagged=is_true(request, "flagged"),
        org=given["org"],
        state=given["state"],
        industry=given["industry"],
        degree=given["degree"],
        employment_type=given["employment_type"],
    )


def _key(row: Mapping[str, Any]) -> tuple[int, int, UUID]:
    return row["rank"], row["number"], row["id"]


def _listed(row: Mapping[str, Any], person: Person | None, organizer: str, query: Query | None) -> Filled:
    more = {} if query is None else {"highlights": highlights(row, MARKED, query)}
    return _job(row, _concerns(person, organizer, row["org"]), exactly=row["exactly"], **more)


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


def _prefers_linked_data(accept: str) -> bool:
    """Whether `Accept` asks for JSON-LD, and not for plain JSON more than for it (RFC 9110, 12.5.1)."""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        media, *parameters = (one.strip() for one in part.split(";"))
        weight = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        with suppress(ValueError):
            weights[media] = float(weight)
    return weights.get(JSON_LD, 0) > 0 and weights[JSON_LD] >= weights.get("application/json", 0)
