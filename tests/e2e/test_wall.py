"""The start page and the organizer's wall in a real browser, with a running system. Imports no service."""

from __future__ import annotations

import asyncio
import csv
import io
import uuid
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.browsing import Line, Look
from tests.e2e.stage import Stage

COUNTERS = [
    "applications",
    "applicants",
    "enterprises",
    "jobs",
    "positions",
    "shortlisted",
    "invited",
    "matches",
    "hired",
    "refused",
    "sessions",
    "drops",
]


async def submitted_by_ten(stage: Stage, job: str) -> None:
    """Enough applications for the public number to be shown."""
    for student in await stage.students(10):
        await student.submit(job)


async def test_the_wall_shows_what_the_counters_say(stage: Stage, look: Look) -> None:
    """Title, every counter, the newest and the most wanted jobs equal fair's answers."""
    first, second = await stage.publish("数据分析师", 2), await stage.publish("Data engineer", 5)
    await submitted_by_ten(stage, first)
    viewer = await look(stage.wall)
    for name, value in {"applications": 10, "applicants": 10, "enterprises": 1, "jobs": 2, "positions": 7}.items():
        await viewer.counter(name, value)
    await expect(viewer.page.locator("h1")).to_contain_text("秋季招聘会")
    newest = viewer.page.locator(".newest li")
    await expect(newest).to_have_count(2)
    assert [await newest.nth(n).get_attribute("data-job") for n in (0, 1)] == [second, first]
    await expect(newest.first).to_contain_text("云栖科技")
    await expect(viewer.page.locator(f".sought li[data-job='{first}']")).to_contain_text("10")
    told = (await stage.http.get(f"{stage.system.fair}/v1/fairs/{stage.fair}/counters")).json()["counters"]
    for name in COUNTERS:
        await viewer.counter(name, told[name])


async def test_the_wall_moves_by_itself(stage: Stage, look: Look) -> None:
    """Changes appear without a reload: numbers, jobs, the curve."""
    viewer = await look(stage.wall)
    await viewer.connection("live")
    await viewer.counter("jobs", 0)
    job = await stage.publish("城市规划助理")
    await submitted_by_ten(stage, job)
    await viewer.counter("applications", 10)
    await expect(viewer.page.locator(".newest li").first).to_contain_text("城市规划助理")
    await expect(viewer.page.locator(".plot canvas")).to_be_visible()
    await expect(viewer.page.locator(f".sought li[data-job='{job}']")).to_be_visible(timeout=10_000)


async def test_a_cut_wall_says_so_and_resumes(stage: Stage, look: Look) -> None:
    """While it is disconnected the numbers are marked as old; afterwards it resumes by position and misses nothing."""
    await stage.publish("Before the cut")
    viewer, line = await look("about:blank"), Line()
    await line.lay(viewer.page)
    await viewer.page.goto(stage.wall)
    await viewer.counter("jobs", 1)
    await line.cut()
    await viewer.connection("waiting")
    await expect(viewer.page.locator(".wall")).to_have_attribute("data-stale", "")
    await stage.publish("During the cut")
    await viewer.counter("jobs", 1)
    line.is_down = False
    await viewer.counter("jobs", 2)
    await viewer.connection("live", within_s=40)
    await expect(viewer.page.locator(".newest li").first).to_contain_text("During the cut")
    await expect(viewer.page.locator(".wall[data-stale]")).to_have_count(0)
    assert any('"since"' in frame for frame in line.sent)


async def test_a_wall_without_a_network_says_offline_and_comes_back_at_once(stage: Stage, look: Look) -> None:
    """The browser's offline event is shown, and its online event reconnects at once."""
    viewer, line = await look("about:blank"), Line()
    await line.lay(viewer.page)
    await viewer.page.goto(stage.wall)
    await viewer.connection("live")
    await viewer.page.context.set_offline(True)
    await line.cut()
    await viewer.connection("offline")
    line.is_down = False
    await viewer.page.context.set_offline(False)
    await viewer.connection("live")
    viewer.complaints = [text for text in viewer.complaints if "ERR_INTERNET_DISCONNECTED" not in text]


async def test_an_unknown_fair_is_said_with_a_way_out(stage: Stage, look: Look) -> None:
    """A wrong id leads to a page that explains it, and from there to the list."""
    viewer = await look(f"{stage.system.fair}/wall?fair={uuid.uuid4()}")
    await expect(viewer.page.get_by_role("heading", name="This fair does not exist")).to_be_visible()
    await viewer.page.get_by_role("link", name="All fairs").click()
    await expect(viewer.page.get_by_role("heading", name="Fairs", exact=True)).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/wall"])
