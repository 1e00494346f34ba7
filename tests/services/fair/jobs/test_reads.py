"""Reads of jobs: search, ranking, filters, pages and schema.org data."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.job import Salary
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import Entry, Teller

t = Teller()
JOBS = f"/v1/fairs/{t.fair}/jobs"
PAY = Salary(min=8_000, max=15_000, period="month", currency="CNY")
LOG = [
    *t.ready("a"),
    t.published("exact", title="数据工程师"),
    t.published("words", title="工程师（数据方向）", region="上海", degree="master"),
    t.published("text", title="分析员", description="与数据工程师合作", region="上海"),
    t.published("english", title="Data Engineer", industry="互联网", employment_type="full_time", salary=PAY),
    t.published("closed", title="数据工程师 二"),
    t.job_closed("closed"),
    t.requested("org-2", name="Second"),
    t.approved("org-2"),
    t.published("other", "org-2", title="Driver", degree="any"),
]
NAMES = {str(t.job(name)): name for name in ("a", "exact", "words", "text", "english", "closed", "other")}


async def found(site: Site, **asked: Any) -> list[str]:
    return [NAMES[job["id"]] for job in await site.items(JOBS, **asked)]


async def test_the_best_match_comes_first(site: Site) -> None:
    """Words side by side in the title rank before words apart, then the text; open jobs before closed ones."""
    await site.fill(LOG)
    assert await found(site, q="数据工程师") == ["exact", "text", "closed"]
    assert await found(site, q="工程师 数据") == ["words", "exact", "text", "closed"]
    assert await found(site, q="数据") == ["exact", "words", "text", "closed"]
    assert await found(site, q="engineer") == ["english"]
    assert await found(site, q="DATA engineer") == ["english"]
    assert await found(site, q="Ｄａｔａ") == ["english"]
    assert await found(site, q="海上") == []
    assert await found(site, q="上海") == ["words", "text"]
    assert await found(site, q="nothing like it") == []
    assert await found(site, q="???") == []
    assert await found(site, q="a\0\0") == ["a"]


async def test_filters_are_all_to_be_met(site: Site) -> None:
    """A job must match every filter: region, industry, degree, enterprise, state and search words."""
    await site.fill(LOG)
    assert await found(site, region="上海") == ["words", "text"]
    assert await found(site, region="上海", degree="master") == ["words"]
    assert await found(site, industry="互联网") == ["english"]
    assert await found(site, org="org-2") == ["other"]
    assert await found(site, state="closed") == ["closed"]
    assert await found(site, q="数据", region="上海") == ["words", "text"]
    assert await found(site, region="a\0b") == []


@pytest.mark.parametrize("limit", [1, 2, 7])
async def test_ties_make_no_gap_and_no_double(site: Site, limit: int) -> None:
    """With many jobs of equal rank, the pages together equal one long page."""
    teller = Teller()
    names = [f"数据 {n}" if n % 3 else f"另 {n} 数据分析" for n in range(20)]
    await site.fill(teller.ready(), *(teller.published(name, title=name) for name in names))
    path = f"/v1/fairs/{teller.fair}/jobs"
    for asked in ({}, {"q": "数据"}, {"q": "分析"}, {"sort": "applications"}):
        whole = await site.items(path, limit=100, **asked)
        pages = await site.pages(path, limit=limit, **asked)
        assert [job for page in pages for job in page] == whole
        assert all(len(page) <= limit for page in pages)


async def test_the_most_wanted_first(site: Site) -> None:
    """Sorted by the live applications that the caller may see; the organizer sees all exact numbers."""
    teller = Teller()
    submitted = [teller.submitted(f"stu-{n}", "b") for n in range(3)] + [teller.submitted("stu-1", "c")]
    log = [*teller.ready("a", "b", "c"), teller.requested("org-2"), teller.approved("org-2")]
    log += [teller.published("d", "org-2"), teller.submitted("stu-1", "d"), teller.submitted("stu-2", "d")]
    await site.fill(log, submitted, teller.withdrawn("stu-0", "b"))
    path = f"/v1/fairs/{teller.fair}/jobs"

    async def told(who: str) -> list[tuple[str, int]]:
        jobs = await site.items(path, who, sort="applications", limit=3)
        return [(job["title"], job["applications"]) for job in jobs]

    assert await told("organizer") == [("Job b", 2), ("Job d", 2), ("Job c", 1)]
    assert await told("enterprise") == [("Job b", 2), ("Job c", 1), ("Job a", 0)]
    assert await told("guest") == await told("student") == [("Job a", 0), ("Job b", 0), ("Job c", 0)]


async def test_the_public_hears_no_small_number(site: Site) -> None:
    """Rounded down, 0 below 10, up to the fair's last multiple of 5; enterprise and organizer see exact numbers."""
    teller = Teller()
    log = [*teller.ready("a", "b"), *(teller.submitted(f"stu-{n}", "b") for n in range(17))]
    log += [teller.submitted(f"stu-{n}", "a") for n in range(8)]
    await site.fill(log)
    path, one = f"/v1/fairs/{teller.fair}/jobs", f"/v1/jobs/{teller.job('b')}"
    told = {job["title"]: (job["applications"], job.get("applications_at_least")) for job in await site.items(path)}
    assert told == {"Job a": (0, True), "Job b": (15, True)}
    assert (await site.get(one)).json()["applications"] == 15
    assert (await site.get(one, "another enterprise")).json()["applications"] == 15
    for who in ("enterprise", "organizer"):
        job = (await site.get(one, who)).json()
        assert (job["applications"], "applications_at_least" in job) == (17, False)


