"""Reads of applications: by the enterprise of the job, by the student, by the fair's organizer; and of their resumes.

To everybody else an application looks like one that does not exist.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from plumbing.kafka.publisher import Unavailable
from schemas.application import ResumeRead
from schemas.envelope import Envelope
from schemas.resume import attachment_path, document_path
from schemas.topics import FAIRS
from services.fair.access.asking import Int4, Int8, Reader, answer, cursor_of, given, limit_of, not_found, page, path_id
from services.fair.engine import queries
from services.fair.kernel.filters import APPLICATION_STATES, JOB_FILTERS, application_filters, is_true, text_of, word_of
from services.fair.sessions import queries as session_queries

FEW_APPLICATIONS = 3_000  # beyond, a page is found sooner along the log than by reading all of them


class ApplicationReads:
    """Handlers of applications and the resumes that came with them."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def of_job(self, request: Request) -> Response:
        """The queue of a job, in log order, for its enterprise."""
        person, job = self._reader.person(request, "enterprise"), path_id(request, "job")
        state, counts = word_of(request, "state", APPLICATION_STATES), is_true(request, "counts")
        limit, (place,) = limit_of(request), cursor_of(request, Int4)
        await self._reader.awaited(request)
        await self._reader.recruiting_at(job, person)
        assignee = text_of(request, "assignee")
        rows = await self._reader.rows(queries.APPLICATIONS_OF_JOB, job, state, place or 0, limit + 1, assignee)
        views = await self._views(rows, to_student=False)
        more = await self._reader.counts(queries.QUEUE_BY_STATE, job, assignee) if counts else {}
        return page(rows, limit, lambda row: (row["place"],), views, more)

    async def ranking(self, request: Request) -> Response:
        """The enterprise's order of the applications to a job, best first, each with where it stands now."""
        person, job = self._reader.person(request, "enterprise"), path_id(request, "job")
        await self._reader.awaited(request)
        row = await self._reader.recruiting_at(job, person)
        ranked = await self._reader.rows(queries.RANKED, row["ranking"])
        return answer({"applications": row["ranking"], "items": [dict(one) for one in ranked]})

    async def of_fair(self, request: Request) -> Response:
        """All applications of a fair, for its organizer; without messages and whoever sent them."""
        person, fair = self._reader.person(request, "organizer"), path_id(request, "fair")
        filters, counts = application_filters(request), is_true(request, "counts")
        limit, (offset,) = limit_of(request), cursor_of(request, Int8)
        await self._reader.awaited(request)
        await self._reader.own_fair(fair, person)
        after = -1 if offset is None else offset
        filters, few = await self._of_jobs(fair, filters)
        sql = queries.applications_of_fair(tuple(filters), few=few)
        rows = await self._reader.rows(sql, fair, after, limit + 1, *filters.values())
        more = await self._by_state(fair, filters) if counts else {}
        return page(rows, limit, lambda row: (row["offset"],), [_view(row) for row in rows], more)

    async def _of_jobs(self, fair: UUID, filters: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
        """The filters with the ids of the jobs that some of them mean, and whether few have applied for those."""
        if not filters.keys() & set(JOB_FILTERS):
            return filters, False
        jobs = await self._reader.rows(queries.JOBS_NAMED, fair, *map(filters.get, JOB_FILTERS))
        others = {name: value for name, value in filters.items() if name not in JOB_FILTERS}
        few = sum(row["submissions"] for row in jobs) <= FEW_APPLICATIONS
        return {"jobs": [row["id"] for row in jobs], **others}, few

    async def _by_state(self, fair: UUID, filters: Mapping[str, Any]) -> dict[str, Any]:
        """How many there are in each state under the other filters."""
        others = {name: value for name, value in filters.items() if name != "state"}
        return await self._reader.counts(queries.applications_by_state(tuple(others)), fair, *others.values())

    async def mine(self, request: Request) -> Response:
        """The student's own, newest first."""
        person = self._reader.person(request, "student")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        rows = await self._reader.rows(queries.APPLICATIONS_OF_STUDENT, person.sub, *cursor, limit + 1)
        return page(rows, limit, lambda row: (row["created_at"], row["id"]), await self._views(rows))

    async def one(self, request: Request) -> Response:
        """One application, with how many stand before it and what has happened to it."""
        person, row = await self._seen_by(request)
        ahead = await self._reader.row(queries.AHEAD, row["job"], row["place"])
        assert ahead is not None
        view = (await self._views([row], to_student=person.role == "student"))[0]
        told = {**view, "ahead": ahead["count"], "history": row["history"]}
        if row["state"] == "waitlisted":
            line = await self._reader.row(session_queries.IN_LINE, row["drop"], row["drop_place"])
            assert line is not None
            told["drop"]["in_line"] = line["place"]
        return answer(told)

    async def resume(self, request: Request) -> Response:
        """The resume as it was submitted; for the enterprise while the student's consent lasts.

        The enterprise's read is recorded before it is answered.
        """
        person, row = await self._seen_by(request)
        if person.role == "enterprise" and not row["consent"]:
            raise not_found("resume")
        card = row["resume"]
        resume, attachment = UUID(card["id"]), card["attachment"]
        document = await self._reader.objects.get(document_path(resume, card["sha256"]))
        if document is None:
            raise not_found("resume")
        if person.role == "enterprise":
            await self._record_read(person, row)
        url = self._reader.grants.url(resume, attachment) if attachment else None
        return answer({"resume": json.loads(document), "attachment": url})

    async def my_resume(self, request: Request) -> Response:
        """The student's own resume, as it was saved last."""
        person = self._reader.person(request, "student")
        await self._reader.awaited(request)
        row = await self._reader.row(queries.RESUME, person.sub)
        if row is None:
            raise Problem(404, "No resume is saved yet: PUT /v1/me/resume.")
        card = row["card"]
        resume, attachment = UUID(card["resume"]), card.get("attachment")
        document = await self._reader.objects.get(document_path(resume, card["sha256"]))
        if document is None:
            raise not_found("resume")
        url = self._reader.grants.url(resume, attachment) if attachment else None
        told = {"id": resume, "resume": json.loads(document), "attachment": url, "facets": card.get("facets", {})}
        return answer({**told, "saved_at": row["saved_at"]})

    async def attachment(self, request: Request) -> Response:
        """A PDF, for whoever holds a grant that is still good."""
        resume, sha256 = request.path_params["resume"], request.path_params["sha256"]
        asked = request.query_params
        if not self._reader.grants.allows(resume, sha256, asked.get("expires", ""), asked.get("signature", "")):
            raise not_found("attachment")
        content = await self._reader.objects.get(attachment_path(UUID(resume), sha256))
        if content is None:
            raise not_found("attachment")
        headers = {"Content-Disposition": 'attachment; filename="resume.pdf"', "Cache-Control": "private, no-store"}
        return Response(content, media_type="application/pdf", headers=headers)

    async def _seen_by(self, request: Request) -> tuple[Person, asyncpg.Record]:
        """The application that is asked for, if the one who asks is its student or its enterprise."""
        person = self._reader.person(request, "student", "enterprise")
        job, application = path_id(request, "job"), path_id(request, "application")
        await self._reader.awaited(request)
        row = await self._reader.row(queries.APPLICATION, application, job)
        if row is None or not await self._may_see(person, row):
            raise not_found("application")
        if person.role == "enterprise":
            await self._reader.approved_booth(row["fair"], row["org"])
        return person, row

    async def _may_see(self, person: Person, row: Mapping[str, Any]) -> bool:
        if person.role == "student":
            return bool(row["student"] == person.sub)
        return await self._reader.recruits(person, row["fair"], row["org"])

    async def _assign(self, view: dict[str, Any], row: Mapping[str, Any]) -> None:
        """Say who deals with it, with the words that came with the hand-over."""
        assignment = row["assignment"]
        if assignment is None:
            return
        note = await self._reader.objects.get(assignment["note"]) if assignment["note"] else None
        told = {**assignment, "note": None if note is None else note.decode()}
        view |= {"assignee": assignment["to"], "assignment": given(told)}

    async def _record_read(self, person: Person, row: asyncpg.Record) -> None:
        event = ResumeRead(fair=row["fair"], job=row["job"], application=row["id"])
        now = datetime.now(UTC)
        envelope = Envelope(uuid4(), event.wire_type(), "/fair", now, person.sub, person.role, person.org)
        key = str(event.fair).encode()
        try:
            await self._reader.publisher.publish(FAIRS.name, key, event.wire_value(), envelope.to_headers())
        except Unavailable:
            detail = "The read cannot be recorded now, so the resume is not shown. Try again."
            raise Problem(503, detail, headers={"Retry-After": "1"}) from None

    async def _views(self, rows: Sequence[asyncpg.Record], *, to_student: bool = True) -> list[dict[str, Any]]:
        """Applications with the words that came with them; the student's to others only while they may see them."""
        views = [_view(row) for row in rows]
        if not to_student:
            await asyncio.gather(*(self._assign(*pair) for pair in zip(views, rows, strict=True)))
        named = (("message", "message"), ("invitation", "invitation_message"))
        paths = [
            (view, name, row[column])
            for view, row in zip(views, rows, strict=True)
            for column, name in named
            if row[column] and (to_student or column != "message" or row["consent"])
        ]
        words = await asyncio.gather(*(self._reader.objects.get(path) for _, _, path in paths))
        for (view, name, _), text in zip(paths, words, strict=True):
            if text is not None:
                view[name] = text.decode()
        return views


def _view(row: Mapping[str, Any]) -> dict[str, Any]:
    """An application as it is listed: no contact, only coarse facets."""
    facets = {name: row["resume"][name] for name in ("degree", "major", "region") if row["resume"].get(name)}
    through = ("drop", "drop_place", "admitted", "assignment")
    view = given(
        row, "consent", "resume", "message", "invitation", "receipt", "received_at", "history", "offset", *through
    )
    if row["drop"] is not None:
        view["drop"] = {"id": row["drop"], "place": row["drop_place"], "admitted": row["admitted"]}
    receipt = {"position": row["receipt"], "accepted_at": row["received_at"]}
    return {**view, "facets": facets, "receipt": receipt}
