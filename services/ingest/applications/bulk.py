"""Bulk actions of an enterprise on the applications to one of its jobs.

Only the job's ownership is checked here. Whether each application exists and may be changed is decided in the log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from schemas.application import ApplicantInvited, ApplicantShortlisted, ApplicationRefused, ApplicationViewed
from schemas.event import Event
from services.ingest.applications.bodies import ApplicationsBody, InvitedApplicationsBody
from services.ingest.edge.access import path_id
from services.ingest.edge.bulk import many
from services.ingest.edge.sealing import Seals
from services.ingest.edge.write import Call, Many
from services.ingest.jobs.access import JobAccess


class BulkSelection:
    """Turns one step for many applications into events."""

    def __init__(self, jobs: JobAccess, seals: Seals) -> None:
        self._jobs = jobs
        self._seals = seals

    async def view(self, call: Call[ApplicationsBody]) -> Many:
        """Note that the applications were looked at."""
        return await self._steps(call, ApplicationViewed)

    async def shortlist(self, call: Call[ApplicationsBody]) -> Many:
        """Take the applications into the narrower choice."""
        return await self._steps(call, ApplicantShortlisted)

    async def refuse(self, call: Call[ApplicationsBody]) -> Many:
        """Refuse the applications; the students hear why."""
        return await self._steps(call, ApplicationRefused)

    async def invite(self, call: Call[InvitedApplicationsBody]) -> Many:
        """Offer places in this order, with the same words and until the same deadline, as far as the places go."""
        body = call.body
        terms = {"deadline": body.deadline, "overbook": body.overbook}

        def invited(message: str | None = None, **more: Any) -> Event:
            return ApplicantInvited(message=message, **more, **terms)

        return await self._steps(call, invited, message=body.message)

    async def _steps(self, call: Call[Any], event: Callable[..., Event], **texts: str | None) -> Many:
        """The same step of many applications to one job, its texts sealed for each applicant."""
        job = path_id(call.path, "job")
        ids = {"fair": (await self._jobs.managed_job(job, call.person, "job")).fair, "job": job}
        given = {name: text for name, text in {"sealed_reason": call.body.reason, **texts}.items() if text is not None}
        applications = [{**ids, "application": one} for one in call.body.applications]
        sealed = await asyncio.gather(*(self._seals.about(one, *given.values()) for one in applications))
        worded = {
            one["application"]: dict(zip(given, of, strict=True)) for one, of in zip(applications, sealed, strict=True)
        }
        return many(job, ids["fair"], call.body.applications, lambda one: event(application=one, **ids, **worded[one]))
