"""Pages in a real browser with more rows than one read answers, and what a list does meanwhile. Imports no service."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from tests.e2e.browsing import Look, press
from tests.e2e.hosting import begun
from tests.e2e.running import System
from tests.e2e.stage import Person, Stage, at_once, set_stage

JOBS, APPLICANTS = 121, 501
PAGE = 20


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def crowded(system: System, http: httpx.AsyncClient) -> AsyncIterator[tuple[Stage, str]]:
    """An enterprise with many jobs, of which one has very many applicants. Nobody else is there."""
    stage = await set_stage(system, http, "一场很大的招聘会")
    jobs = [await stage.publish(f"岗位 {number}", 2) for number in range(JOBS)]
    students = await stage.students(APPLICANTS)
    await at_once(student.submit(jobs[0]) for student in students)
    yield stage, jobs[0]


def desk_of(stage: Stage) -> str:
    return f"{stage.system.fair}/desk?fair={stage.fair}#token={stage.enterprise.token}"


async def test_all_jobs_and_applicants_are_reached_and_counted(crowded: tuple[Stage, str], look: Look) -> None:
    """121 jobs, their sums, and the 501st applicant; the filters count all of them."""
    stage, job = crowded
    viewer = await look(desk_of(stage))
    page = viewer.page
    await expect(page.locator(".jobs .rows > li")).to_have_count(JOBS)
    for name, value in (("jobs", JOBS), ("positions", 2 * JOBS), ("applications", APPLICANTS)):
        await expect(page.locator(f"[data-count={name}]")).to_have_text(str(value))
    await page.locator(f".jobs li[data-job='{job}'] button.title").click()
    await expect(page.locator("[data-control=filter-all]")).to_contain_text(str(APPLICANTS))
    await press(page, "more-applicants")
    await expect(page.locator(".applicants .rows > li")).to_have_count(APPLICANTS)
    await expect(page.locator("[data-control=more-applicants]")).to_have_count(0)


async def test_the_host_may_drop_any_of_them(crowded: tuple[Stage, str], look: Look) -> None:
    """The console offers all open jobs."""
    stage, _ = crowded
    session = await begun(stage)
    viewer = await look(session.page(stage.enterprise))
    await expect(viewer.page.locator("select[name=job] option")).to_have_count(JOBS + 1)  # and none


async def students_page(stage: Stage, look: Look) -> tuple[Page, Person]:
    (student,) = await stage.students(1)
    viewer = await look("about:blank")
    return viewer.page, student.person


def me(stage: Stage, person: Person, fair: str) -> str:
    return f"{stage.system.fair}/me?fair={fair}#token={person.token}"


async def jobs_of(page: Page) -> list[str]:
    found: list[str] = await page.locator(".jobs li[data-job]").evaluate_all("rows => rows.map(row => row.dataset.job)")
    return found


async def test_show_more_pressed_twice_brings_each_job_once(crowded: tuple[Stage, str], look: Look) -> None:
    """The second press is not a second page, and nothing is there twice."""
    stage, _ = crowded
    page, person = await students_page(stage, look)
    await page.goto(me(stage, person, stage.fair))
    await expect(page.locator(".jobs li[data-job]")).to_have_count(PAGE)
    await page.locator("[data-control=more-jobs]").dblclick()
    await expect(page.locator(".jobs li[data-job]")).to_have_count(2 * PAGE)
    jobs = await jobs_of(page)
    assert len(set(jobs)) == 2 * PAGE


async def test_a_query_that_changes_while_a_page_loads(crowded: tuple[Stage, str], look: Look) -> None:
    """The late page of the old query is not appended to the new one."""
    stage, _ = crowded
    page, person = await students_page(stage, look)
    release = asyncio.Event()

    async def late(route: Route) -> None:
        await release.wait()
        await route.continue_()

    await page.route(re.compile(r"/jobs\?.*cursor="), late)
    await page.goto(me(stage, person, stage.fair))
    await expect(page.locator(".jobs li[data-job]")).to_have_count(PAGE)
    await press(page, "more-jobs")
    await page.locator("[data-control=search]").fill("120")
    await expect(page.locator(".jobs li[data-job]")).to_have_count(1)
    async with page.expect_response(re.compile(r"/jobs\?.*cursor=")):
        release.set()
    await expect(page.locator(".jobs li[data-job]")).to_have_count(1)


async def without(page: Page, fair: str) -> None:
    """The list of fairs is as long as it would have to be for this fair not to be on its first page."""

    async def answered(route: Route) -> None:
        answer = await route.fetch()
        told = await answer.json()
        await route.fulfill(
            response=answer, json={**told, "items": [one for one in told["items"] if one["id"] != fair]}
        )

    await page.route(re.compile(r"/v1/fairs\?"), answered)


async def test_a_link_to_an_old_fair_opens_that_fair(crowded: tuple[Stage, str], stage: Stage, look: Look) -> None:
    """It is not among the newest ones, and no other fair is shown in its place."""
    old, _ = crowded
    page, person = await students_page(stage, look)
    await without(page, old.fair)
    await page.goto(me(stage, person, old.fair))
    await expect(page.locator("[data-control=fair]")).to_have_value(old.fair)
    await expect(page.locator(".jobs li[data-job]")).to_have_count(PAGE)


@pytest.mark.parametrize(
    ("locale", "words"), [("en-GB", "There is no fair with this ID"), ("zh-CN", "没有此编号的招聘会")]
)
async def test_a_link_to_no_fair_says_so(stage: Stage, look: Look, locale: str, words: str) -> None:
    """On a phone, too; a fair can be chosen then."""
    (student,) = await stage.students(1)
    unknown = "00000000-0000-4000-8000-000000000000"
    viewer = await look(me(stage, student.person, unknown), width=390, height=844, locale=locale)
    page = viewer.page
    await expect(page.locator("[data-lost-fair]")).to_contain_text(words)
    await expect(page.locator(".jobs li[data-job]")).to_have_count(0)
    await viewer.fits()
    await page.locator("[data-control=fair]").select_option(stage.fair)
    await expect(page.locator("[data-lost-fair]")).to_have_count(0)
