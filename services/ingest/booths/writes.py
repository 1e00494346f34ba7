"""Writes of booths: request, approve, refuse. That an enterprise has one booth at most is decided in the log."""

from __future__ import annotations

from schemas.booth import BoothAmended, BoothApproved, BoothRefused, BoothRequested
from services.ingest.booths.bodies import BoothBody, BoothChangesBody
from services.ingest.edge.access import Access, org_of, path_id
from services.ingest.edge.bodies import NothingBody, ReasonBody
from services.ingest.edge.writing import Call, Draft


class Booths:
    """Makes events of what enterprises and organizers ask of booths."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def request(self, call: Call[BoothBody]) -> Draft:
        """Ask for a booth in a fair."""
        fair, org = path_id(call.path, "fair"), org_of(call.person)
        await self._access.fair(fair, call.person, "booths")
        return Draft(org, BoothRequested(fair=fair, org=org, **dict(call.body)), str(fair))

    async def amend(self, call: Call[BoothChangesBody]) -> Draft:
        """Change what one's booth says, or when it is open; null clears. Name and code only until it is let in."""
        fair, org = path_id(call.path, "fair"), call.path["org"]
        await self._access.led_booth(fair, org, call.person, "amend_booths")
        return Draft(org, BoothAmended(fair=fair, org=org, changes=call.body), str(fair))

    async def approve(self, call: Call[NothingBody]) -> Draft:
        """Let an enterprise in."""
        fair, org = path_id(call.path, "fair"), call.path["org"]
        await self._access.own_fair(fair, call.person, "booths")
        await self._access.booth(fair, org)
        return Draft(org, BoothApproved(fair=fair, org=org), str(fair))

    async def refuse(self, call: Call[ReasonBody]) -> Draft:
        """Do not let an enterprise in, and tell it why."""
        fair, org = path_id(call.path, "fair"), call.path["org"]
        await self._access.own_fair(fair, call.person, "booths")
        await self._access.booth(fair, org)
        return Draft(org, BoothRefused(fair=fair, org=org, reason=call.body.reason), str(fair))
