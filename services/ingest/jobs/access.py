"""Which jobs a caller may act on, and which take applications. Waits before it refuses, see `edge/access.py`."""

from __future__ import annotations

from uuid import UUID

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.ingest.booths.access import BoothAccess
from services.ingest.catalog import Catalog
from services.ingest.edge.access import Access, exists, not_found, org_of
from services.ingest.facts import JobFacts
from services.ingest.fairs.access import FairAccess


class JobAccess(Access):
    """The rules of jobs."""

    def __init__(self, catalog: Catalog, fairs: FairAccess, booths: BoothAccess) -> None:
        super().__init__(catalog)
        self._fairs = fairs
        self._booths = booths

    async def job(self, job: UUID, told_as: str = "job") -> JobFacts:
        """A job that exists. `told_as` names what the 404 denies."""
        found = self._catalog.job(job) or await self._catalog.once(str(job), lambda: self._catalog.job(job), exists)
        if found is None:
            raise not_found(told_as)
        return found

    async def showable(self, job: UUID, fair: UUID, org: str | None) -> None:
        """Check that this is a job of the fair, and of the enterprise where one is given.

        Another's job is waited for like one that does not exist, so that the time tells nothing of a draft's jobs.
        """

        def good(found: JobFacts | None) -> bool:
            return found is not None and found.fair == fair and org in (None, found.org)

        if not good(await self._catalog.once(str(job), lambda: self._catalog.job(job), good)):
            raise not_found("job")

    async def managed_job(self, job: UUID, person: Person, what: str = "application", to: str = "select") -> JobFacts:
        """A job whose applications this person manages. Another enterprise's job looks like one that does not exist.

        `what` names what the 404 denies. `to` is what the fair's state must allow.
        """
        found = self._catalog.job(job) or await self._catalog.once(str(job), lambda: self._catalog.job(job), exists)
        if found is None or not await self._booths.recruits(found.fair, found.org, person):
            org_of(person)  # a token without an org gets a 403 that says so
            raise not_found(what)
        await self._booths.not_refused(found.fair, found.org)
        await self._fairs.fair(found.fair, person, to, told_as=what)
        return found

    async def own_open_job(self, job: UUID, person: Person, *, or_closed: bool = False) -> JobFacts:
        """An open job of this person's enterprise, or a closed one with `or_closed`, in a fair that is not closed."""
        await self.settled(job)
        found = await self.job(job)
        await self._fairs.fair(found.fair, person, told_as="job")
        if not await self._booths.recruits(found.fair, found.org, person):
            raise Problem(403, "This job is another enterprise's.")
        await self._booths.not_refused(found.fair, found.org)
        await self._fairs.fair(found.fair, person, "amend_jobs", told_as="job")
        return found if or_closed else _open(found)

    async def job_taking_submissions(self, job: UUID) -> JobFacts:
        """An open job in an open fair. The fair comes first: a draft's job does not exist, closed or not."""
        found = await self.job(job)
        await self._fairs.fair(found.fair, None, "submit", told_as="job")
        return _open(found)


def _open(job: JobFacts) -> JobFacts:
    if job.state == "closed":
        raise Problem(409, "The job is closed.")
    return job
