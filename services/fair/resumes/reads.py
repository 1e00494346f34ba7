"""Reads of consent: to whom a student is known at present, and who has opened the resume.

Consent is no row of its own: it is given with an application and ends with it, so that no two records can disagree.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from plumbing.http.problem import Problem
from services.fair.access.asking import Reader, cursor_of, given, limit_of, page
from services.fair.resumes import queries as consent_queries

STATES = {"given": True, "ended": False}


class ConsentReads:
    """Handlers of what students may know of who knows them."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def consents(self, request: Request) -> Response:
        """Which enterprise may see the student's resume and words, or could, and for which job; newest first."""
        person, state = self._reader.person(request, "student"), request.query_params.get("state")
        if state is not None and state not in STATES:
            raise Problem.at("state", f"must be one of {', '.join(STATES)}")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        asked = None if state is None else STATES[state]
        rows = await self._reader.rows(consent_queries.CONSENTS, person.sub, asked, *cursor, limit + 1)
        items = [given(row, "created_at") for row in rows]
        return page(rows, limit, lambda row: (row["created_at"], row["application"]), items)

    async def reads(self, request: Request) -> Response:
        """Each time that somebody of an enterprise opened the student's resume, newest first."""
        person = self._reader.person(request, "student")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        rows = await self._reader.rows(consent_queries.READS, person.sub, *cursor, limit + 1)
        return page(rows, limit, lambda row: (row["at"], row["id"]), [given(row) for row in rows])
