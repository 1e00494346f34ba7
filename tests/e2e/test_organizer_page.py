"""The organizer's desk in a real browser, against a running system. Imports no service."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.browsing import SURE_MS, Look, press, surely
from tests.e2e.stage import Person, Stage

FAIR_STATES = {"pause": "Paused", "resume": "Open", "wind-down": "Closing", "close": "Closed", "reopen": "Open"}
ASKING = ("wind-down", "close")
JOBS_CSV = "单位,岗位,招聘人数,工作地点\n青禾科技,数据分析师,2,杭州\n青禾科技,,3,杭州\n"


def desk_of(stage: Stage, token: str = "") -> str:
    return f"{stage.system.fair}/fair?fair={stage.fair}#token={token or stage.organizer.token}"


async def newcomers(stage: Stage, count: int) -> list[str]:
    """Enterprises that ask for a booth."""
    orgs = [f"newcomer-{uuid.uuid4().hex[:8]}" for _ in range(count)]
    for number, org in enumerate(orgs, start=1):
        (token,) = await stage.system.tokens("enterprise", f"recruiter-{org}", org=org)
        person = Person(stage.http, stage.system, org, token)
        await person.write(f"/fairs/{stage.fair}/booths", {"name": f"新单位 {number}", "nature": "private"})
    return orgs


async def test_booths_are_judged_many_at_once(stage: Stage, look: Look) -> None:
    """Requests appear by themselves; two are approved with one press, one is refused with a reason."""
    viewer = await look(desk_of(stage))
    await viewer.connection("live")
    orgs, page = await newcomers(stage, 3), viewer.page
    await expect(page.locator("[data-booth][data-state=requested]")).to_have_count(3, timeout=15_000)
    for org in orgs[:2]:
        await page.locator(f"[data-booth='{org}'] input").check()
    await press(page, "approve")
    await viewer.counter("enterprises", 3)
    await page.locator(f"[data-booth='{orgs[2]}'] input").check()
    await press(page, "refuse")
    await page.locator("[name=reason]").fill("Please give your registration.")
    await page.wait_for_timeout(SURE_MS)
    await press(page, "refuse-sure")
    await expect(page.locator("[data-booth][data-state=requested]")).to_have_count(0)
    booths = (await stage.organizer.read(f"/fairs/{stage.fair}"))["booths"]
    judged = {booth["org"]: (booth["state"], booth.get("reason")) for booth in booths}
    assert judged[orgs[0]] == judged[orgs[1]] == ("approved", None)
    assert judged[orgs[2]] == ("refused", "Please give your registration.")


async def test_flagged_ads_are_closed(stage: Stage, look: Look) -> None:
    """The phrase is shown; the job is closed, and its enterprise reads why."""
    job = await stage.publish("行政助理（女士优先）")
    viewer = await look(desk_of(stage))
    page = viewer.page
    await expect(page.locator(f".ads [data-job='{job}'] mark")).to_have_text("女士优先")
    await page.locator(f".ads [data-job='{job}'] input").check()
    await press(page, "close-jobs")
    await page.locator("[name=why]").fill("就业促进法")
    await page.wait_for_timeout(SURE_MS)
    await press(page, "close-jobs-sure")
    await expect(page.locator(".ads [data-job]")).to_have_count(0)
    assert (await stage.guest.read(f"/jobs/{job}"))["state"] == "closed"


async def test_a_fair_goes_through_its_states(stage: Stage, look: Look) -> None:
    """Pause, go on, begin to close, close, reopen: what moves many people at once asks first."""
    viewer = await look(desk_of(stage))
    page = viewer.page
    await viewer.connection("live")
    for step, state in FAIR_STATES.items():
        await (surely if step in ASKING else press)(page, step, ".lifecycle")
        await expect(page.locator(".about .badge")).to_have_text(state)
    assert (await stage.guest.read(f"/fairs/{stage.fair}"))["state"] == "open"


async def test_a_new_fair_and_its_jobs(stage: Stage, look: Look, tmp_path: Path) -> None:
    """Planned on the page, opened with a press, and filled from a file that is looked at first."""
    viewer = await look(f"{stage.system.fair}/fair#token={stage.organizer.token}")
    page = viewer.page
    await press(page, "plan-fair")
    await page.locator("[name=fair-title]").fill("春季云招聘会")
    await page.locator("[name=fair-host]").fill("共青团浙江省委")
    await press(page, "save-fair")
    await press(page, "open")
    await expect(page.locator(".about .badge")).to_have_text("Open")
    file = tmp_path / "jobs.csv"
    await asyncio.to_thread(file.write_text, JOBS_CSV, "utf-8")
    await page.locator("[name=jobs]").set_input_files(file)
    await press(page, "trial")
    await expect(page.locator(".importing")).to_contain_text("1 accepted, 0 known already, 1 not understood")
    await viewer.counter("jobs", 0)
    await press(page, "import")
    await viewer.counter("jobs", 1)
    await viewer.counter("positions", 2)


@pytest.mark.parametrize("path", ["exports/jobs.csv", "report.pdf"])
async def test_files_are_taken_away(stage: Stage, look: Look, path: str) -> None:
    """With the name that fair gives them, and the token that a link could not carry."""
    await stage.publish("数据分析师")
    viewer = await look(desk_of(stage))
    async with viewer.page.expect_download() as downloading:
        await viewer.page.locator(f"[data-file='{path}']").click()
    file = await downloading.value
    assert file.suggested_filename.endswith(path.rpartition(".")[2])
    content = await asyncio.to_thread(Path(await file.path()).read_bytes)
    assert (content.startswith(b"%PDF-"), "数据分析师".encode() in content) in ((True, False), (False, True))


async def test_others_see_whose_it_is(stage: Stage, look: Look) -> None:
    """Another organizer is told so, and the page offers no step."""
    (token,) = await stage.system.tokens("organizer", "another", org=f"another-{stage.name}")
    viewer = await look(desk_of(stage, token))
    await expect(viewer.page.locator(".failure, .wrong").first).to_be_visible()
    assert await viewer.page.locator("[data-control=close]").count() == 0
    viewer.complaints = [text for text in viewer.complaints if "status of 403" not in text]


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844), (1600, 900)])
async def test_nothing_sticks_out(stage: Stage, look: Look, width: int, height: int, locale: str) -> None:
    """No part of the desk scrolls sideways on any screen."""
    await stage.publish("Assistant urban designer, zoning and environmental review, special projects, men only")
    viewer = await look(desk_of(stage), width, height, locale=locale)
    await viewer.connection("live")
    await viewer.fits_in_each_tab()
