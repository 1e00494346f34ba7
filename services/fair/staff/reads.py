"""Reads of a booth's staff and of the links to it, for those who act for its enterprise; and of one's own staffing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.fair.access.asking import Int8, Reader, cursor_of, given, limit_of, page, path_id
from services.fair.kernel.filters import word_of
from services.fair.staff import queries as staff_queries
from services.fair.staff.staff import STAFF_STATES


class StaffReads:
    """Handlers of `/v1/fairs/{fair}/booths/{org}/staff…` and `/v1/me/staff`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def staff(self, request: Request) -> Response:
        """Who is of a booth's staff, in the order of their joining; those who left too, with their state."""
        person, state = self._reader.person(request, "enterprise"), word_of(request, "state", STAFF_STATES)
        limit, (place,) = limit_of(request), cursor_of(request, Int8)
        booth = await self._own_booth(request, person)
        after = -1 if place is None else place
        rows = await self._reader.rows(staff_queries.STAFF_OF_BOOTH, *booth, state, after, limit + 1)
        return page(rows, limit, lambda row: (row["place"],), [given(row, "place") for row in rows])

    async def staff_links(self, request: Request) -> Response:
        """The links to a booth's staff; their secrets nobody can tell any more."""
        person = self._reader.person(request, "enterprise")
        limit, (place,) = limit_of(request), cursor_of(request, Int8)
        booth = await self._own_booth(request, person)
        after = -1 if place is None else place
        rows = await self._reader.rows(staff_queries.LINKS_OF_BOOTH, *booth, after, limit + 1)
        return page(rows, limit, lambda row: (row["place"],), [given(row, "place") for row in rows])

    async def my_staff(self, request: Request) -> Response:
        """Of which booths' staff one is, the newest first."""
        person = self._reader.person(request, "enterprise")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        rows = await self._reader.rows(staff_queries.STAFF_OF_PERSON, person.sub, *cursor, limit + 1)
        return page(rows, limit, lambda row: (row["joined_at"], row["fair"]), [given(row) for row in rows])

    async def _own_booth(self, request: Request, person: Person) -> tuple[UUID, str]:
        """The booth in the path, if the one who asks acts for its enterprise. Raises Problem 404, 403."""
        fair, org = path_id(request, "fair"), request.path_params["org"]
        await self._reader.awaited(request)
        await self._reader.fair(fair, person)
        if not await self._reader.recruits(person, fair, org):
            raise Problem(403, "This booth is another enterprise's.")
        return fair, org
