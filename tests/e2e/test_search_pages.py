"""Searching jobs in a real browser, as a student and as the organizer. Imports no service."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.browsing import Look, press
from tests.e2e.hosting import Session
from tests.e2e.running import System
from tests.e2e.stage import Stage, set_stage

MONTHLY = {"period": "month", "currency": "CNY"}
CHEAP, DEAR = {"min": 6_000, "max": 7_000, **MONTHLY}, {"min": 10_000, "max": 12_000, **MONTHLY}
OFFERS: list[dict[str, Any]] = [
    {"title": "🍜𠮷野家厨师", "region": "Hangzhou, Zhejiang", "degree": "associate", "salary": CHEAP},
    {"title": "软件工程师", "region": "杭州", "degree": "bachelor", "salary": DEAR, "industry": "互联网"},
    {"title": "软件测试", "region": "上海", "degree": "bachelor", "salary": CHEAP, "employment_type": "internship"},
    {"title": "<b>Data</b> analyst", "region": "上海", "degree": "master", "salary": DEAR},
    {"title": "会计", "region": "苏州", "description": "熟悉税务软件，" + "认真负责。" * 40},
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def fair(system: System, http: httpx.AsyncClient) -> tuple[Stage, dict[str, str]]:
    """A fair with some jobs, by title."""
    stage = await set_stage(system, http, "搜索招聘会")
    jobs: dict[str, str] = {}
    for offer in OFFERS:
        accepted = await stage.enterprise.write(f"/fairs/{stage.fair}/jobs", {"headcount": 2, **offer})
        jobs[offer["title"]] = accepted.id
    return stage, jobs


async def student_page(stage: Stage, look: Look, search: str = "", **how: Any) -> Page:
    (student,) = await stage.students(1)
    address = f"{stage.system.fair}/me?fair={stage.fair}{search}#token={student.person.token}"
    return (await look(address, **how)).page


async def shows(page: Page, jobs: dict[str, str], *titles: str) -> None:
    """The list has exactly these jobs, in this order."""
    rows = page.locator(".jobs li[data-job]")
    await expect(rows).to_have_count(len(titles))
    for number, title in enumerate(titles):
        await expect(rows.nth(number)).to_have_attribute("data-job", jobs[title])
    if titles:
        await expect(page.locator("[data-found]")).to_have_attribute("data-found", str(len(titles)))


async def choose(page: Page, facet: str, value: str) -> None:
    chip = page.locator(f"[data-facet={facet}][data-value='{value}']")
    await chip.click()
    await expect(chip).to_have_attribute("aria-pressed", "true")


def searched(page: Page) -> dict[str, str]:
    """The search in the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items() if name != "fair"}


async def test_three_taps_find_a_job_on_a_phone(fair: tuple[Stage, dict[str, str]], look: Look) -> None:
    """City, degree and pay are one tap each, their counts follow, and each filter is removed alone."""
    stage, jobs = fair
    page = await student_page(stage, look, width=390, height=844, has_touch=True)
    await expect(page.locator("[data-found]")).to_have_attribute("data-found", "5")
    city = page.locator("[data-facet=region][data-value='杭州']")
    await expect(city).to_contain_text("2")
    await city.tap()
    await expect(page.locator("[data-facet=degree]")).to_have_count(2)
    await page.locator("[data-facet=degree][data-value=bachelor]").tap()
    await page.locator("[data-facet=pay][data-value='8000-12000']").tap()
    await shows(page, jobs, "软件工程师")
    await expect(page.locator("[data-facet=region][data-value='上海']")).to_have_count(0)
    await page.locator("[data-remove=region]").tap()
    await page.locator("[data-remove=pay]").tap()
    await shows(page, jobs, "软件工程师", "软件测试")
    assert searched(page) == {"degree": "bachelor"}
    await press(page, "clear-filters")
    await expect(page.locator("[data-found]")).to_have_attribute("data-found", "5")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_what_matched_is_marked(fair: tuple[Stage, dict[str, str]], look: Look) -> None:
    """In titles with characters of two code units, in places searched by pinyin, in descriptions; markup stays text."""
    stage, jobs = fair
    page = await student_page(stage, look)
    search = page.locator("[data-control=search]")
    await search.fill("厨师")
    await shows(page, jobs, "🍜𠮷野家厨师")
    await expect(page.locator(".jobs .title mark")).to_have_text("厨师")
    await search.fill("软件")
    await expect(page.locator(".jobs .title mark")).to_have_text(["软件", "软件"])
    await expect(page.locator(f"[data-job='{jobs['会计']}'] .excerpt mark")).to_have_text("软件")
    await search.fill("hangzhou")
    await shows(page, jobs, "🍜𠮷野家厨师", "软件工程师")
    await expect(page.locator(".jobs .who mark")).to_have_text(["Hangzhou", "杭州"])
    await search.fill("data")
    await expect(page.locator(".jobs .title mark")).to_have_text("Data")
    await expect(page.locator(f"[data-job='{jobs['<b>Data</b> analyst']}'] .title")).to_have_text("<b>Data</b> analyst")
    await expect(page.locator(".jobs .title b")).to_have_count(0)


