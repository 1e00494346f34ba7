"""Employer-first and the public booth on the desk, in a real browser. Imports no service."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.browsing import Look, press
from tests.e2e.stage import Stage
from tests.e2e.test_desk import desk_of, row
from tests.e2e.test_employer_first import shown


async def test_people_are_found_and_asked(stage: Stage, look: Look) -> None:
    """Cards are searched, approached with a message and a deadline; an acceptance leads to the application."""
    job, (student, card) = await stage.publish("数据分析师"), await shown(stage)
    viewer = await look(desk_of(stage))
    page = viewer.page
    await viewer.connection("live")
    await press(page, "tab-people")
    await expect(page.locator(f"[data-card='{card}']")).to_contain_text("Looking for: 杭州 · Internship")
    await page.locator("[name=region]").fill("Urumqi")
    await press(page, "search-cards")
    await expect(page.locator("[data-card]")).to_have_count(0)
    await page.locator("[name=region]").fill("杭州")
    await page.locator("[name=employment_type]").select_option("internship")
    await press(page, "search-cards")
    await press(page, "ask", f"[data-card='{card}']")
    await page.locator("[name=hours]").select_option("4")
    await page.locator("[name=words]").fill("我们很想认识您")
    await press(page, "invite-send")
    asked = page.locator("[data-approach]")
    await expect(asked).to_have_attribute("data-state", "open")
    await expect(asked).to_contain_text("我们很想认识您")
    await expect(asked.locator(".countdown")).to_contain_text("03:59:")
    await expect(page.locator(f"[data-card='{card}'] [data-control=ask]")).to_have_count(0)
    assert student.sub not in await page.content()
    (approach,) = (await student.person.read("/me/approaches"))["items"]
    accepted = await student.person.write(f"/jobs/{job}/approaches/{approach['id']}/accept")
    await expect(asked).to_have_attribute("data-state", "accepted")
    await press(page, "to-application")
    await expect(page.locator(row(accepted.id))).to_contain_text(student.sub)


async def test_the_booth_has_hours_and_words(stage: Stage, look: Look) -> None:
    """Opening hours outside the fair's are refused with a message; approved texts stay."""
    viewer = await look(desk_of(stage))
    page = viewer.page
    await viewer.connection("live")
    await press(page, "tab-booth")
    await expect(page.locator("[name=name]")).to_have_count(0)
    await page.locator("[name=intro]").fill("我们做云。")
    await press(page, "add-hours")
    await press(page, "save-booth")
    await expect(page.get_by_role("status").get_by_text("Saved")).to_be_visible()
    path = f"/fairs/{stage.fair}/booths"
    (booth,) = (await stage.guest.read(path))["items"]
    assert (booth["intro"], len(booth["hours"]), booth["open_now"]) == ("我们做云。", 1, True)
    await page.locator("[name=to-0]").fill("2099-01-01T10:00")
    await press(page, "save-booth")
    await expect(page.get_by_role("alert").get_by_text("outside the fair")).to_be_visible()
    await press(page, "drop-hours")
    await press(page, "save-booth")
    await expect(page.get_by_role("status").get_by_text("Saved")).to_be_visible()
    assert (await stage.guest.read(path))["items"][0]["hours"] == []
