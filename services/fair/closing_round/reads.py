"""Reads of closing rounds: numbers for all, to students and enterprises what became of theirs, and why.

What a round would come to is worked out for the organizer from the rows as they stand, and changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.fair.access.asking import (
    Int8,
    Reader,
    answer,
    cursor_of,
    given,
    limit_of,
    organizes,
    page,
    path_id,
)
from services.fair.applications.application import TAKES_PART
from services.fair.closing_round import queries as round_queries
from services.fair.closing_round.closing_round import Entrants, settle
from services.fair.closing_round.store import entrants
from services.fair.kernel.postgres import Postgres
from services.fair.report.breakdown import BASE, SHOWN_MIN


class ClosingRoundReads:
    """Handlers of closing rounds and of the student's ranking."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._trying = asyncio.Lock()

    async def wishes(self, request: Request) -> Response:
        """The student's own ranking of a fair's jobs, and which of them would count in a round now."""
        person, fair = self._reader.person(request, "student"), path_id(request, "fair")
        await self._reader.awaited(request)
        await self._reader.fair(fair, person)
        row = await self._reader.row(round_queries.WISHES, fair, person.sub)
        jobs, ranked_at = (row["jobs"], row["ranked_at"]) if row else ([], None)
        items = await self._reader.rows(round_queries.WISHED_JOBS, jobs, person.sub, list(TAKES_PART))
        return answer({"jobs": jobs, "items": [given(one) for one in items], "ranked_at": ranked_at})

    async def round_of_fair(self, request: Request) -> Response:
        """The fair's newest closing round in numbers; rounded for the public. `dry_run`: what one would come to now."""
        person, fair = self._reader.person_or_guest(request), path_id(request, "fair")
        is_dry = _flag(request, "dry_run")
        await self._reader.awaited(request)
        if is_dry:
            return await self._try(fair, self._reader.person(request, "organizer"))
        row = await self._reader.fair(fair, person)
        newest = await self._reader.row(round_queries.NEWEST, fair)
        if newest is None:
            raise Problem(404, "No closing round of this fair has been held.")
        exact = organizes(person, row["org"])
        numbers = newest["numbers"] if exact else _rounded(newest["numbers"])
        return answer({**given(newest, "numbers"), "dry_run": False, "exact": exact, **numbers})

    async def _try(self, fair: UUID, person: Person) -> Response:
        """One at a time and beside the loop: it takes a processor for as long as a round does."""
        await self._reader.own_fair(fair, person)
        async with self._trying:
            entering = await self._reader.read(lambda connection: _now(connection, fair))
            settled = await asyncio.to_thread(settle, entering)
        return answer({"fair": fair, "dry_run": True, "exact": True, **settled.numbers()})

    async def my_rounds(self, request: Request) -> Response:
        """The rounds in fairs where the student had ranked jobs, newest first: what became of each job, and why."""
        person = self._reader.person(request, "student")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        rows = await self._reader.rows(round_queries.OF_STUDENT, person.sub, *cursor, limit + 1)
        named = await self._names(UUID(told[0]) for row in rows for told in row["told"])
        items = [{**given(row, "told"), "told": [_told(one, named) for one in row["told"]]} for row in rows]
        return page(rows, limit, lambda row: (row["held_at"], row["round"]), items)

    async def round_of_job(self, request: Request) -> Response:
        """What became of a job's places in the newest round, and of each application that it wanted."""
        job = await self._own_job(request)
        row = await self._reader.row(round_queries.OF_JOB, job, None, 1)
        if row is None:
            raise Problem(404, "No closing round in which this job had ranked anybody has been held.")
        return answer(_of_job(row))

    async def rounds_of_job(self, request: Request) -> Response:
        """The same of each round in which the job had ranked or invited anybody, newest first."""
        limit, cursor = limit_of(request), cursor_of(request, Int8)
        job = await self._own_job(request)
        rows = await self._reader.rows(round_queries.OF_JOB, job, *cursor, limit + 1)
        return page(rows, limit, lambda row: (row["place"],), [_of_job(row) for row in rows])

    async def _own_job(self, request: Request) -> UUID:
        """The job that is asked for, of the asking enterprise. Raises Problem 404."""
        person, job = self._reader.person(request, "enterprise"), path_id(request, "job")
        await self._reader.awaited(request)
        await self._reader.recruiting_at(job, person)
        return job

    async def _names(self, jobs: Iterable[UUID]) -> Mapping[str, asyncpg.Record]:
        wanted = list(set(jobs))
        rows = await self._reader.rows(round_queries.NAMES, wanted) if wanted else []
        return {str(row["id"]): row for row in rows}


async def _now(connection: asyncpg.Connection, fair: UUID) -> Entrants:
    """The entrants, all as of one moment."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        return await entrants(Postgres(connection), fair)


def _told(one: list[Any], named: Mapping[str, asyncpg.Record]) -> dict[str, Any]:
    job, why, *places = one
    said = {"job": job, **given(named[job], "id"), "why": why}
    return said | ({"places": places[0]} if places else {})


def _of_job(row: asyncpg.Record) -> dict[str, Any]:
    told = [{"application": application, "why": why} for application, why in row["told"]]
    return {**given(row, "told", "place"), "told": told}


def _rounded(numbers: Mapping[str, int]) -> dict[str, int | None]:
    """Down to a multiple of the base; null where it is small."""
    return {name: number - number % BASE if number >= SHOWN_MIN else None for name, number in numbers.items()}


def _flag(request: Request, name: str) -> bool:
    text = request.query_params.get(name, "false")
    if text not in ("true", "false"):
        raise Problem.at(name, "must be true or false")
    return text == "true"
