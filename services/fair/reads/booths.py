"""The list of a fair's booths, with filters. To the public only approved ones are there; the organizer judges by it."""

from __future__ import annotations

from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from schemas.catalog import BoothState
from services.fair import queries
from services.fair.reads.asking import Int8, Reader, cursor_of, given, limit_of, organizes, page, path_id
from services.fair.reads.filters import is_true, query_of, text_of, word_of

STATES = get_args(BoothState)


class BoothReads:
    """The handler of `/v1/fairs/{fair}/booths`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def booths(self, request: Request) -> Response:
        """A fair's booths, in the order of their requests, or by `sort`."""
        fair, person, limit = path_id(request, "fair"), self._reader.person_or_guest(request), limit_of(request)
        sort = word_of(request, "sort", tuple(queries.BOOTHS_BY)) or "place"
        cursor = cursor_of(request, str if sort == "name" else Int8, str)
        state, counts = word_of(request, "state", STATES), is_true(request, "counts")
        await self._reader.awaited(request)
        row = await self._reader.fair(fair, person)
        own = person.org if person is not None and person.role == "enterprise" else None
        narrowed = (query_of(request), text_of(request, "region"), text_of(request, "industry"))
        asked = (fair, organizes(person, row["org"]), own, *narrowed)
        rows = await self._reader.rows(queries.BOOTHS_BY[sort], *asked, state, *cursor, limit + 1)
        items = [{"id": booth["org"], **given(booth, "place")} for booth in rows]
        more = await self._reader.counts(queries.BOOTHS_BY_STATE, *asked, None) if counts else {}
        return page(rows, limit, lambda row: (row["name" if sort == "name" else "place"], row["org"]), items, more)