async def test_the_list_leads_to_the_wall(stage: Stage, look: Look, path: str) -> None:
    """The start page, and the wall without a fair, list the fairs with links to their walls."""
    viewer = await look(f"{stage.system.fair}{path}")
    await viewer.page.locator(f"a[href='/wall?fair={stage.fair}']").click()
    await viewer.connection("live")
    await viewer.counter("enterprises", 1)


async def test_language_and_colours_are_chosen_once(stage: Stage, look: Look) -> None:
    """The browser's language is the default; the keys l and t change language and colours, and are remembered."""
    viewer = await look(stage.wall, locale="zh-CN")
    root = viewer.page.locator("html")
    await expect(viewer.page.get_by_role("heading", name="最新岗位")).to_be_visible()
    await viewer.page.keyboard.press("l")
    await viewer.page.keyboard.press("t")
    await expect(viewer.page.get_by_role("heading", name="Newest jobs")).to_be_visible()
    await viewer.page.reload()
    await expect(viewer.page.get_by_role("heading", name="Newest jobs")).to_be_visible()
    await expect(root).to_have_attribute("lang", "en-GB")
    await expect(root).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800), (1920, 1080)])
async def test_nothing_sticks_out(stage: Stage, look: Look, width: int, height: int, locale: str) -> None:
    """No screen scrolls sideways, and a laptop or a large screen shows everything at once."""
    for number in range(12):
        await stage.publish(f"Assistant urban designer, zoning and environmental review {number}")
    viewer = await look(stage.wall, width, height, locale=locale)
    await viewer.counter("jobs", 12)
    await viewer.fits()
    if width >= 1000:
        assert await viewer.page.evaluate("document.documentElement.scrollHeight") == height


async def test_every_control_is_reached_by_keyboard(stage: Stage, look: Look) -> None:
    """Tab visits each button in turn, and f enters and leaves full screen."""
    viewer = await look(stage.wall)
    await viewer.connection("live")
    reached = []
    for _ in range(5):
        await viewer.page.keyboard.press("Tab")
        reached.append(await viewer.page.evaluate("document.activeElement.dataset.control"))
    assert reached == ["copy", "csv", "fullscreen", "theme", "language"]
    button = viewer.page.locator("[data-control=fullscreen]")
    for pressed in ("true", "false"):
        await viewer.page.keyboard.press("f")
        await expect(button).to_have_attribute("aria-pressed", pressed)


async def test_the_numbers_can_be_taken_away(stage: Stage, look: Look) -> None:
    """The CSV has every counter, and a title that begins like a formula stays text."""
    await stage.publish("Data engineer", 4)
    viewer = await look(stage.wall)
    await viewer.counter("positions", 4)
    async with viewer.page.expect_download() as downloading:
        await viewer.page.locator("[data-control=csv]").click()
    text = await asyncio.to_thread(Path(await (await downloading.value).path()).read_text, "utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    assert rows[0][1].startswith("'=1+1")
    assert {row[0]: row[2] for row in rows[4 : 4 + len(COUNTERS)]}["positions"] == "4"


async def test_who_wants_no_motion_sees_none(stage: Stage, look: Look) -> None:
    """With reduced motion a new number appears at once, and nothing on the page is animated."""
    viewer = await look(stage.wall, reduced_motion="reduce")
    await viewer.counter("jobs", 0)
    await stage.publish("Data engineer")
    await viewer.counter("jobs", 1)
    await expect(viewer.page.locator("[data-counter=jobs]")).to_have_text("1")
    assert await viewer.page.evaluate("document.getAnimations().length") == 0


async def test_flags_are_for_the_organizer_alone(stage: Stage, look: Look) -> None:
    """The organizer's own wall marks the phrase; other people's walls do not."""
    job = await stage.publish("行政助理（女士优先）")
    own = await look(f"{stage.wall}#token={stage.organizer.token}")
    await expect(own.page.locator(f".newest li[data-job='{job}'] [data-flag]")).to_have_text("女士优先")
    other = await look(stage.wall)
    await other.counter("jobs", 1)
    await expect(other.page.locator(f".newest li[data-job='{job}']")).to_be_visible()
    assert await other.page.locator("[data-flag]").count() == 0
    assert "token" not in own.page.url
