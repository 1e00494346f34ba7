"""Writes of jobs: publish, amend, close. The import of many has its own file."""

from __future__ import annotations

from uuid import uuid5

from schemas.job import JobAmended, JobClosed, JobPublished
from services.ingest.edge.access import Access, path_id
from services.ingest.edge.bodies import JobBody, JobChangesBody, NothingBody
from services.ingest.edge.writing import Call, Draft


class Jobs:
    """Makes events of what enterprises say of their jobs."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def publish(self, call: Call[JobBody]) -> Draft:
        """Publish a job at one's booth."""
        fair = path_id(call.path, "fair")
        await self._access.fair(fair, call.person, "jobs")
        org = await self._access.approved_booth(fair, call.person)
        job = uuid5(call.event_id, "job")
        return Draft(str(job), JobPublished(fair=fair, org=org, job=job, **dict(call.body)), str(fair))

    async def amend(self, call: Call[JobChangesBody]) -> Draft:
        """Change some fields of a job; null clears an optional one."""
        job = path_id(call.path, "job")
        fair = (await self._access.own_open_job(job, call.person)).fair
        return Draft(str(job), JobAmended(fair=fair, job=job, changes=call.body), str(fair))

    async def close(self, call: Call[NothingBody]) -> Draft:
        """Close a job: it takes no submission any more."""
        job = path_id(call.path, "job")
        found = await self._access.own_open_job(job, call.person, or_closed=call.repeatable)
        if found.state == "open":
            self._access.moves(job)
        return Draft(str(job), JobClosed(fair=found.fair, job=job), str(found.fair))
