"""Reads of a booth's staff and their invitation links, for the booth's enterprise; of the booths a person works for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.fair.access.asking import recruits
from services.fair.fairs.reads import visible_fair
from services.fair.kernel.asked import Paged
from services.fair.kernel.filters import word_of
from services.fair.kernel.read import Read, private
from services.fair.kernel.reader import Reader
from services.fair.kernel.reading import Int8, cursor_of, limit_of, page, path_id, path_text
from services.fair.staff import answers, queries
from services.fair.staff.staff import STAFF_STATES


class StaffReads:
    """Handlers of `/v1/fairs/{fair}/booths/{org}/staff…` and `/v1/me/staff`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def served(self) -> Sequence[Read]:
        booth = "/v1/fairs/{fair}/booths/{org}"
        return (
            Read(f"{booth}/staff", self.staff, private(answers.Members, "staff", answers.StaffAsked)),
            Read(f"{booth}/staff-links", self.staff_links, private(answers.StaffLinks, "staff", Paged)),
            Read("/v1/me/staff", self.my_staff, private(answers.Staffings, "me", Paged)),
        )

    async def staff(self, request: Request) -> Response:
        """Who is of a booth's staff, in the order of their joining; those who left too, with their state."""
        person, state = self._reader.person(request, "enterprise"), word_of(request, "state", STAFF_STATES)
        limit, (place,) = limit_of(request), cursor_of(request, Int8)
        booth = await self._own_booth(request, person)
        after = -1 if place is None else place
        rows = await self._reader.rows(queries.STAFF_OF_BOOTH, *booth, state, after, limit + 1)
        items = answers.Member.each(rows)
        return page(answers.Members, rows, limit, lambda row: (row["place"],), items)

    async def staff_links(self, request: Request) -> Response:
        """The links to a booth's staff; their secrets nobody can tell any more."""
        person = self._reader.person(request, "enterprise")
        limit, (place,) = limit_of(request), cursor_of(request, Int8)
        booth = await self._own_booth(request, person)
        after = -1 if place is None else place
        rows = await self._reader.rows(queries.LINKS_OF_BOOTH, *booth, after, limit + 1)
        items = answers.StaffLink.each(rows)
        return page(answers.StaffLinks, rows, limit, lambda row: (row["place"],), items)

    async def my_staff(self, request: Request) -> Response:
        """Of which booths' staff one is, the newest first."""
        person = self._reader.person(request, "enterprise")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        rows = await self._reader.rows(queries.STAFF_OF_PERSON, person.sub, *cursor, limit + 1)
        items = answers.Staffing.each(rows)
        return page(answers.Staffings, rows, limit, lambda row: (row["joined_at"], row["fair"]), items)

    async def _own_booth(self, request: Request, person: Person) -> tuple[UUID, str]:
        """The booth in the path, if `person` acts for its enterprise. Raises Problem 404, 403."""
        fair, org = path_id(request, "fair"), path_text(request, "org")
        await self._reader.awaited(request)
        await visible_fair(self._reader, fair, person)
        if not await recruits(self._reader, person, fair, org):
            raise Problem(403, "This booth is another enterprise's.")
        return fair, org
