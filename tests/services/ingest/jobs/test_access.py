"""Which jobs a caller may act on."""

from __future__ import annotations

from uuid import UUID

import pytest

from plumbing.http.problem import Problem
from services.ingest.booths.access import BoothAccess
from services.ingest.catalog import Catalog
from services.ingest.fairs.access import FairAccess
from services.ingest.jobs.access import JobAccess
from tests.services.ingest.asking import person, status_of
from tests.services.ingest.write_edge import CatalogFeed

FAIR = UUID(int=1)


@pytest.mark.parametrize(
    ("org", "job", "fair", "status"),
    [
        ("ent-1", "open", "open", 200),
        ("ent-1", "open", "scheduled", 200),
        ("ent-1", "closed", "open", 409),
        ("ent-1", "open", "closed", 409),
        ("ent-2", "closed", "closed", 403),
        (None, "open", "open", 403),
    ],
)
async def test_a_job_is_changed_by_its_enterprise(org: str | None, job: str, fair: str, status: int) -> None:
    """While it is open and its fair is not closed. Ownership is checked first."""
    catalog = Catalog(lambda: True, waiting_max=0)
    feed = CatalogFeed(catalog)
    await feed.fair(state=fair, fair=FAIR)  # type: ignore[arg-type]  # the table's words are its states
    found = await feed.job(FAIR, state=job)  # type: ignore[arg-type]  # as above
    assert await status_of(rules(catalog).own_open_job(found, person(org))) == status


def rules(catalog: Catalog) -> JobAccess:
    fairs = FairAccess(catalog)
    return JobAccess(catalog, fairs, BoothAccess(catalog, fairs))


async def test_a_closed_job_can_be_dealt_with_where_that_is_meant() -> None:
    """Closing a job twice is left to the log; a submission to a closed job is refused."""
    catalog = Catalog(lambda: True, waiting_max=0)
    feed = CatalogFeed(catalog)
    await feed.fair(fair=FAIR)
    closed, jobs = await feed.job(FAIR, state="closed"), rules(catalog)
    assert (await jobs.own_open_job(closed, person("ent-1"), or_closed=True)).state == "closed"
    assert await status_of(jobs.job_taking_submissions(closed)) == 409
    assert await status_of(jobs.job_taking_submissions(await feed.job(FAIR))) == 200


async def test_the_applications_of_another_enterprise_look_like_none() -> None:
    """The same 404 as for an unknown job, which names what was asked for; a token without an org gets a 403."""
    catalog = Catalog(lambda: True, waiting_max=0)
    feed = CatalogFeed(catalog)
    await feed.fair(fair=FAIR)
    others, jobs = await feed.job(FAIR, "ent-2"), rules(catalog)
    for job in (others, UUID(int=2)):
        with pytest.raises(Problem) as caught:
            await jobs.managed_job(job, person("ent-1"), "applicant")
        assert (caught.value.status, caught.value.detail) == (404, "There is no such applicant.")
        assert await status_of(jobs.managed_job(job, person(None))) == 403
    assert await status_of(jobs.managed_job(others, person("ent-2"))) == 200
    assert await status_of(jobs.job(UUID(int=2))) == 404
