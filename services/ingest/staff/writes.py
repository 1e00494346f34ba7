"""Writes of a booth's staff: invitation links, joining, leaving, and handing an applicant over.

The secret of a link is made here, answered once, and not kept: the log and the catalog hold its sha-256.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any
from uuid import uuid5

from schemas.staff import ApplicantHandedOver, StaffJoined, StaffLinkMade, StaffLinkRevoked, StaffRemoved
from services.ingest.booths.access import BoothAccess
from services.ingest.edge.access import not_found, path_id
from services.ingest.edge.bodies import NOTHING, NothingBody
from services.ingest.edge.sealing import Seals
from services.ingest.edge.write import Call, Draft, Write, tagged
from services.ingest.fairs.access import FairAccess
from services.ingest.jobs.access import JobAccess
from services.ingest.staff.access import LINK, StaffAccess
from services.ingest.staff.answers import AcceptedJoin, AcceptedLink
from services.ingest.staff.bodies import (
    HAND_OVER,
    JOIN,
    PERSON,
    STAFF_LINK,
    HandOverBody,
    JoinBody,
    PersonBody,
    StaffLinkBody,
)

SECRET_BYTES = 32
SECRET_CHARACTERS_MAX = 100


class Staff:
    """Turns what enterprises do with the staff of their booths into events."""

    def __init__(
        self, fairs: FairAccess, booths: BoothAccess, jobs: JobAccess, staff: StaffAccess, seals: Seals
    ) -> None:
        self._fairs = fairs
        self._booths = booths
        self._jobs = jobs
        self._staff = staff
        self._seals = seals

    async def make_link(self, call: Call[StaffLinkBody]) -> Draft:
        """Make a link by which others join the staff of the caller's booth. Only this answer has its secret."""
        fair, org = path_id(call.path, "fair"), call.path["org"]
        await self._booths.led_booth(fair, org, call.person, "staff")
        secret, link = secrets.token_urlsafe(SECRET_BYTES), uuid5(call.event_id, "link")
        event = StaffLinkMade(fair=fair, org=org, link=link, sha256=_digest(secret), **dict(call.body))
        return Draft(str(link), event, str(fair), told={"secret": secret})

    async def revoke_link(self, call: Call[NothingBody]) -> Draft:
        """Revoke a link. The people who joined with it stay."""
        fair, org, link = path_id(call.path, "fair"), call.path["org"], path_id(call.path, "link")
        await self._booths.led_booth(fair, org, call.person, "staff")
        return Draft(str(link), StaffLinkRevoked(fair=fair, org=org, link=link), str(fair))

    async def join(self, call: Call[JoinBody]) -> Draft:
        """Join the staff of the booth to which a link leads: from then on one acts for its enterprise in that fair."""
        return await self._joined(call, call.body.secret)

    async def join_by_address(self, call: Call[NothingBody]) -> Draft:
        """The same with the secret in the address, where logs may keep it: for earlier clients; new ones send it in the
        body of `POST /v1/staff-links/join`."""
        return await self._joined(call, call.path["secret"][:SECRET_CHARACTERS_MAX])

    async def _joined(self, call: Call[Any], secret: str) -> Draft:
        link = await self._staff.staff_link(_digest(secret))
        if await self._booths.is_refused(link.fair, link.org):
            raise not_found(LINK)
        await self._fairs.fair(link.fair, call.person, "staff", told_as=LINK)
        event = StaffJoined(fair=link.fair, org=link.org, link=link.link, person=call.person.sub)
        return Draft(link.org, event, str(link.fair), told={"fair": str(link.fair)})

    async def remove(self, call: Call[NothingBody]) -> Draft:
        """Remove somebody from the staff of the caller's booth, or leave it."""
        return await self._removed(call, call.path["person"])

    async def remove_person(self, call: Call[PersonBody]) -> Draft:
        """Remove somebody whom no address can name: a sub may hold a slash. Otherwise the same as DELETE."""
        return await self._removed(call, call.body.person)

    async def _removed(self, call: Call[Any], person: str) -> Draft:
        fair, org = path_id(call.path, "fair"), call.path["org"]
        if person == call.person.sub:
            await self._booths.staffed_booth(fair, org, call.person)
        else:
            await self._booths.led_booth(fair, org, call.person, "staff")
        return Draft(person, StaffRemoved(fair=fair, org=org, person=person), str(fair))

    async def hand_over(self, call: Call[HandOverBody]) -> Draft:
        """Assign an application to one of the staff, to the caller, or to no particular person."""
        job, application = path_id(call.path, "job"), path_id(call.path, "application")
        fair = (await self._jobs.managed_job(job, call.person, to="staff")).fair
        ids = {"fair": fair, "job": job, "application": application}
        (note,) = await self._seals.about(ids, call.body.note)
        event = ApplicantHandedOver(**ids, to=call.body.to, note=note)
        return Draft(str(application), event, str(fair))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def writes(
    fairs: FairAccess, booths: BoothAccess, jobs: JobAccess, staff: StaffAccess, seals: Seals
) -> list[Write[Any]]:
    """The writes of a booth's staff."""
    make, enterprise = Staff(fairs, booths, jobs, staff, seals), ("enterprise",)
    booth, assign = "/v1/fairs/{fair}/booths/{org}", "/v1/jobs/{job}/applications/{application}/assign"
    return tagged(
        "staff",
        Write("POST", assign, enterprise, HAND_OVER, make.hand_over),
        Write(
            "POST", f"{booth}/staff-links", enterprise, STAFF_LINK, make.make_link, answer=AcceptedLink, adds="entry"
        ),
        Write("DELETE", f"{booth}/staff-links/{{link}}", enterprise, NOTHING, make.revoke_link),
        Write("POST", "/v1/staff-links/join", enterprise, JOIN, make.join, answer=AcceptedJoin, adds="entry"),
        Write(
            "POST",
            "/v1/staff-links/{secret}/join",
            enterprise,
            NOTHING,
            make.join_by_address,
            answer=AcceptedJoin,
            adds="entry",
        ),
        Write("DELETE", f"{booth}/staff/{{person}}", enterprise, NOTHING, make.remove),
        Write("POST", f"{booth}/staff/remove", enterprise, PERSON, make.remove_person),
    )