async def test_what_came_last_is_told_later(site: Site) -> None:
    """A job's tenth application shows only after four further ones in the fair, so it cannot be singled out."""

    def tenth(teller: Teller, later: int) -> list[Entry]:
        ten = [teller.submitted("x", "b"), *(teller.submitted(f"stu-{n}") for n in range(10))]
        return [*teller.ready("a", "b"), *ten, *(teller.submitted(f"y-{n}", "b") for n in range(later))]

    now, then = Teller(), Teller()
    await site.fill(tenth(now, 3), tenth(then, 4))
    told = [(await site.get(f"/v1/jobs/{one.job('a')}")).json()["applications"] for one in (now, then)]
    assert told == [0, 10]


async def test_how_many_jobs_are_in_each_state(site: Site) -> None:
    """`counts=true` counts by state under the other filters."""
    await site.fill(LOG)
    assert (await site.get(JOBS, counts="true")).json()["counts"] == {"open": 6, "closed": 1}
    body = (await site.get(JOBS, counts="true", state="closed", q="数据")).json()
    assert (len(body["items"]), body["counts"]) == (1, {"open": 3, "closed": 1})
    assert "counts" not in (await site.get(JOBS)).json()
    assert is_problem(await site.get(JOBS, counts="yes"), 422, "counts")


async def test_a_job_has_what_was_written(site: Site) -> None:
    """A job has its fields and its enterprise's name; no unset fields, and no columns of the search."""
    await site.fill(LOG, t.amended("english", majors=["数学"], industry=None))
    job = (await site.get(f"/v1/jobs/{t.job('english')}")).json()
    assert set(job) == {
        *("id", "fair", "org", "enterprise", "title", "headcount", "majors", "salary", "employment_type", "state"),
        *("applications", "applications_at_least", "created_at"),
    }
    assert (job["majors"], job["salary"]) == (["数学"], PAY.model_dump())


@pytest.mark.parametrize(
    ("accept", "is_linked"),
    [
        ("application/ld+json", True),
        ("application/json;q=0.5, Application/LD+JSON", True),
        ("application/ld+json;q=0", False),
        ("application/json, application/ld+json;q=0.1", False),
        ("application/ld+json;q=x, text/html", False),
        ("text/html, */*", False),
    ],
)
async def test_the_weights_of_what_is_accepted_count(site: Site, accept: str, is_linked: bool) -> None:
    """JSON-LD is given where it is wanted, and plain JSON not more."""
    await site.fill(LOG)
    answer = await site.get(f"/v1/jobs/{t.job('english')}", accept=accept)
    assert (answer.headers["content-type"] == "application/ld+json") is is_linked


async def test_a_job_as_linked_data(site: Site) -> None:
    """With `Accept: application/ld+json`, a schema.org JobPosting; a minimal job has its required fields."""
    await site.fill(LOG)
    answer = await site.get(f"/v1/jobs/{t.job('english')}", accept="application/ld+json, */*")
    assert answer.headers["content-type"] == "application/ld+json"
    posting = answer.json()
    assert (posting["@context"], posting["@type"]) == ("https://schema.org", "JobPosting")
    assert posting["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "minValue": 8_000,
        "maxValue": 15_000,
        "unitText": "MONTH",
    }
    assert (posting["employmentType"], posting["industry"]) == ("FULL_TIME", "互联网")
    assert posting["hiringOrganization"]["name"] == "Enterprise org-1"
    words = (await site.get(f"/v1/jobs/{t.job('words')}", accept="application/ld+json")).json()
    assert words["jobLocation"]["address"]["addressRegion"] == "上海"
    assert words["educationRequirements"]["credentialCategory"] == "master"
    bare = (await site.get(f"/v1/jobs/{t.job('other')}", accept="application/ld+json")).json()
    assert {"description", "datePosted", "totalJobOpenings"} <= bare.keys()
    assert not {"educationRequirements", "baseSalary", "jobLocation"} & bare.keys()


@pytest.mark.parametrize("name", ["degree", "state", "sort"])
async def test_a_filter_of_words_knows_its_words(site: Site, name: str) -> None:
    """An unknown filter value is answered with 422, which names the filter."""
    await site.fill(LOG)
    assert is_problem(await site.get(JOBS, **{name: "bogus"}), 422, name)
