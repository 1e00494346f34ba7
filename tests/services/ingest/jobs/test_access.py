"""Which jobs a caller may act on."""

from __future__ import annotations

from uuid import UUID

import pytest

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
    catalog = Catalog(lambda: True, wait_s=0.01)
    feed = CatalogFeed(catalog)
    await feed.fair(state=fair, fair=FAIR)  # type: ignore[arg-type]  # the table's words are its states
    found = await feed.job(FAIR, state=job)  # type: ignore[arg-type]  # as above
    fairs = FairAccess(catalog)
    jobs = JobAccess(catalog, fairs, BoothAccess(catalog, fairs))
    assert await status_of(jobs.own_open_job(found, person(org))) == status
