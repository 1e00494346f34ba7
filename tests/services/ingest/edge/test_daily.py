"""What an organization makes anew in a day is bounded."""

from __future__ import annotations

import pytest

from plumbing.limits import ORGANIZATION
from services.ingest.settings import FAIRS_A_DAY, JOBS_A_DAY
from tests.services.ingest.write_edge import Edge, fair_body, job_body

ROWS = "title,headcount\n" + "".join(f"Welder {number},1\n" for number in range(5))


@pytest.mark.parametrize(("rate_limit", "refused"), [(True, 1), (False, 0)])
async def test_a_unit_plans_so_many_fairs_a_day(edge: Edge, rate_limit: bool, refused: int) -> None:
    """Drafts count too, and so does each person of the unit; another unit is not concerned."""
    edge.http = edge.another_instance(rate_limit=rate_limit, fairs_a_day=2)
    answers = [
        await edge.organizer().post("/fairs", fair_body()),
        await edge.organizer_named("org-2").post("/fairs", fair_body(draft=True)),
        await edge.organizer().post("/fairs", fair_body()),
    ]
    assert [answer.status_code for answer in answers].count(429) == refused
    if refused:
        assert int(answers[2].headers["Retry-After"]) > 3_600
    assert (await edge.organizer("unit-2").post("/fairs", fair_body())).status_code == 202


async def test_an_enterprise_publishes_so_many_jobs_a_day(edge: Edge) -> None:
    """One by one or from a file, of which the rest is not written; a dry run counts for nothing."""
    edge.http = edge.another_instance(rate_limit=True, jobs_a_day=6)
    fair = await edge.feed.fair()
    await edge.feed.booth(fair)
    who = edge.enterprise()
    assert (await who.post(f"/fairs/{fair}/jobs", job_body())).status_code == 202
    files = {"file": ("jobs.csv", ROWS.encode(), "text/csv")}
    for query, status in (("?dry_run=true", 200), ("", 200), ("?dry_run=true", 200)):
        assert (await who.send("POST", f"/fairs/{fair}/jobs/import{query}", files=files)).status_code == status
    more = {"file": ("jobs.csv", ROWS.replace("Welder", "Cook").encode(), "text/csv")}
    assert (await who.send("POST", f"/fairs/{fair}/jobs/import", files=more)).status_code == 429
    assert (await who.post(f"/fairs/{fair}/jobs", job_body())).status_code == 429
    assert len(edge.log.records) == 6


def test_a_drive_fits_into_a_day() -> None:
    """A file of half a million rows, twice; a fair for each town of a province."""
    assert JOBS_A_DAY.share(ORGANIZATION) >= 2 * 500_000
    assert FAIRS_A_DAY.share(ORGANIZATION) >= 200
