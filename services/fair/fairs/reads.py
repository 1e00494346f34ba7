"""Reads of fairs, their booths, counters and timeline. Public; the organizer sees the booths still to be judged."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from plumbing.http.problem import Problem
from services.fair.access.asking import Reader, answer, cursor_of, given, limit_of, organizes, page, path_id
from services.fair.booths.reads import booth_view
from services.fair.engine import queries
from services.fair.fairs.fair import ALLOWS, STATES

MINUTES_MAX = 1_440


class FairReads:
    """Handlers of `/v1/fairs…`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def fairs(self, request: Request) -> Response:
        """Fairs, newest first; drafts for their organizer alone."""
        person, state = self._reader.person_or_guest(request), request.query_params.get("state")
        if state is not None and state not in STATES:
            raise Problem.at("state", f"must be one of {', '.join(STATES)}")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        own = person.org if person is not None and person.role == "organizer" else None
        rows = await self._reader.rows(queries.FAIRS, limit + 1, *cursor, state, own)
        return page(rows, limit, lambda row: (row["created_at"], row["id"]), [given(row) for row in rows])

    async def fair(self, request: Request) -> Response:
        """One fair with its booths, and what its state allows."""
        fair, person = path_id(request, "fair"), self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        row = await self._reader.fair(fair, person)
        person = await self._reader.acting(person, fair)
        own = person.org if person is not None and person.role == "enterprise" else None
        booths = await self._reader.rows(queries.BOOTHS, fair, organizes(person, row["org"]), own)
        named = [booth_view(booth, row["state"]) for booth in booths]
        allows = sorted(ALLOWS[row["state"]])
        return answer({**given(row, "decided", "as_of"), "allows": allows, "booths": named})

    async def counters(self, request: Request) -> Response:
        """The fair's counters, and up to which record of the log they count."""
        fair, person = path_id(request, "fair"), self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        row = await self._reader.fair(fair, person)
        return answer({"counters": row["counters"], "decided": row["decided"], "as_of": row["as_of"]})

    async def timeline(self, request: Request) -> Response:
        """The counters at the end of each minute in which something changed, oldest first."""
        fair, person = path_id(request, "fair"), self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        await self._reader.fair(fair, person)
        rows = await self._reader.rows(queries.TIMELINE, fair, MINUTES_MAX)
        return answer({"items": [dict(row) for row in reversed(rows)]})
