"""Reads of fairs, their counters and their timeline, and which fairs a person may see.

Public, except that only its organizer sees a draft. A fair with its booths is read in `booths/reads.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.fair.fairs import answers, queries
from services.fair.fairs.fair import STATES
from services.fair.kernel.filters import query_of
from services.fair.kernel.read import Read, public
from services.fair.kernel.reader import Reader, organizes
from services.fair.kernel.reading import answer, cursor_of, limit_of, not_found, page, path_id
from services.fair.kernel.search import NOTHING
from services.fair.kernel.zones import planned

MINUTES_MAX = 1_440


async def visible_fair(reader: Reader, fair: UUID, person: Person | None) -> asyncpg.Record:
    """A fair that `person` (None: a guest) may see. Raises Problem 404, also for a draft of another organizer."""
    found = await reader.row(queries.FAIR, fair)
    if found is None or (found["state"] == "draft" and not organizes(person, found["org"])):
        raise not_found("fair")
    return found


async def own_fair(reader: Reader, fair: UUID, person: Person) -> asyncpg.Record:
    """A fair that `person` organizes. Raises Problem 404, 403."""
    found = await visible_fair(reader, fair, person)
    if not organizes(person, found["org"]):
        raise Problem(403, "This is for the fair's own organizer.")
    return found


class FairReads:
    """Handlers of `/v1/fairs`, and of the counters and the timeline of a fair."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def served(self) -> Sequence[Read]:
        return (
            Read("/v1/fairs", self.fairs, public(answers.Fairs, "fairs", answers.FairsAsked)),
            Read("/v1/fairs/{fair}/counters", self.counters, public(answers.Counters, "fairs")),
            Read("/v1/fairs/{fair}/timeline", self.timeline, public(answers.Timeline, "fairs")),
        )

    async def fairs(self, request: Request) -> Response:
        """Fairs, newest first; drafts for their organizer alone."""
        person, state = self._reader.person_or_guest(request), request.query_params.get("state")
        if state is not None and state not in STATES:
            raise Problem.at("state", f"must be one of {', '.join(STATES)}")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        own = person.org if person is not None and person.role == "organizer" else None
        query = query_of(request)
        words = (query.key, query.terms, query.others) if query else (None, [], [NOTHING])
        rows = await self._reader.rows(queries.FAIRS, limit + 1, *cursor, state, own, *words)
        items = [answers.Fair.of(row, **planned(row)) for row in rows]
        return page(answers.Fairs, rows, limit, lambda row: (row["created_at"], row["id"]), items)

    async def counters(self, request: Request) -> Response:
        """The fair's counters, and up to which record of the log they count."""
        fair, person = path_id(request, "fair"), self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        return answer(answers.Counters.of(await visible_fair(self._reader, fair, person)))

    async def timeline(self, request: Request) -> Response:
        """The counters at the end of each minute in which something changed, oldest first."""
        fair, person = path_id(request, "fair"), self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        await visible_fair(self._reader, fair, person)
        rows = await self._reader.rows(queries.TIMELINE, fair, MINUTES_MAX)
        return answer(answers.Timeline.of(items=answers.Minute.each(reversed(rows))))
