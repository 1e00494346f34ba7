"""The organizer's desk in a real browser, with a running system. Imports no service."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.browsing import SURE_MS, Look, press, surely
from tests.e2e.stage import Person, Stage
from tests.e2e.waiting import until

FAIR_STATES = {"pause": "Paused", "resume": "Open", "wind-down": "Closing", "close": "Closed", "reopen": "Open"}
ASKING = ("wind-down", "close", "reopen")
JOBS_CSV = "单位,岗位,招聘人数,工作地点\n青禾科技,数据分析师,2,杭州\n青禾科技,,3,杭州\n"


def desk_of(stage: Stage, token: str = "") -> str:
    return f"{stage.system.fair}/fair?fair={stage.fair}#token={token or stage.organizer.token}"


async def newcomers(stage: Stage, count: int) -> list[str]:
    """Enterprises that request a booth."""
    orgs = [f"newcomer-{uuid.uuid4().hex[:8]}" for _ in range(count)]
    for number, org in enumerate(orgs, start=1):
        (token,) = await stage.system.tokens("enterprise", f"recruiter-{org}", org=org)
        person = Person(stage.http, stage.system, org, token)
        await person.write(f"/fairs/{stage.fair}/booths", {"name": f"新单位 {number}", "nature": "private"})
    return orgs


async def look_at(page: Page, tab: str) -> None:
    await press(page, f"tab-{tab}", ".tabs")


async def refuse(page: Page, org: str, reason: str) -> None:
    await page.locator(f"[data-booth='{org}'] input").check()
    await press(page, "refuse")
    await page.locator("[name=reason]").fill(reason)
    await page.wait_for_timeout(SURE_MS)
    await press(page, "refuse-sure")


async def test_booths_are_approved_in_bulk(stage: Stage, look: Look) -> None:
    """Requests appear without a reload; two are approved with one press, one is refused with a reason."""
    viewer = await look(desk_of(stage))
    await viewer.connection("live")
    orgs, page = await newcomers(stage, 3), viewer.page
    await expect(page.locator("[data-booth][data-state=requested]")).to_have_count(3, timeout=15_000)
    await expect(page.locator("[data-waiting=booths]")).to_have_text("3")
    for org in orgs[:2]:
        await page.locator(f"[data-booth='{org}'] input").check()
    await press(page, "approve")
    await viewer.counter("enterprises", 3)
    await refuse(page, orgs[2], "Please give your registration.")
    await expect(page.locator("[data-booth]")).to_have_count(0)
    booths = (await stage.organizer.read(f"/fairs/{stage.fair}"))["booths"]
    judged = {booth["org"]: (booth["state"], booth.get("reason")) for booth in booths}
    assert judged[orgs[0]] == judged[orgs[1]] == ("approved", None)
    assert judged[orgs[2]] == ("refused", "Please give your registration.")


async def test_booths_are_found_and_decided_again(stage: Stage, look: Look) -> None:
    """By name and by state; an approved booth is refused, and approved again."""
    (org,) = await newcomers(stage, 1)
    await stage.organizer.write(f"/fairs/{stage.fair}/booths/{org}/approve")
    viewer = await look(desk_of(stage))
    page = viewer.page
    await expect(page.locator("[data-state-tab=approved]")).to_contain_text("2")
    await page.locator("[data-state-tab=all]").click()
    await page.locator("[data-find=q]").fill("新单位")
    await expect(page.locator("[data-booth]")).to_have_count(1)
    await refuse(page, org, "The code is another's.")
    booth = page.locator(f"[data-booth='{org}']")
    await expect(booth).to_have_attribute("data-state", "refused")
    await expect(booth).to_contain_text("The code is another's.")
    await press(page, "approve")
    await expect(booth).to_have_attribute("data-state", "approved")


async def test_flagged_ads_are_closed(stage: Stage, look: Look) -> None:
    """The tab shows their number, the list the phrase; the job is closed, and its enterprise reads the reason."""
    job, other = await stage.publish("行政助理（女士优先）"), await stage.publish("数据分析师")
    viewer = await look(desk_of(stage))
    page = viewer.page
    await expect(page.locator("[data-waiting=jobs]")).to_be_visible()
    await look_at(page, "jobs")
    await expect(page.locator(".jobs [data-job]")).to_have_count(2)
    await page.locator("[data-find=q]").fill("行政")
    await expect(page.locator(f"[data-job='{other}']")).to_have_count(0)
    await page.locator("[data-control=flagged]").check()
    await expect(page.locator(f"[data-job='{job}'] .flags mark")).to_have_text("女士优先")
    await page.locator(f"[data-job='{job}'] input").check()
    await press(page, "close-jobs")
    await page.locator("[name=why]").fill("就业促进法")
    await page.wait_for_timeout(SURE_MS)
    await press(page, "close-jobs-sure")
    await expect(page.locator(".jobs [data-job]")).to_have_count(0)
    assert (await stage.guest.read(f"/jobs/{job}"))["state"] == "closed"
    await page.locator("[data-state-tab=closed]").click()
    await expect(page.locator(f"[data-job='{job}']")).to_have_attribute("data-state", "closed")


async def test_applications_are_filtered(stage: Stage, look: Look) -> None:
    """By state with numbers on the tabs, by text, job and enterprise; no name is shown."""
    analyst, engineer = await stage.publish("数据分析师"), await stage.publish("前端工程师")
    sent = [await stage.submit(job) for job in (analyst, analyst, engineer)]
    await stage.enterprise.write(f"/jobs/{analyst}/applications/{sent[0].id}/shortlist")
    viewer = await look(desk_of(stage))
    page = viewer.page
    rows = page.locator("[data-application]")
    await look_at(page, "applications")
    await expect(rows).to_have_count(3)
    await expect(rows.first).to_contain_text("数据分析师")
    await expect(rows.first).to_contain_text("Bachelor")
    await expect(page.locator("[data-state-tab=submitted]")).to_contain_text("2")
    await page.locator("[data-state-tab=shortlisted]").click()
    await expect(rows).to_have_count(1)
    await page.locator("[data-state-tab=all]").click()
    await page.locator("[data-find=q]").fill("前端")
    await expect(rows).to_have_count(1)
    await page.locator("[data-find=q]").fill("")
    await page.locator("[name=org]").select_option(stage.org)
    await page.locator("[name=degree]").select_option("master")
    await expect(rows).to_have_count(0)
    await look_at(page, "jobs")
    await press(page, "applications-of", f"[data-job='{analyst}']")
    await expect(rows).to_have_count(2)
    await press(page, "all-jobs")
    await expect(rows).to_have_count(3)
    assert "A student" not in await page.inner_text("main")


async def test_a_fair_goes_through_its_states(stage: Stage, look: Look) -> None:
    """Pause, resume, start closing, close, reopen: moves that affect many people ask for confirmation."""
    viewer = await look(desk_of(stage))
    page = viewer.page
    await viewer.connection("live")
    for step, state in FAIR_STATES.items():
        await (surely if step in ASKING else press)(page, step, ".lifecycle")
        await expect(page.locator(".about .badge")).to_have_text(state)
    assert (await stage.guest.read(f"/fairs/{stage.fair}"))["state"] == "open"


async def test_a_fair_whose_end_has_passed_opens_again(stage: Stage, look: Look) -> None:
    """A later end is proposed and can be changed; without one the log would refuse."""
    over = datetime.now(UTC) + timedelta(seconds=3)
    await stage.organizer.write(f"/fairs/{stage.fair}", {"ends_at": over.isoformat()}, method="PATCH")
    await stage.organizer.write(f"/fairs/{stage.fair}/close")
    await until(_has_passed(over), "the fair's end to pass", 15)
    viewer = await look(desk_of(stage), timezone_id="UTC")
    page = viewer.page
    await press(page, "reopen")
    end = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(hours=5)
    await page.locator("[name=reopened-until]").fill(f"{end:%Y-%m-%dT%H:%M}")
    await page.wait_for_timeout(SURE_MS)
    await press(page, "reopen-sure")
    await expect(page.locator(".about .badge")).to_have_text("Open")
    assert datetime.fromisoformat((await stage.guest.read(f"/fairs/{stage.fair}"))["ends_at"]) == end


def _has_passed(moment: datetime) -> Callable[[], Awaitable[bool]]:
    async def passed() -> bool:
        return datetime.now(UTC) > moment

    return passed


async def test_a_draft_is_amended_until_it_opens(stage: Stage, look: Look) -> None:
    """Only its organizer sees it; changes are saved, and opening fixes the rule for several offers."""
    now = datetime.now(UTC)
    times = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=4)).isoformat()}
    body = {"title": "草稿", "host": "团委", "region": "浙江", "draft": True, **times}
    fair = (await stage.organizer.write("/fairs", body)).id
    viewer = await look(f"{stage.system.fair}/fair#token={stage.organizer.token}")
    page = viewer.page
    await page.locator(f"a[href$='{fair}']").click()
    await expect(page.locator(".about .badge")).to_have_text("Draft")
    await look_at(page, "more")
    await expect(page.locator("[data-control=amend-fair]")).to_be_disabled()
    await page.locator("[name=fair-title]").fill("春季专场")
    await page.locator("[name=fair-region]").fill("")
    await page.locator("[name=fair-description]").fill("带好简历。")
    await page.locator("[name=fair-offers]").select_option("release")
    await press(page, "amend-fair")
    await expect(page.locator("h1")).to_have_text("春季专场")
    kept = await stage.organizer.read(f"/fairs/{fair}")
    assert (kept["description"], kept["offers"], kept.get("region")) == ("带好简历。", "release", None)
    assert kept["starts_at"] == (await stage.organizer.read(f"/fairs/{fair}"))["starts_at"]
    await press(page, "publish")
    await press(page, "open")
    await expect(page.locator(".about .badge")).to_have_text("Open")
    await expect(page.locator("[name=fair-offers]")).to_have_count(0)


async def test_a_closing_round_is_previewed_and_held(stage: Stage, look: Look) -> None:
    """A dry run shows the expected result and changes nothing; the held round shows its result."""
    job, (applicant,) = await stage.publish("数据分析师", 1), await stage.students(1)
    sent = await applicant.submit(job)
    await applicant.person.write(f"/fairs/{stage.fair}/ranking", {"jobs": [job]}, method="PUT")
    await stage.enterprise.write(f"/jobs/{job}/applications/{sent.id}/shortlist")
    await stage.enterprise.write(f"/jobs/{job}/ranking", {"applications": [sent.id]}, method="PUT")
    viewer = await look(desk_of(stage))
    page = viewer.page
    await look_at(page, "round")
    await expect(page.locator("[data-control=hold-round]")).to_have_count(0)
    await press(page, "try-round")
    await expect(page.locator("[data-round=trial] [data-number=matches]")).to_have_text("1")
    assert (await applicant.person.read(f"/jobs/{job}/applications/{sent.id}"))["state"] == "shortlisted"
    await surely(page, "hold-round")
    await expect(page.locator("[data-round=newest] [data-number=matches]")).to_have_text("1")
    await expect(page.locator("[data-round=trial]")).to_have_count(0)
    await viewer.counter("matches", 1)


async def test_the_figures_are_read_on_the_page(stage: Stage, look: Look) -> None:
    """The funnel by each group, unfilled openings, and which numbers are public."""
    job = await stage.publish("数据分析师", 3)
    sent = [await stage.submit(job) for _ in range(10)]
    await stage.enterprise.write(f"/jobs/{job}/applications/{sent[0].id}/invite")
    viewer = await look(desk_of(stage))
    page = viewer.page
    await look_at(page, "figures")
    funnel = page.locator("[data-table=funnel] tbody tr")
    await expect(funnel).to_have_count(2)
    await expect(funnel.nth(1)).to_contain_text("云栖科技")
    await expect(funnel.nth(1).locator("td").first).to_have_text("10")
    await press(page, "group-degree")
    await expect(funnel.nth(1)).to_contain_text("Bachelor")
    await expect(page.locator("[data-table=unfilled-jobs] tbody tr td").last).to_have_text("3")
    await press(page, "by-degree")
    await expect(page.locator("[data-table=breakdown] tbody tr")).to_contain_text(["Bachelor10"])


async def test_a_new_fair_and_its_jobs(stage: Stage, look: Look, tmp_path: Path) -> None:
    """Scheduled on the page, opened with a press, and filled from a file after a dry run."""
    viewer = await look(f"{stage.system.fair}/fair#token={stage.organizer.token}")
    page = viewer.page
    await press(page, "plan-fair")
    await page.locator("[name=fair-title]").fill("春季云招聘会")
    await page.locator("[name=fair-host]").fill("共青团浙江省委")
    await press(page, "save-fair")
    await press(page, "open")
    await expect(page.locator(".about .badge")).to_have_text("Open")
    await look_at(page, "more")
    file = tmp_path / "jobs.csv"
    await asyncio.to_thread(file.write_text, JOBS_CSV, "utf-8")
    await page.locator("[name=jobs]").set_input_files(file)
    await press(page, "trial")
    await expect(page.locator(".importing")).to_contain_text(
        "New jobs: 1. Already there: 0. Rows that would be rejected: 1."
    )
    await viewer.counter("jobs", 0)
    await press(page, "import")
    await viewer.counter("jobs", 1)
    await viewer.counter("positions", 2)


@pytest.mark.parametrize(("tab", "path"), [("more", "exports/jobs.csv"), ("figures", "report.pdf")])
async def test_files_are_downloaded(stage: Stage, look: Look, tab: str, path: str) -> None:
    """With the file names that fair gives, and with the token, which a link could not carry."""
    await stage.publish("数据分析师")
    viewer = await look(desk_of(stage))
    await look_at(viewer.page, tab)
    async with viewer.page.expect_download() as downloading:
        await viewer.page.locator(f"[data-file='{path}']").click()
    file = await downloading.value
    assert file.suggested_filename.endswith(path.rpartition(".")[2])
    content = await asyncio.to_thread(Path(await file.path()).read_bytes)
    assert (content.startswith(b"%PDF-"), "数据分析师".encode() in content) in ((True, False), (False, True))


async def test_another_organizer_sees_whose_fair_it_is(stage: Stage, look: Look) -> None:
    """The page names the organizer and offers no actions."""
    (token,) = await stage.system.tokens("organizer", "another", org=f"another-{stage.name}")
    viewer = await look(desk_of(stage, token))
    await expect(viewer.page.locator(".wrong")).to_be_visible()
    assert await viewer.page.locator("[data-control=close]").count() == 0


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844), (1600, 900)])
async def test_nothing_sticks_out(stage: Stage, look: Look, width: int, height: int, locale: str) -> None:
    """No part of the desk scrolls sideways on any screen."""
    job = await stage.publish("Assistant urban designer, zoning and environmental review, special projects, men only")
    await stage.submit(job)
    viewer = await look(desk_of(stage), width, height, locale=locale)
    await viewer.connection("live")
    await viewer.fits_in_each_tab()
