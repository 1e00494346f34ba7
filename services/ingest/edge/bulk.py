"""Bulk actions: one call, one event in the log for each thing that it names.

Here only whose fair or job it is; whether each thing exists and may be changed, the log decides for each by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from plumbing.objects.store import Objects
from schemas.application import ApplicantInvited, ApplicantShortlisted, ApplicationRefused, ApplicationViewed
from schemas.booth import BoothApproved, BoothRefused
from schemas.event import Event
from schemas.job import JobClosed
from services.ingest.edge.access import Access, path_id
from services.ingest.edge.bulk_bodies import (
    ApplicationsBody,
    InvitedApplicationsBody,
    JobsBody,
    OrgsBody,
    RefusedOrgsBody,
)
from services.ingest.edge.messages import kept
from services.ingest.edge.writing import Call, Draft, Many


class Bulk:
    """Makes events of what is done to many things at once."""

    def __init__(self, access: Access, objects: Objects) -> None:
        self._access = access
        self._objects = objects

    async def approve_booths(self, call: Call[OrgsBody]) -> Many:
        """Let enterprises in."""
        fair = await self._own_fair(call, "booths")
        return _many(fair, fair, call.body.orgs, lambda org: BoothApproved(fair=fair, org=org))

    async def refuse_booths(self, call: Call[RefusedOrgsBody]) -> Many:
        """Do not let these enterprises in, and tell them why."""
        fair, reason = await self._own_fair(call, "booths"), call.body.reason
        return _many(fair, fair, call.body.orgs, lambda org: BoothRefused(fair=fair, org=org, reason=reason))

    async def close_jobs(self, call: Call[JobsBody]) -> Many:
        """Close jobs of one's fair; their enterprises hear why."""
        fair, reason = await self._own_fair(call, "amend_jobs"), call.body.reason
        return _many(fair, fair, call.body.jobs, lambda job: JobClosed(fair=fair, job=job, reason=reason))

    async def view(self, call: Call[ApplicationsBody]) -> Many:
        """Note that the applications were looked at."""
        return _steps(await self._job(call), call.body, ApplicationViewed)

    async def shortlist(self, call: Call[ApplicationsBody]) -> Many:
        """Take the applications into the narrower choice."""
        return _steps(await self._job(call), call.body, ApplicantShortlisted)

    async def refuse(self, call: Call[ApplicationsBody]) -> Many:
        """Refuse the applications; the students hear why."""
        return _steps(await self._job(call), call.body, ApplicationRefused)

    async def invite(self, call: Call[InvitedApplicationsBody]) -> Many:
        """Offer places in this order, with the same words and until the same deadline, as far as the places go."""
        ids, body = await self._job(call), call.body
        messages = await asyncio.gather(*(kept(self._objects, one, body.message) for one in body.applications))
        message_of = dict(zip(body.applications, messages, strict=True))
        terms = {"deadline": body.deadline, "overbook": body.overbook}

        def invited(application: UUID, **more: Any) -> Event:
            return ApplicantInvited(application=application, message=message_of[application], **more, **terms)

        return _steps(ids, body, invited)

    async def _own_fair(self, call: Call[Any], to: str) -> UUID:
        """The fair in the address, which is this organizer's and in a state that allows it."""
        fair = path_id(call.path, "fair")
        await self._access.own_fair(fair, call.person, to)
        return fair

    async def _job(self, call: Call[Any]) -> dict[str, UUID]:
        """The ids of one of this enterprise's jobs."""
        job = path_id(call.path, "job")
        return {"fair": (await self._access.managed_job(job, call.person, "job")).fair, "job": job}


def _steps(ids: dict[str, UUID], body: ApplicationsBody | InvitedApplicationsBody, event: Callable[..., Event]) -> Many:
    """The same step of many applications to one job."""
    more = {**ids, "reason": body.reason}
    return _many(ids["job"], ids["fair"], body.applications, lambda one: event(application=one, **more))


def _many(thing: UUID, fair: UUID, items: Iterable[Any], event: Callable[[Any], Event]) -> Many:
    return Many(str(thing), [Draft(str(item), event(item), str(fair)) for item in items])
