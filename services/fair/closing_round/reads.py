"""Reads of closing rounds: numbers for everybody; results and reasons for the students and enterprises concerned.

A dry run computes a round's numbers for the organizer from the current rows, and changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.fair.access.asking import recruiting_at
from services.fair.applications.application import TAKES_PART
from services.fair.closing_round import answers, queries
from services.fair.closing_round.closing_round import TOO_LARGE, Entrants, settle
from services.fair.closing_round.store import ENTRIES, entrants, is_too_large
from services.fair.fairs.reads import own_fair, visible_fair
from services.fair.kernel.answer import Filled
from services.fair.kernel.asked import Paged
from services.fair.kernel.postgres import Postgres
from services.fair.kernel.read import Read, private
from services.fair.kernel.reader import Reader, organizes
from services.fair.kernel.reading import Int8, answer, cursor_of, limit_of, page, path_id
from services.fair.kernel.rounding import SHOWN_MIN, rounded


class ClosingRoundReads:
    """Handlers of closing rounds and of the student's ranking."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._trying = asyncio.Lock()

    def served(self) -> Sequence[Read]:
        tag = "closing rounds"
        of_fair = private(answers.ClosingRound, tag, answers.RoundAsked, "optional")
        return (
            Read("/v1/fairs/{fair}/ranking", self.wishes, private(answers.Wishes, tag)),
            Read("/v1/fairs/{fair}/closing-round", self.round_of_fair, of_fair),
            Read("/v1/jobs/{job}/closing-round", self.round_of_job, private(answers.JobRound, tag)),
            Read("/v1/jobs/{job}/closing-rounds", self.rounds_of_job, private(answers.JobRounds, tag, Paged)),
            Read("/v1/me/closing-rounds", self.my_rounds, private(answers.OwnRounds, "me", Paged)),
        )

    async def wishes(self, request: Request) -> Response:
        """The student's own ranking of a fair's jobs, and which of them would count in a round now."""
        person, fair = self._reader.person(request, "student"), path_id(request, "fair")
        await self._reader.awaited(request)
        await visible_fair(self._reader, fair, person)
        row = await self._reader.row(queries.WISHES, fair, person.sub)
        jobs, ranked_at = (row["jobs"], row["ranked_at"]) if row else ([], None)
        items = await self._reader.rows(queries.WISHED_JOBS, jobs, person.sub, list(TAKES_PART))
        wished = answers.WishedJob.each(items)
        return answer(answers.Wishes.of(jobs=jobs, items=wished, ranked_at=ranked_at))

    async def round_of_fair(self, request: Request) -> Response:
        """The fair's newest closing round in numbers; rounded for the public. `dry_run`: what one would come to now."""
        person, fair = self._reader.person_or_guest(request), path_id(request, "fair")
        is_dry = _flag(request, "dry_run")
        await self._reader.awaited(request)
        if is_dry:
            return await self._try(fair, self._reader.person(request, "organizer"))
        row = await visible_fair(self._reader, fair, person)
        newest = await self._reader.row(queries.NEWEST, fair)
        if newest is None:
            raise Problem(404, "No closing round of this fair has been held.")
        exact = organizes(person, row["org"])
        numbers = newest["numbers"] if exact else _rounded(newest["numbers"])
        return answer(answers.ClosingRound.of({**newest, **numbers}, dry_run=False, exact=exact))

    async def _try(self, fair: UUID, person: Person) -> Response:
        """One dry run at a time, in a thread: it uses a core for as long as a round takes."""
        await own_fair(self._reader, fair, person)
        async with self._trying:
            entering = await self._reader.read(lambda connection: _now(connection, fair))
            if entering is None:
                raise Problem(409, f"The rankings of this fair have more than {ENTRIES.most:,} entries ({TOO_LARGE}).")
            settled = await asyncio.to_thread(settle, entering)
        numbers = {"round": None, "held_at": None, **settled.numbers()}
        return answer(answers.ClosingRound.of(numbers, fair=fair, dry_run=True, exact=True))

    async def my_rounds(self, request: Request) -> Response:
        """The rounds in fairs where the student had ranked jobs, newest first: the result of each job, and why."""
        person = self._reader.person(request, "student")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        rows = await self._reader.rows(queries.OF_STUDENT, person.sub, *cursor, limit + 1)
        named = await self._names(UUID(told[0]) for row in rows for told in row["told"])
        items = [answers.OwnRound.of(row, told=[_result(one, named) for one in row["told"]]) for row in rows]
        return page(answers.OwnRounds, rows, limit, lambda row: (row["held_at"], row["round"]), items)

    async def round_of_job(self, request: Request) -> Response:
        """The result for a job's places in the newest round, and for each application that it ranked."""
        job = await self._own_job(request)
        row = await self._reader.row(queries.OF_JOB, job, None, 1)
        if row is None:
            raise Problem(404, "No closing round in which this job had ranked anybody has been held.")
        return answer(_of_job(row))

    async def rounds_of_job(self, request: Request) -> Response:
        """The same of each round in which the job had ranked or invited anybody, newest first."""
        limit, cursor = limit_of(request), cursor_of(request, Int8)
        job = await self._own_job(request)
        rows = await self._reader.rows(queries.OF_JOB, job, *cursor, limit + 1)
        return page(answers.JobRounds, rows, limit, lambda row: (row["place"],), [_of_job(row) for row in rows])

    async def _own_job(self, request: Request) -> UUID:
        """The requested job, if it belongs to the enterprise that asks. Raises Problem 404."""
        person, job = self._reader.person(request, "enterprise"), path_id(request, "job")
        await self._reader.awaited(request)
        await recruiting_at(self._reader, job, person)
        return job

    async def _names(self, jobs: Iterable[UUID]) -> Mapping[str, asyncpg.Record]:
        wanted = list(set(jobs))
        rows = await self._reader.rows(queries.NAMES, wanted) if wanted else []
        return {str(row["id"]): row for row in rows}


async def _now(connection: asyncpg.Connection, fair: UUID) -> Entrants | None:
    """The entrants, read in one snapshot; None if they are too many for a round."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        port = Postgres(connection)
        return None if await is_too_large(port, fair) else await entrants(port, fair)


def _result(one: Sequence[Any], named: Mapping[str, asyncpg.Record]) -> Filled:
    """The result for one job, made of its id, the reason, and for some reasons the number of openings."""
    job, why, *places = one
    return answers.ToldStudent.of(named[job], job=job, why=why, places=places[0] if places else None)


def _of_job(row: asyncpg.Record) -> Filled:
    results = [answers.ToldJob.of(application=application, why=why) for application, why in row["told"]]
    return answers.JobRound.of(row, told=results)


def _rounded(numbers: Mapping[str, int]) -> dict[str, int | None]:
    """The numbers for the public; None where one is small."""
    return {name: rounded(number) if number >= SHOWN_MIN else None for name, number in numbers.items()}


def _flag(request: Request, name: str) -> bool:
    text = request.query_params.get(name, "false")
    if text not in ("true", "false"):
        raise Problem.at(name, "must be true or false")
    return text == "true"
