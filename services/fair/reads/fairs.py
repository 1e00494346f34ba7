"""Reads of fairs, their booths, counters and timeline. Public; the organizer sees the booths still to be judged."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from services.fair import queries
from services.fair.reads.asking import Reader, answer, cursor_of, given, limit_of, not_found, page, path_id

MINUTES_MAX = 1_440


class FairReads:
    """Handlers of `/v1/fairs…`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def fairs(self, request: Request) -> Response:
        """Fairs, newest first."""
        await self._reader.awaited(request)
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        rows = await self._reader.rows(queries.FAIRS, limit + 1, *cursor)
        return page(rows, limit, lambda row: (row["created_at"], row["id"]), [given(row) for row in rows])

    async def fair(self, request: Request) -> Response:
        """One fair with its booths."""
        fair, person = path_id(request, "fair"), self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        row = await self._reader.row(queries.FAIR, fair)
        if row is None:
            raise not_found("fair")
        organizes = person is not None and person.role == "organizer" and person.org == row["org"]
        own = person.org if person is not None and person.role == "enterprise" else None
        booths = await self._reader.rows(queries.BOOTHS, fair, organizes, own)
        named = [{"id": booth["org"], **given(booth)} for booth in booths]
        return answer({**given(row, "decided", "as_of"), "booths": named})

    async def counters(self, request: Request) -> Response:
        """The fair's counters, and up to which record of the log they count."""
        fair = path_id(request, "fair")
        await self._reader.awaited(request)
        row = await self._reader.row(queries.FAIR, fair)
        if row is None:
            raise not_found("fair")
        return answer({"counters": row["counters"], "decided": row["decided"], "as_of": row["as_of"]})

    async def timeline(self, request: Request) -> Response:
        """The counters at the end of each minute in which something changed, oldest first."""
        fair = path_id(request, "fair")
        await self._reader.awaited(request)
        if await self._reader.row(queries.FAIR, fair) is None:
            raise not_found("fair")
        rows = await self._reader.rows(queries.TIMELINE, fair, MINUTES_MAX)
        return answer({"items": [dict(row) for row in reversed(rows)]})
