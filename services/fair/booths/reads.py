"""The list of a fair's booths, with filters. To the public only approved ones are there; the organizer judges by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, get_args

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from schemas.catalog import BoothState
from services.fair.access.asking import Int8, Reader, cursor_of, given, limit_of, organizes, page, path_id
from services.fair.booths.booth import Opening
from services.fair.engine import queries
from services.fair.kernel.filters import is_true, query_of, text_of, word_of

STATES = get_args(BoothState)
HELD = ("open", "paused", "closing")
"""The states of a fair in which its booths may be open."""


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
        person = await self._reader.acting(person, fair)
        own = person.org if person is not None and person.role == "enterprise" else None
        narrowed = (query_of(request), text_of(request, "region"), text_of(request, "industry"))
        asked = (fair, organizes(person, row["org"]), own, *narrowed)
        rows = await self._reader.rows(queries.BOOTHS_BY[sort], *asked, state, *cursor, limit + 1)
        items = [booth_view(booth, row["state"]) for booth in rows]
        more = await self._reader.counts(queries.BOOTHS_BY_STATE, *asked, None) if counts else {}
        return page(rows, limit, lambda row: (row["name" if sort == "name" else "place"], row["org"]), items, more)


def booth_view(row: Mapping[str, Any], fair_state: str, now: datetime | None = None) -> dict[str, Any]:
    """A booth as it is told; whether it is open now by this clock. Without hours it is for as long as the fair."""
    now = now or datetime.now(UTC)
    hours = msgspec.convert(row["hours"], tuple[Opening, ...])
    is_open = not hours or any(one.begins <= now < one.ends for one in hours)
    told = [{"from": one.begins, "to": one.ends} for one in hours]
    open_now = is_open and row["state"] == "approved" and fair_state in HELD
    return {"id": row["org"], **given(row, "place", "hours"), "hours": told, "open_now": open_now}