async def test_nothing_found_says_what_to_do(fair: tuple[Stage, dict[str, str]], look: Look) -> None:
    """A misspelt word has a suggestion; filters that exclude each other are named with what each would leave."""
    stage, jobs = fair
    page = await student_page(stage, look)
    await page.locator("[data-control=search]").fill("analist")
    await expect(page.locator(".found [role=status]")).to_contain_text("No jobs found. Did you mean “analyst”?")
    await press(page, "suggestion")
    await shows(page, jobs, "<b>Data</b> analyst")
    await expect(page.locator("[data-control=search]")).to_have_value("analyst")
    await page.locator("[data-control=search]").fill("")
    await choose(page, "region", "上海")
    await choose(page, "degree", "master")
    await page.locator("[data-control=search]").fill("软件")
    await expect(page.locator("[data-loosen]")).to_contain_text("Without “Master” (1)")
    await page.locator("[data-without=degree]").click()
    await shows(page, jobs, "软件测试")
    await expect(page.locator(".found [role=status]")).to_have_text("1 job")


async def test_the_search_is_in_the_address(fair: tuple[Stage, dict[str, str]], look: Look) -> None:
    """Back, forward and reload show it again, and so does a link that somebody else opens."""
    stage, jobs = fair
    page = await student_page(stage, look)
    await expect(page.locator("[data-found]")).to_have_attribute("data-found", "5")
    await page.locator("[data-control=search]").press_sequentially("软件", delay=30)
    await shows(page, jobs, "软件工程师", "软件测试", "会计")
    await page.locator("select[name=sort]").select_option("newest")
    await shows(page, jobs, "会计", "软件测试", "软件工程师")
    await choose(page, "region", "上海")
    await shows(page, jobs, "软件测试")
    whole = {"q": "软件", "sort": "newest", "region": "上海"}
    assert searched(page) == whole
    await page.go_back()
    await shows(page, jobs, "会计", "软件测试", "软件工程师")
    await page.go_back()
    await shows(page, jobs, "软件工程师", "软件测试", "会计")
    await expect(page.locator("select[name=sort]")).to_have_value("relevance")
    await page.go_back()
    await expect(page.locator("[data-found]")).to_have_attribute("data-found", "5")
    for _ in range(3):
        await page.go_forward()
    await shows(page, jobs, "软件测试")
    await page.reload()
    await shows(page, jobs, "软件测试")
    assert searched(page) == whole
    link = f"&{urlsplit(page.url).query}"
    other = await student_page(stage, look, search=link)
    await shows(other, jobs, "软件测试")
    await expect(other.locator("[data-control=search]")).to_have_value("软件")
    await expect(other.locator("[data-facet=region][aria-pressed=true]")).to_contain_text("上海")


