"""Writes of fairs: schedule, open, close."""

from __future__ import annotations

from uuid import uuid5

from plumbing.http.problem import Problem
from schemas.fair import FairClosed, FairOpened, FairScheduled
from services.ingest.access import Access, org_of, path_id
from services.ingest.bodies import FairBody, NothingBody
from services.ingest.writing import Call, Draft


class Fairs:
    """Makes events of what organizers ask of their fairs."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def schedule(self, call: Call[FairBody]) -> Draft:
        """Plan a fair."""
        fair = uuid5(call.event_id, "fair")
        event = FairScheduled(fair=fair, org=org_of(call.person), **dict(call.body))
        return Draft(str(fair), event, str(fair))

    async def open(self, call: Call[NothingBody]) -> Draft:
        """Open a fair: from then on it takes submissions."""
        fair = path_id(call.path, "fair")
        state = (await self._access.own_fair(fair, call.person)).state
        if state == "closed" or (state == "open" and not call.repeatable):
            raise Problem(409, f"The fair is {state} already.")
        return Draft(str(fair), FairOpened(fair=fair), str(fair))

    async def close(self, call: Call[NothingBody]) -> Draft:
        """Close a fair: it takes nothing more, and its counters stay."""
        fair = path_id(call.path, "fair")
        if (await self._access.own_fair(fair, call.person)).state != "closed" or not call.repeatable:
            await self._access.open_fair(fair)
        return Draft(str(fair), FairClosed(fair=fair), str(fair))
