"""Writes of booths: request, amend, approve, refuse. The log decides that an enterprise has at most one booth."""

from __future__ import annotations

from typing import Any

from schemas.booth import BoothAmended, BoothApproved, BoothRefused, BoothRequested
from services.ingest.booths.access import BoothAccess
from services.ingest.booths.bodies import (
    BOOTH,
    BOOTH_CHANGES,
    ORGS,
    REASON,
    REFUSED_ORGS,
    BoothBody,
    BoothChangesBody,
    OrgsBody,
    ReasonBody,
    RefusedOrgsBody,
)
from services.ingest.edge.access import org_of, path_id
from services.ingest.edge.bodies import NOTHING, NothingBody
from services.ingest.edge.bulk import BULK, many
from services.ingest.edge.write import Call, Draft, Many, Write, tagged
from services.ingest.fairs.access import FairAccess


class Booths:
    """Turns what enterprises and organizers request for booths into events."""

    def __init__(self, fairs: FairAccess, booths: BoothAccess) -> None:
        self._fairs = fairs
        self._booths = booths

    async def request(self, call: Call[BoothBody]) -> Draft:
        """Ask for a booth in a fair."""
        fair, org = path_id(call.path, "fair"), org_of(call.person)
        await self._fairs.fair(fair, call.person, "booths")
        return Draft(org, BoothRequested(fair=fair, org=org, **dict(call.body)), str(fair))

    async def amend(self, call: Call[BoothChangesBody]) -> Draft:
        """Change the caller's booth or its hours; null clears. Name and code only until it is approved."""
        fair, org = path_id(call.path, "fair"), call.path["org"]
        await self._booths.led_booth(fair, org, call.person, "amend_booths")
        return Draft(org, BoothAmended(fair=fair, org=org, changes=call.body), str(fair))

    async def approve(self, call: Call[NothingBody]) -> Draft:
        """Let an enterprise in."""
        fair, org = path_id(call.path, "fair"), call.path["org"]
        await self._fairs.own_fair(fair, call.person, "booths")
        await self._booths.booth(fair, org)
        return Draft(org, BoothApproved(fair=fair, org=org), str(fair))

    async def refuse(self, call: Call[ReasonBody]) -> Draft:
        """Do not let an enterprise in, and tell it why."""
        fair, org = path_id(call.path, "fair"), call.path["org"]
        await self._fairs.own_fair(fair, call.person, "booths")
        await self._booths.booth(fair, org)
        return Draft(org, BoothRefused(fair=fair, org=org, reason=call.body.reason), str(fair))

    async def approve_booths(self, call: Call[OrgsBody]) -> Many:
        """Let enterprises in."""
        fair = path_id(call.path, "fair")
        await self._fairs.own_fair(fair, call.person, "booths")
        return many(fair, fair, call.body.orgs, lambda org: BoothApproved(fair=fair, org=org))

    async def refuse_booths(self, call: Call[RefusedOrgsBody]) -> Many:
        """Do not let these enterprises in, and tell them why."""
        fair, reason = path_id(call.path, "fair"), call.body.reason
        await self._fairs.own_fair(fair, call.person, "booths")
        return many(fair, fair, call.body.orgs, lambda org: BoothRefused(fair=fair, org=org, reason=reason))


def writes(fairs: FairAccess, booths: BoothAccess) -> list[Write[Any]]:
    """The writes of booths. Whether each booth of a bulk action exists is decided in the log."""
    make, organizer, enterprise = Booths(fairs, booths), ("organizer",), ("enterprise",)
    all_of = "/v1/fairs/{fair}/booths"
    return tagged(
        "booths",
        Write("POST", all_of, enterprise, BOOTH, make.request, adds="entry"),
        Write("PATCH", f"{all_of}/{{org}}", enterprise, BOOTH_CHANGES, make.amend),
        Write("POST", f"{all_of}/{{org}}/approve", organizer, NOTHING, make.approve),
        Write("POST", f"{all_of}/{{org}}/refuse", organizer, REASON, make.refuse),
        Write("POST", f"{all_of}/approve", organizer, ORGS, make.approve_booths, many="orgs", tag=BULK),
        Write("POST", f"{all_of}/refuse", organizer, REFUSED_ORGS, make.refuse_booths, many="orgs", tag=BULK),
    )