async def test_the_organizer_searches_alike(fair: tuple[Stage, dict[str, str]], look: Look) -> None:
    """Filters, order, marks, suggestion and address of the organizer's jobs are those of the student's."""
    stage, jobs = fair
    page = (await look(f"{stage.system.fair}/fair?fair={stage.fair}#token={stage.organizer.token}")).page
    await press(page, "tab-jobs", ".tabs")
    await expect(page.locator("[data-found]")).to_have_attribute("data-found", "5")
    await page.locator("[data-find=q]").fill("软件")
    await expect(page.locator(".jobs .title mark")).to_have_text(["软件", "软件"])
    await choose(page, "degree", "bachelor")
    await page.locator("select[name=sort]").select_option("pay")
    await shows(page, jobs, "软件工程师", "软件测试")
    assert searched(page) == {"tab": "jobs", "q": "软件", "degree": "bachelor", "sort": "pay"}
    await page.reload()
    await shows(page, jobs, "软件工程师", "软件测试")
    await page.go_back()
    await expect(page.locator("select[name=sort]")).to_have_value("relevance")
    await page.locator("[data-find=q]").fill("analist")
    await press(page, "clear-filters")
    await press(page, "suggestion")
    await shows(page, jobs, "<b>Data</b> analyst")


async def test_booths_are_marked_and_suggested(fair: tuple[Stage, dict[str, str]], look: Look) -> None:
    """The organizer's list of booths marks a part of a name, and offers the nearest name."""
    stage, _ = fair
    page = (await look(f"{stage.system.fair}/fair?fair={stage.fair}#token={stage.organizer.token}")).page
    await page.locator("[data-state-tab=all]").click()
    await expect(page.locator("[data-booth]")).to_have_count(1)
    name = (await page.locator("[data-booth] .title").inner_text()).strip()
    await page.locator("[data-find=q]").fill(name[:2])
    await expect(page.locator("[data-booth] mark")).to_have_text(name[:2])
    await page.locator("[data-find=q]").fill(name[:-1] + "錯")
    await press(page, "suggestion")
    await expect(page.locator("[data-booth] mark")).to_have_text(name)


async def test_an_organizer_who_hosts_searches_the_job(fair: tuple[Stage, dict[str, str]], look: Look) -> None:
    """The console finds any job of the fair on the server, marks what matched, and drops the one that is chosen."""
    stage, jobs = fair
    body = {"title": "主办方直播", "starts_at": datetime.now(UTC).isoformat(), "run_of_show": []}
    session = Session(stage, (await stage.organizer.write(f"/fairs/{stage.fair}/sessions", body)).id)
    await stage.organizer.write(f"/sessions/{session.id}/start")
    page = (await look(session.page(stage.organizer))).page
    await expect(page.locator("select[name=job] option")).to_have_count(len(OFFERS) + 1)  # and none
    await page.locator("[name=find-job]").fill("analist")
    await press(page, "suggestion")
    found = page.locator(f"[data-found-job='{jobs['<b>Data</b> analyst']}']")
    await expect(found.locator("mark")).to_have_text("analyst")
    await found.locator("input").check()
    await press(page, "drop-any")
    await expect(page.locator("[data-drop]")).to_have_count(1)
    await expect(page.locator("[name=find-job]")).to_have_value("")


async def test_cards_are_marked_and_suggested(fair: tuple[Stage, dict[str, str]], look: Look) -> None:
    """An enterprise finds a card by the pinyin of a wish, sees it marked, and is offered the nearest words."""
    stage, _ = fair
    (student,) = await stage.students(1)
    wishes = {"wants": {"regions": ["杭州"], "industries": ["跨境电商"]}}
    await student.person.write(f"/fairs/{stage.fair}/card", wishes, method="PUT")
    page = (await look(f"{stage.system.fair}/desk?fair={stage.fair}#token={stage.enterprise.token}")).page
    await press(page, "tab-people", ".tabs")
    await page.locator("input[name=q]").fill("hangzhou")
    await press(page, "search-cards")
    await expect(page.locator("[data-card] mark")).to_have_text(["杭州"])
    await page.locator("input[name=q]").fill("跨境电上")
    await press(page, "search-cards")
    await press(page, "suggestion")
    await expect(page.locator("[data-card] mark")).to_have_text(["跨境电商"])
    await expect(page.locator("input[name=q]")).to_have_value("跨境电商")
