"""Writes of applications: submit, withdraw."""

from __future__ import annotations

from plumbing.http.problem import Problem
from plumbing.objects.store import Objects
from schemas.application import ApplicationWithdrawn, ResumeSubmitted, application_id
from schemas.resume import resume_id
from services.ingest.edge.access import Access, not_found, path_id
from services.ingest.edge.bodies import ApplicationBody, NothingBody
from services.ingest.edge.messages import kept
from services.ingest.edge.writing import Call, Draft
from services.ingest.resumes.writes import Resumes
from services.ingest.sessions.access import StageAccess


class Applications:
    """Makes events of what students do with their applications."""

    def __init__(self, access: Access, stage: StageAccess, resumes: Resumes, objects: Objects) -> None:
        self._access = access
        self._stage = stage
        self._resumes = resumes
        self._objects = objects

    async def submit(self, call: Call[ApplicationBody]) -> Draft:
        """Submit one's resume to a job."""
        job, student = path_id(call.path, "job"), call.person.sub
        fair = (await self._access.job_taking_submissions(job)).fair
        card = await self._resumes.card(resume_id(student))
        if card is None or card.resume != call.body.resume_id:
            raise Problem(404, "There is no such resume of yours. Save one first: PUT /v1/me/resume.")
        if call.body.drop is not None:
            await self._stage.drop_taking(call.body.drop, job)
        application = application_id(job, student)
        message = await kept(self._objects, application, call.body.message)
        event = ResumeSubmitted(
            fair=fair,
            job=job,
            application=application,
            student=student,
            resume=card,
            message=message,
            drop=call.body.drop,
        )
        return Draft(str(application), event, str(fair))

    async def withdraw(self, call: Call[NothingBody]) -> Draft:
        """Take one's application back."""
        job, application = path_id(call.path, "job"), path_id(call.path, "application")
        if application != application_id(job, call.person.sub):
            raise not_found("application")
        fair = (await self._access.job(job)).fair
        await self._access.fair(fair, None, "withdraw", told_as="application")
        event = ApplicationWithdrawn(fair=fair, job=job, application=application, student=call.person.sub)
        return Draft(str(application), event, str(fair))
