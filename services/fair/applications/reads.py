"""Reads of applications: by the enterprise of the job, by the student, by the fair's organizer.

To everybody else the answer is the same as for an application that does not exist. Resumes: `resumes/reads.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

import asyncpg
from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from schemas.application import ApplicationState
from schemas.words import Degree
from services.fair.access.asking import approved_booth, recruiting_at, recruits
from services.fair.applications import answers, queries
from services.fair.fairs.reads import own_fair
from services.fair.kernel import search
from services.fair.kernel.answer import Filled
from services.fair.kernel.asked import Paged
from services.fair.kernel.filters import id_of, is_true, query_of, text_of, time_of, word_of
from services.fair.kernel.highlighting import name_ranges
from services.fair.kernel.read import Read, private
from services.fair.kernel.reader import Reader
from services.fair.kernel.reading import Int4, Int8, answer, cursor_of, limit_of, not_found, page, path_id
from services.fair.kernel.regions import spellings
from services.fair.kernel.search import NOTHING, Query
from services.fair.kernel.suggestion import TEXTS_MAX, suggestion

STATES = get_args(ApplicationState)
DEGREES = get_args(Degree)
JOB_FILTERS = ("org", "job", "q")
"""The filters that choose jobs."""
Texts = Mapping[str | None, str]
"""Messages by what the rows hold of them."""
FACETS = ("degree", "major", "region")
FEW_APPLICATIONS = 3_000  # above this, walking the log finds a page sooner than reading all of them


def filters_of(request: Request) -> Mapping[str, Any]:
    """The given filters: those of `queries.APPLICATION_FILTERS`, and `JOB_FILTERS`. Raises Problem 422."""
    read = {
        "state": word_of(request, "state", STATES),
        "org": text_of(request, "org"),
        "job": id_of(request, "job"),
        "degree": word_of(request, "degree", DEGREES),
        "region": spellings(text_of(request, "region")),
        "q": query_of(request),
        "since": time_of(request, "since"),
        "until": time_of(request, "until"),
    }
    return {name: value for name, value in read.items() if value is not None}


async def visible_application(reader: Reader, request: Request) -> tuple[Person, asyncpg.Record]:
    """The application in the path, if its student or its enterprise asks for it. Raises Problem 404, 403."""
    person = reader.person(request, "student", "enterprise")
    job, application = path_id(request, "job"), path_id(request, "application")
    await reader.awaited(request)
    row = await reader.row(queries.APPLICATION, application, job)
    if row is None or not await _may_see(reader, person, row):
        raise not_found("application")
    if person.role == "enterprise":
        await approved_booth(reader, row["fair"], row["org"])
    return person, row


async def _may_see(reader: Reader, person: Person, row: Mapping[str, Any]) -> bool:
    if person.role == "student":
        return bool(row["student"] == person.sub)
    return await recruits(reader, person, row["fair"], row["org"])


class ApplicationReads:
    """Handlers of applications and of a job's ranking."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def served(self) -> Sequence[Read]:
        tag, queue = "applications", "/v1/jobs/{job}/applications"
        of_fair = private(answers.Applications, tag, answers.ApplicationsOfFairAsked)
        return (
            Read("/v1/fairs/{fair}/applications", self.of_fair, of_fair),
            Read(queue, self.of_job, private(answers.ApplicationsOfJob, tag, answers.AssignedAsked)),
            Read(f"{queue}/{{application}}", self.one, private(answers.OneApplicationSeen, tag)),
            Read("/v1/jobs/{job}/ranking", self.ranking, private(answers.Ranking, tag)),
            Read("/v1/me/applications", self.mine, private(answers.OwnApplications, "me", Paged)),
        )

    async def of_job(self, request: Request) -> Response:
        """The queue of a job, in log order, for its enterprise."""
        person, job = self._reader.person(request, "enterprise"), path_id(request, "job")
        state, counts = word_of(request, "state", STATES), is_true(request, "counts")
        limit, (place,) = limit_of(request), cursor_of(request, Int4)
        await self._reader.awaited(request)
        await recruiting_at(self._reader, job, person)
        assignee = text_of(request, "assignee")
        rows = await self._reader.rows(queries.APPLICATIONS_OF_JOB, job, state, place or 0, limit + 1, assignee)
        texts = await self._texts(rows, person)
        items = [_filled(answers.ApplicationOfJob, row, **_words(row, person, texts)) for row in rows]
        by_state = await self._reader.by_state(queries.QUEUE_BY_STATE, job, assignee) if counts else None
        return page(answers.ApplicationsOfJob, rows, limit, lambda row: (row["place"],), items, counts=by_state)

    async def ranking(self, request: Request) -> Response:
        """The enterprise's order of the applications to a job, best first, each with where it stands now."""
        person, job = self._reader.person(request, "enterprise"), path_id(request, "job")
        await self._reader.awaited(request)
        row = await recruiting_at(self._reader, job, person)
        ranked = await self._reader.rows(queries.RANKED, row["ranking"])
        items = answers.Ranked.each(ranked)
        return answer(answers.Ranking.of(applications=row["ranking"], items=items))

    async def of_fair(self, request: Request) -> Response:
        """All applications of a fair, for its organizer; without messages and their senders."""
        person, fair = self._reader.person(request, "organizer"), path_id(request, "fair")
        filters, counts = filters_of(request), is_true(request, "counts")
        limit, (offset,) = limit_of(request), cursor_of(request, Int8)
        await self._reader.awaited(request)
        await own_fair(self._reader, fair, person)
        query: Query | None = filters.get("q")
        narrowed, rows = await self._found(fair, filters, -1 if offset is None else offset, limit + 1)
        marked = query if is_true(request, "highlights") else None
        items = [_filled(answers.ListedApplication, row, **_highlights(row, marked)) for row in rows]
        by_state = await self._by_state(fair, narrowed) if counts else None
        is_lost = query is not None and not rows and offset is None
        more = {"counts": by_state, "suggestion": await self._suggestion(fair, filters) if is_lost else None}
        return page(answers.Applications, rows, limit, lambda row: (row["offset"],), items, **more)

    async def _found(
        self, fair: UUID, filters: Mapping[str, Any], after: int, limit: int
    ) -> tuple[Mapping[str, Any], Sequence[asyncpg.Record]]:
        """The filters by jobs' ids, and the applications."""
        narrowed, few = await self._of_jobs(fair, filters)
        sql = queries.applications_of_fair(tuple(narrowed), few=few)
        return narrowed, await self._reader.rows(sql, fair, after, limit, *narrowed.values())

    async def _suggestion(self, fair: UUID, filters: Mapping[str, Any]) -> str | None:
        """Another query, which finds an application."""
        titles = [row["title"] for row in await self._reader.rows(queries.TITLES_APPLIED_FOR, fair, TEXTS_MAX)]
        other = suggestion(filters["q"], titles)
        if other is None:
            return None
        _, rows = await self._found(fair, {**filters, "q": search.query(other)}, -1, 1)
        return other if rows else None

    async def _of_jobs(self, fair: UUID, filters: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
        """The filters, with job ids in place of those that select jobs, and whether the jobs have few applications."""
        if not filters.keys() & set(JOB_FILTERS):
            return filters, False
        query: Query | None = filters.get("q")
        words = (query.key, query.terms, query.others) if query else (None, [], [NOTHING])
        jobs = await self._reader.rows(queries.JOBS_NAMED, fair, filters.get("org"), filters.get("job"), *words)
        others = {name: value for name, value in filters.items() if name not in JOB_FILTERS}
        few = sum(row["submissions"] for row in jobs) <= FEW_APPLICATIONS
        return {"jobs": [row["id"] for row in jobs], **others}, few

    async def _by_state(self, fair: UUID, filters: Mapping[str, Any]) -> dict[str, int]:
        """The number in each state with the other filters."""
        others = {name: value for name, value in filters.items() if name != "state"}
        return await self._reader.by_state(queries.applications_by_state(tuple(others)), fair, *others.values())

    async def mine(self, request: Request) -> Response:
        """The student's own, newest first."""
        person = self._reader.person(request, "student")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        rows = await self._reader.rows(queries.APPLICATIONS_OF_STUDENT, person.sub, *cursor, limit + 1)
        texts = await self._texts(rows, person)
        items = [_filled(answers.OwnApplication, row, **_words(row, person, texts)) for row in rows]
        return page(answers.OwnApplications, rows, limit, lambda row: (row["created_at"], row["id"]), items)

    async def one(self, request: Request) -> Response:
        """One application, with how many stand before it and what has happened to it."""
        person, row = await visible_application(self._reader, request)
        ahead = await self._reader.row(queries.AHEAD, row["job"], row["place"])
        assert ahead is not None
        words = _words(row, person, await self._texts([row], person))
        drop = _through(row, await self._in_line(row))
        return answer(_filled(answers.OneApplicationSeen, row, ahead=ahead["count"], drop=drop, **words))

    async def _in_line(self, row: Mapping[str, Any]) -> int | None:
        """The position on the drop's waitlist, 1 for the next to move up; None if it is not on the waitlist."""
        if row["state"] != "waitlisted":
            return None
        line = await self._reader.row(queries.IN_LINE, row["drop"], row["drop_place"])
        assert line is not None
        return int(line["place"])

    async def _texts(self, rows: Iterable[Mapping[str, Any]], person: Person) -> Texts:
        """The messages of these applications, as far as `person` may read them."""
        held = [one for row in rows for one in _held(row, person) if one]
        found = await asyncio.gather(*map(self._reader.message, held))
        return {one: text for one, text in zip(held, found, strict=True) if text is not None}


def _held(row: Mapping[str, Any], person: Person) -> tuple[str | None, str | None, str | None]:
    """What the row holds of the message, the invitation's message and the hand-over's note; None: may not be read.

    The enterprise reads the student's message while consent lasts; the student never reads the enterprise's note.
    """
    if person.role == "student":
        return row["message_held"], row["invitation_held"], None
    note = row["assignment"]["note"] if row["assignment"] else None
    return row["message_held"] if row["consent"] else None, row["invitation_held"], note


def _words(row: Mapping[str, Any], person: Person, texts: Texts) -> dict[str, Any]:
    """The messages of both sides; for the enterprise also who handles the application."""
    message, invitation, note = map(texts.get, _held(row, person))
    words = {"message": message, "invitation_message": invitation}
    if person.role == "student" or row["assignment"] is None:
        return words
    assignment = answers.Assignment.of(row["assignment"], note=note)
    return {**words, "assignee": row["assignment"]["to"], "assignment": assignment}


def _highlights(row: Mapping[str, Any], query: Query | None) -> dict[str, Any]:
    return {} if query is None else {"highlights": {"title": name_ranges(row["title"], query)}}


def _through(row: Mapping[str, Any], in_line: int | None = None) -> Filled | None:
    if row["drop"] is None:
        return None
    return answers.ThroughDrop.of(id=row["drop"], place=row["drop_place"], admitted=row["admitted"], in_line=in_line)


def _filled(model: type[answers.Application], row: Mapping[str, Any], **more: Any) -> Filled:
    """`model` filled from a row of `queries`: no contact, only coarse facets."""
    facets = {name: row["resume"][name] for name in FACETS if row["resume"].get(name)}
    receipt = {"position": row["receipt"], "accepted_at": row["received_at"]}
    return model.of(row, **{"facets": facets, "receipt": receipt, "drop": _through(row), **more})
