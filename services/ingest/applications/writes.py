"""Writes of applications: submit, withdraw, and the list of all writes. Other steps: `selection.py`, `bulk.py`."""

from __future__ import annotations

from typing import Any

from plumbing.http.problem import Problem
from schemas.application import ApplicationWithdrawn, ResumeSubmitted, application_id
from services.ingest.applications.bodies import (
    APPLICATION,
    APPLICATIONS,
    CHOICE,
    INVITATION,
    INVITED_APPLICATIONS,
    RANKING,
    ApplicationBody,
)
from services.ingest.applications.bulk import BulkSelection
from services.ingest.applications.selection import Selection
from services.ingest.edge.access import not_found, path_id
from services.ingest.edge.bodies import NOTHING, NothingBody
from services.ingest.edge.bulk import BULK
from services.ingest.edge.sealing import Seals
from services.ingest.edge.write import Call, Draft, Write, tagged
from services.ingest.fairs.access import FairAccess
from services.ingest.jobs.access import JobAccess
from services.ingest.resumes.access import ResumeAccess
from services.ingest.sessions.access import SessionAccess

SUBMIT = "/v1/jobs/{job}/applications"


class Applications:
    """Turns what students do with their applications into events."""

    def __init__(
        self, fairs: FairAccess, jobs: JobAccess, sessions: SessionAccess, resumes: ResumeAccess, seals: Seals
    ) -> None:
        self._fairs = fairs
        self._jobs = jobs
        self._sessions = sessions
        self._resumes = resumes
        self._seals = seals

    async def submit(self, call: Call[ApplicationBody]) -> Draft:
        """Submit the caller's resume to a job."""
        job, student = path_id(call.path, "job"), call.person.sub
        fair = (await self._jobs.job_taking_submissions(job)).fair
        card = await self._resumes.own(student, call.body.resume_id)
        if card is None:
            raise Problem(404, "There is no such resume of yours. Save one first: PUT /v1/me/resume.")
        if call.body.drop is not None:
            await self._sessions.drop_taking(call.body.drop, job)
        application = application_id(job, student)
        message = await self._seals.of_person(fair, student, call.body.message)
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
        """Withdraw the caller's application."""
        job, application = path_id(call.path, "job"), path_id(call.path, "application")
        if application != application_id(job, call.person.sub):
            raise not_found("application")
        fair = (await self._jobs.job(job, "application")).fair
        await self._fairs.fair(fair, None, "withdraw", told_as="application")
        event = ApplicationWithdrawn(fair=fair, job=job, application=application, student=call.person.sub)
        return Draft(str(application), event, str(fair))


def writes(
    fairs: FairAccess, jobs: JobAccess, sessions: SessionAccess, resumes: ResumeAccess, seals: Seals
) -> list[Write[Any]]:
    """The writes of applications: the student's and the enterprise's, for one application and for many at once."""
    applications = Applications(fairs, jobs, sessions, resumes, seals)
    selection, bulk = Selection(fairs, jobs, seals), BulkSelection(jobs, seals)
    one, student, enterprise = f"{SUBMIT}/{{application}}", ("student",), ("enterprise",)
    return [
        *tagged(
            "applications",
            Write("POST", SUBMIT, student, APPLICATION, applications.submit),
            Write("POST", f"{one}/withdraw", student, NOTHING, applications.withdraw),
        ),
        *tagged(
            "selection",
            Write("POST", f"{one}/accept", student, NOTHING, selection.accept),
            Write("POST", f"{one}/decline", student, NOTHING, selection.decline),
            Write("POST", f"{one}/view", enterprise, CHOICE, selection.view),
            Write("POST", f"{one}/shortlist", enterprise, CHOICE, selection.shortlist),
            Write("POST", f"{one}/invite", enterprise, INVITATION, selection.invite),
            Write("POST", f"{one}/refuse", enterprise, CHOICE, selection.refuse),
            Write("POST", f"{one}/hire", enterprise, CHOICE, selection.hire),
            Write("PUT", "/v1/jobs/{job}/ranking", enterprise, RANKING, selection.rank),
        ),
        *tagged(
            BULK,
            Write("POST", f"{SUBMIT}/view", enterprise, APPLICATIONS, bulk.view, many="applications"),
            Write("POST", f"{SUBMIT}/shortlist", enterprise, APPLICATIONS, bulk.shortlist, many="applications"),
            Write("POST", f"{SUBMIT}/invite", enterprise, INVITED_APPLICATIONS, bulk.invite, many="applications"),
            Write("POST", f"{SUBMIT}/refuse", enterprise, APPLICATIONS, bulk.refuse, many="applications"),
        ),
    ]
