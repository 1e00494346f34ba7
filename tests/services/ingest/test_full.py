"""A catalog that has reached its bound: nothing new is written, and all that there is goes on."""

from __future__ import annotations

from uuid import UUID

import pytest

from plumbing.telemetry import metrics
from services.ingest.settings import CATALOG, JOBS_A_DAY
from tests.services.ingest.write_edge import Caller, Edge, fair_body, hours, job_body

FILE = {"file": ("jobs.csv", b"title,headcount\nWelder,1\n", "text/csv")}
LINK = {"role": "recruiter", "uses": 1, "expires_at": hours(5)}


class Hall:
    """A fair with a booth, a job and a session that goes on, in a catalog that may be full."""

    def __init__(self, edge: Edge, fair: UUID, job: UUID, session: UUID) -> None:
        self.edge, self.fair, self.job, self.session = edge, fair, job, session

    @classmethod
    async def of(cls, edge: Edge) -> Hall:
        fair = await edge.feed.fair()
        await edge.feed.booth(fair)
        return cls(edge, fair, await edge.feed.job(fair), await edge.feed.session(fair))

    def new(self) -> dict[str, tuple[Caller, str, object]]:
        """Each write that adds an entry to the catalog."""
        who, fair = self.edge.enterprise(), f"/fairs/{self.fair}"
        return {
            "fair": (self.edge.organizer(), "/fairs", fair_body()),
            "booth": (self.edge.recruiter("rec-9", "ent-9"), f"{fair}/booths", {"name": "Nine"}),
            "job": (who, f"{fair}/jobs", job_body()),
            "session": (who, f"{fair}/sessions", {"title": "Live", "starts_at": hours(0), "run_of_show": []}),
            "drop": (who, f"/sessions/{self.session}/drops", {"job": str(self.job)}),
            "next": (who, f"/sessions/{self.session}/drops/next", {}),
            "link": (who, f"{fair}/booths/ent-1/staff-links", LINK),
            "join": (who, "/staff-links/join", {"secret": "of-no-link"}),
            "join by address": (who, "/staff-links/of-no-link/join", None),
        }


def fill(edge: Edge) -> None:
    edge.catalog._bytes_max = edge.catalog._known.size_bytes


NEW = ("fair", "booth", "job", "session", "drop", "next", "link", "join", "join by address")


@pytest.mark.parametrize("name", NEW)
async def test_nothing_new_is_written_where_the_catalog_is_full(edge: Edge, name: str) -> None:
    """503 with a time to come back, and no record in the log; before the catalog was full it was not so."""
    hall = await Hall.of(edge)
    who, path, body = hall.new()[name]
    assert (await who.post(path, body)).status_code != 503
    written = len(edge.log.records)
    fill(edge)
    answer = await who.post(path, body)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "full" in answer.json()["detail"]
    assert len(edge.log.records) == written


async def test_a_file_of_jobs_is_not_written_either(edge: Edge) -> None:
    """A dry run, which writes nothing, still answers."""
    hall = await Hall.of(edge)
    fill(edge)
    path = f"/fairs/{hall.fair}/jobs/import"
    assert (await edge.enterprise().send("POST", path, files=FILE)).status_code == 503
    assert (await edge.enterprise().send("POST", f"{path}?dry_run=true", files=FILE)).status_code == 200
    assert edge.log.records == []


async def test_what_there_is_goes_on_and_is_followed(edge: Edge) -> None:
    """Jobs are amended and closed, and their newer state counts; entries of other instances are taken, too."""
    hall = await Hall.of(edge)
    fill(edge)
    who, job = edge.enterprise(), f"/jobs/{hall.job}"
    assert (await who.send("PATCH", job, {"headcount": 5})).status_code == 202
    assert (await edge.organizer().post(f"/fairs/{hall.fair}/pause")).status_code == 202
    other = await edge.feed.job(hall.fair)
    assert edge.catalog.job(other) is not None
    await edge.feed.job(hall.fair, state="closed", job=hall.job)
    assert (await who.send("PATCH", job, {"headcount": 5})).status_code == 409


async def test_room_is_free_again_when_a_fair_is_archived(edge: Edge) -> None:
    """And then new things are written."""
    hall, over = await Hall.of(edge), await edge.feed.fair()
    jobs = [await edge.feed.job(over) for _ in range(50)]
    fill(edge)
    assert (await edge.enterprise().post(f"/fairs/{hall.fair}/jobs", job_body())).status_code == 503
    for gone in (*jobs, over):
        await edge.feed.put(str(gone), None)
    assert (await edge.enterprise().post(f"/fairs/{hall.fair}/jobs", job_body())).status_code == 202


async def test_the_catalog_tells_its_size_and_its_bound(edge: Edge) -> None:
    """The alert compares both."""
    await Hall.of(edge)
    assert metrics.CATALOG_BYTES._value.get() == edge.catalog._known.size_bytes > 0
    assert metrics.CATALOG_ROOM._value.get() == CATALOG.most


async def test_an_organization_adds_so_much_a_day(edge: Edge) -> None:
    """Booths, sessions, drops and links together; jobs and fairs have their own share, another enterprise too."""
    edge.http = edge.another_instance(rate_limit=True, entries_a_day=3)
    hall = await Hall.of(edge)
    who, path, body = hall.new()["session"]
    assert [(await who.post(path, body)).status_code for _ in range(3)] == [202] * 3
    refused = await who.post(path, body)
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 60) == (429, True)
    assert (await edge.enterprise().post(f"/sessions/{hall.session}/drops", {"job": str(hall.job)})).status_code == 429
    assert (await edge.enterprise().post(f"/fairs/{hall.fair}/jobs", job_body())).status_code == 202
    other, path, body = hall.new()["booth"]
    assert (await other.post(path, body)).status_code == 202


def test_three_million_jobs_fit_with_room() -> None:
    """And a day's jobs of three organizations do not fill what is left."""
    assert CATALOG.most > 60 * (3_000_000 + 3 * JOBS_A_DAY.share("organization"))
