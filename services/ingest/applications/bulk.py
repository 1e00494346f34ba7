"""Bulk actions of an enterprise on the applications to one of its jobs.

Only the job's ownership is checked here. Whether each application exists and may be changed is decided in the log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

from plumbing.objects.store import Objects
from schemas.application import ApplicantInvited, ApplicantShortlisted, ApplicationRefused, ApplicationViewed
from schemas.event import Event
from services.ingest.applications.bodies import ApplicationsBody, InvitedApplicationsBody
from services.ingest.edge.access import path_id
from services.ingest.edge.bulk import many
from services.ingest.edge.messages import kept
from services.ingest.edge.write import Call, Many
from services.ingest.jobs.access import JobAccess


class BulkSelection:
    """Turns one step for many applications into events."""

    def __init__(self, jobs: JobAccess, objects: Objects) -> None:
        self._jobs = jobs
        self._objects = objects

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

    async def _job(self, call: Call[Any]) -> dict[str, UUID]:
        """The ids of one of this enterprise's jobs."""
        job = path_id(call.path, "job")
        return {"fair": (await self._jobs.managed_job(job, call.person, "job")).fair, "job": job}


def _steps(ids: dict[str, UUID], body: ApplicationsBody | InvitedApplicationsBody, event: Callable[..., Event]) -> Many:
    """The same step of many applications to one job."""
    more = {**ids, "reason": body.reason}
    return many(ids["job"], ids["fair"], body.applications, lambda one: event(application=one, **more))
