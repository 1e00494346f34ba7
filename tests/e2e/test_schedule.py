"""Planning a session and changing the plan on the pages, in a real browser. Imports no service."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.browsing import Look, press
from tests.e2e.hosting import planned
from tests.e2e.stage import Stage

STREAM = "https://example.org/live/main.m3u8"


def desk_of(stage: Stage) -> str:
    return f"{stage.system.fair}/desk?fair={stage.fair}#token={stage.enterprise.token}"


async def session_of(stage: Stage) -> dict[str, Any]:
    """The fair's only session."""
    (session,) = (await stage.guest.read(f"/fairs/{stage.fair}/sessions"))["items"]
    return dict(session)


async def choose(page: Page, *titles: str) -> None:
    for title in titles:
        await page.get_by_role("checkbox", name=title).check()


async def test_a_plan_with_minutes_and_caps_in_an_order_made_by_keys(stage: Stage, look: Look) -> None:
    """Two jobs are chosen, the second is moved up by keyboard, the first gets a cap; then one is removed."""
    first, second = [await stage.publish(title) for title in ("数据分析师", "前端工程师")]
    page = (await look(desk_of(stage))).page
    await press(page, "plan")
    await page.locator("[name=session-title]").fill("云栖科技直播送岗")
    await choose(page, "数据分析师", "前端工程师")
    await page.locator(f"[data-slot='{first}'] [name=cap]").fill("20")
    await page.locator(f"[data-slot='{second}'] [name=minutes]").fill("5")
    await page.locator(f"[data-slot='{second}'] [data-control=up]").press("Enter")
    await expect(page.locator(f"[data-slot='{second}'] [data-control=up]")).to_be_focused()
    await press(page, "save-session")
    row = page.locator("[data-session]")
    await expect(row).to_contain_text("云栖科技直播送岗")
    assert (await session_of(stage))["run_of_show"] == [{"job": second, "minutes": 5}, {"job": first, "cap": 20}]
    await press(page, "change-session")
    await press(page, "out", f"[data-slot='{second}']")
    await page.locator("[name=session-title]").fill("云栖科技下午场")
    await press(page, "save-session")
    await expect(row).to_contain_text("云栖科技下午场")
    assert (await session_of(stage))["run_of_show"] == [{"job": first, "cap": 20}]


async def test_a_plan_is_mended_where_it_is_hosted(stage: Stage, look: Look) -> None:
    """A wrong stream address is corrected before the start; the next job is dropped with another cap than planned."""
    job = await stage.publish("数据分析师")
    session = await planned(stage, {"job": job, "cap": 20})
    host = await look(session.page(stage.enterprise))
    await press(host.page, "change-session")
    await host.page.locator("[name=session-stream_url]").fill(STREAM)
    await press(host.page, "save-session")
    await expect(host.page.locator(".session-form")).to_have_count(0)
    assert (await session_of(stage))["stream_url"] == STREAM
    await press(host.page, "change-session")
    await host.page.locator("[name=session-stream_url]").fill("")
    await press(host.page, "save-session")
    await press(host.page, "start")
    await expect(host.page.locator("[name=next-cap]")).to_have_attribute("placeholder", "20")
    await host.page.locator("[name=next-cap]").fill("7")
    await press(host.page, "drop-next")
    await expect(host.page.locator("[data-remaining='7']")).to_be_visible()
    await expect(host.page.locator("[data-control=change-session]")).to_have_count(0)
    assert "stream_url" not in await session_of(stage)


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("width", [360, 390, 1440])
async def test_nothing_of_a_plan_sticks_out(stage: Stage, look: Look, width: int, locale: str) -> None:
    """With any length of a job's title."""
    job = await stage.publish("Assistant urban designer, zoning and environmental review, special projects")
    session = await planned(stage, {"job": job, "minutes": 5, "cap": 20})
    for address in (desk_of(stage), session.page(stage.enterprise)):
        viewer = await look(address, width, locale=locale)
        await viewer.connection("live")
        await press(viewer.page, "change-session")
        await expect(viewer.page.locator(f"[data-slot='{job}']")).to_be_visible()
        await viewer.fits()
