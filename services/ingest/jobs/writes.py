"""Writes of jobs: publish, amend, close. The import of a file stands in `importing.py`."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from plumbing.http.openapi import Says
from schemas.job import JobAmended, JobClosed, JobPublished
from services.ingest.booths.access import BoothAccess
from services.ingest.edge.access import path_id
from services.ingest.edge.answers import Accepted
from services.ingest.edge.bodies import NOTHING, NothingBody
from services.ingest.edge.bulk import BULK, many
from services.ingest.edge.daily import Daily
from services.ingest.edge.documents import Endpoint
from services.ingest.edge.write import Call, Draft, Many, Write, tagged
from services.ingest.fairs.access import FairAccess
from services.ingest.jobs.access import JobAccess
from services.ingest.jobs.answers import Imported, ImportForm, ImportHeaders, ImportQuery
from services.ingest.jobs.background import Background
from services.ingest.jobs.bodies import JOB, JOB_CHANGES, JOBS, JobBody, JobChangesBody, JobsBody
from services.ingest.jobs.cancelling import Cancelling
from services.ingest.jobs.importing import PATH as IMPORT
from services.ingest.jobs.importing import ROLES, JobImport
from services.ingest.jobs.running import Means


class Jobs:
    """Turns what enterprises and organizers do with jobs into events."""

    def __init__(self, fairs: FairAccess, booths: BoothAccess, jobs: JobAccess, daily: Daily) -> None:
        self._fairs = fairs
        self._booths = booths
        self._jobs = jobs
        self._daily = daily

    async def publish(self, call: Call[JobBody]) -> Draft:
        """Publish a job at the caller's booth."""
        fair = path_id(call.path, "fair")
        await self._fairs.fair(fair, call.person)
        org = await self._booths.approved_booth(fair, call.person)
        await self._fairs.fair(fair, call.person, "jobs")
        self._daily.jobs.spend(org)
        job = uuid5(call.event_id, "job")
        return Draft(str(job), JobPublished(fair=fair, org=org, job=job, **dict(call.body)), str(fair))

    async def amend(self, call: Call[JobChangesBody]) -> Draft:
        """Change some fields of a job; null clears an optional one. A larger headcount invites alternates."""
        job = path_id(call.path, "job")
        fair = (await self._jobs.own_open_job(job, call.person)).fair
        event = JobAmended(fair=fair, job=job, changes=call.body, invites_alternates=True)
        return Draft(str(job), event, str(fair))

    async def close(self, call: Call[NothingBody]) -> Draft:
        """Close a job: it takes no submission any more."""
        job = path_id(call.path, "job")
        found = await self._jobs.own_open_job(job, call.person, or_closed=call.repeatable)
        if found.state == "open":
            self._jobs.moves(job)
        return Draft(str(job), JobClosed(fair=found.fair, job=job), str(found.fair))

    async def close_jobs(self, call: Call[JobsBody]) -> Many:
        """Close jobs of the caller's fair; their enterprises see why."""
        fair, reason = path_id(call.path, "fair"), call.body.reason
        await self._fairs.own_fair(fair, call.person, "amend_jobs")
        return many(fair, fair, call.body.jobs, lambda job: JobClosed(fair=fair, job=job, reason=reason))


def writes(
    fairs: FairAccess, booths: BoothAccess, jobs: JobAccess, daily: Daily, background: Background
) -> list[Write[Any]]:
    """The writes of jobs, without the import of a file, which is an endpoint."""
    make, organizer, enterprise = Jobs(fairs, booths, jobs, daily), ("organizer",), ("enterprise",)
    return tagged(
        "jobs",
        Write("POST", "/v1/fairs/{fair}/jobs", enterprise, JOB, make.publish, adds="counted"),
        Write("PATCH", "/v1/jobs/{job}", enterprise, JOB_CHANGES, make.amend),
        Write("POST", "/v1/jobs/{job}/close", enterprise, NOTHING, make.close),
        Write("POST", "/v1/fairs/{fair}/jobs/close", organizer, JOBS, make.close_jobs, many="jobs", tag=BULK),
        Write("DELETE", "/v1/imports/{id}", ROLES, NOTHING, Cancelling(background, fairs).cancel_import),
    )


def endpoints(means: Means, fairs: FairAccess, booths: BoothAccess, background: Background) -> list[Endpoint]:
    """The import of a file of jobs."""
    serve = JobImport(means, fairs, booths, background)
    summary = "Import a file of jobs: the enterprise its own, the organizer those of all."
    says = Says(Imported, query=ImportQuery, headers=ImportHeaders, form=ImportForm, tag="jobs", later=Accepted)
    return [Endpoint(IMPORT, serve, ROLES, "import_jobs", summary, says)]
