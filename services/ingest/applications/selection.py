"""Writes of double selection: what the enterprise does with an application, and how the student answers.

Only the job's ownership is checked here. Whether the application exists and may change is decided in the log.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from schemas.application import (
    ApplicantHired,
    ApplicantInvited,
    ApplicantShortlisted,
    ApplicationRefused,
    ApplicationViewed,
    InvitationAccepted,
    InvitationDeclined,
    application_id,
)
from schemas.event import Event
from schemas.job import ApplicantsRanked
from services.ingest.applications.bodies import ChoiceBody, InvitationBody, RankingBody
from services.ingest.edge.access import not_found, path_id
from services.ingest.edge.bodies import NothingBody
from services.ingest.edge.sealing import Seals
from services.ingest.edge.write import Call, Draft
from services.ingest.fairs.access import FairAccess
from services.ingest.jobs.access import JobAccess


class Selection:
    """Turns the steps of an application into events."""

    def __init__(self, fairs: FairAccess, jobs: JobAccess, seals: Seals) -> None:
        self._fairs = fairs
        self._jobs = jobs
        self._seals = seals

    async def view(self, call: Call[ChoiceBody]) -> Draft:
        """Note that the application was looked at."""
        return _draft(ApplicationViewed(**await self._choice(call)))

    async def shortlist(self, call: Call[ChoiceBody]) -> Draft:
        """Take the application into the narrower choice."""
        return _draft(ApplicantShortlisted(**await self._choice(call)))

    async def invite(self, call: Call[InvitationBody]) -> Draft:
        """Offer a place until a deadline: in 24 hours where none is given, at most the fair's end."""
        ids, body = await self._managed(call), call.body
        message, reason = await self._seals.about(ids, body.message, body.reason)
        terms = {"deadline": body.deadline, "message": message, "overbook": body.overbook, "sealed_reason": reason}
        return _draft(ApplicantInvited(**ids, **terms))

    async def refuse(self, call: Call[ChoiceBody]) -> Draft:
        """Refuse the application; the student hears why."""
        return _draft(ApplicationRefused(**await self._choice(call)))

    async def hire(self, call: Call[ChoiceBody]) -> Draft:
        """Make a contract of a match."""
        return _draft(ApplicantHired(**await self._choice(call, "hire")))

    async def accept(self, call: Call[NothingBody]) -> Draft:
        """Take the place that is offered."""
        return _draft(InvitationAccepted(**await self._own(call)))

    async def decline(self, call: Call[NothingBody]) -> Draft:
        """Leave the place that is offered to others."""
        return _draft(InvitationDeclined(**await self._own(call)))

    async def rank(self, call: Call[RankingBody]) -> Draft:
        """Rank applications: the first that waits is moved up when a place becomes free."""
        job = path_id(call.path, "job")
        fair = (await self._jobs.managed_job(job, call.person, "job")).fair
        event = ApplicantsRanked(fair=fair, job=job, applications=call.body.applications)
        return Draft(str(job), event, str(fair))

    async def _choice(self, call: Call[ChoiceBody], to: str = "select") -> dict[str, Any]:
        """The ids of an application, and the reason of a step."""
        ids = await self._managed(call, to)
        (reason,) = await self._seals.about(ids, call.body.reason)
        return {**ids, "sealed_reason": reason}

    async def _managed(self, call: Call[Any], to: str = "select") -> dict[str, UUID]:
        """The ids of an application to one of this enterprise's jobs, in a fair that allows it."""
        job, application = path_id(call.path, "job"), path_id(call.path, "application")
        fair = (await self._jobs.managed_job(job, call.person, to=to)).fair
        return {"fair": fair, "job": job, "application": application}

    async def _own(self, call: Call[NothingBody]) -> dict[str, UUID]:
        """The ids of this student's application."""
        job, application = path_id(call.path, "job"), path_id(call.path, "application")
        if application != application_id(job, call.person.sub):
            raise not_found("application")
        fair = (await self._jobs.job(job, "application")).fair
        await self._fairs.fair(fair, call.person, "answer", told_as="application")
        return {"fair": fair, "job": job, "application": application}


def _draft(event: Event) -> Draft:
    """A draft whose answer names the application; its record goes to the fair's partition."""
    ids = event.model_dump(include={"application", "fair"})
    return Draft(str(ids["application"]), event, str(ids["fair"]))
