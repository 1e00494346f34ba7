"""The staff of a booth on the desk in a real browser: links, joining, handing over. Imports no service."""

from __future__ import annotations

import uuid

from playwright.async_api import expect

from tests.e2e.browsing import Look, Onlooker, press, surely
from tests.e2e.stage import Person, Stage
from tests.e2e.test_desk import desk_of, opened, row


async def colleague(stage: Stage, org: str | None = None, of: str = "") -> Person:
    """A person of the role `enterprise`, with another org or without one. `of` stands before the name in the sub."""
    sub = f"{of}colleague-{uuid.uuid4().hex[:8]}"
    (token,) = await stage.system.tokens("enterprise", sub, org=org)
    return Person(stage.http, stage.system, sub, token)


async def link_of(boss: Onlooker) -> str:
    """The address that the desk shows once."""
    await press(boss.page, "tab-booth")
    await press(boss.page, "make-link")
    return await boss.page.locator(".made input").input_value()


async def test_a_colleague_joins_by_a_link_and_works(stage: Stage, look: Look) -> None:
    """One desk makes the link, another opens it: the new colleague sees the queue, acts, and gets hand-overs."""
    job, (applicant,), person = await stage.publish("数据分析师"), await stage.students(1), await colleague(stage)
    sent = await applicant.submit(job)
    boss = await opened(stage, look, job)
    address = await link_of(boss)
    joining = await look(address)
    page = joining.page
    await page.locator("textarea[name=token]").fill(person.token)
    await page.locator("button[type=submit]").click()
    await press(page, "join")
    await joining.connection("live")
    await expect(page.locator("h1")).to_have_text("云栖科技")
    assert "join" not in page.url
    await expect(boss.page.locator(f"[data-member='{person.sub}']")).to_be_visible()
    await expect(boss.page.locator("[data-link]")).to_have_attribute("data-state", "used")

    await page.locator(f".jobs li[data-job='{job}'] button.title").click()
    await press(page, "shortlist", row(sent.id))
    await expect(page.locator(row(sent.id))).to_have_attribute("data-state", "shortlisted")
    await press(boss.page, "tab-jobs")
    await expect(boss.page.locator(row(sent.id))).to_have_attribute("data-state", "shortlisted")
    await press(boss.page, "hand-over", row(sent.id))
    await boss.page.locator("[name=to]").select_option(person.sub)
    await boss.page.locator("[name=note]").fill("请今天联系。")
    await press(boss.page, "hand-over-send")
    await expect(boss.page.locator(row(sent.id))).to_contain_text(f"assigned to {person.sub}")
    await expect(page.locator(f"{row(sent.id)} [data-assignee]")).to_contain_text("请今天联系。")
    await page.locator("[name=assignee]").select_option(person.sub)
    await expect(page.locator(row(sent.id))).to_be_visible()
    await page.locator("[name=assignee]").select_option("")
    await boss.page.locator("[name=assignee]").select_option(stage.enterprise.sub)
    await expect(boss.page.locator(".applicants .rows > li")).to_have_count(0)


async def test_what_a_colleague_cannot_hear_is_read_calmly(stage: Stage, look: Look) -> None:
    """Without the enterprise's room, applications still appear within seconds; the booth's controls are hidden."""
    job, person = await stage.publish("数据分析师"), await colleague(stage, "another-enterprise")
    await joined(stage, person)
    viewer = await look(desk_of(stage, person.token))
    await viewer.connection("live")
    await viewer.page.locator(f".jobs li[data-job='{job}'] button.title").click()
    sent = await stage.submit(job)
    await expect(viewer.page.locator(row(sent.id))).to_be_visible(timeout=20_000)
    await press(viewer.page, "tab-booth")
    await expect(viewer.page.locator("[data-control=make-link]")).to_have_count(0)
    await expect(viewer.page.locator("[data-control=save-booth]")).to_have_count(0)


async def joined(stage: Stage, person: Person) -> None:
    path = f"/fairs/{stage.fair}/booths/{stage.org}/staff-links"
    made = (await stage.enterprise.send(path, {})).json()
    await person.write(f"/staff-links/{made['secret']}/join")


async def test_links_are_revoked_and_staff_removed(stage: Stage, look: Look) -> None:
    """A revoked link shows that it is invalid; removed staff learn at once that they no longer act for the booth, also
    those whose sub has a slash."""
    person, late = await colleague(stage, of="people/"), await colleague(stage)
    await joined(stage, person)
    boss = await look(desk_of(stage))
    await boss.connection("live")
    address = await link_of(boss)
    viewer = await look(desk_of(stage, person.token))
    await viewer.connection("live")
    await surely(boss.page, "remove", f"[data-member='{person.sub}']")
    await expect(boss.page.locator(f"[data-member='{person.sub}']")).to_have_count(0)
    await expect(viewer.page.get_by_text("You do not act for any enterprise in this fair.")).to_be_visible()
    await surely(boss.page, "revoke", "[data-link][data-state=open]")
    await expect(boss.page.locator("[data-link][data-state=revoked]")).to_have_count(1)
    await expect(boss.page.locator(".made")).to_have_count(0)
    other = await look(f"{address}&token={late.token}")
    await press(other.page, "join")
    await expect(other.page.get_by_role("alert")).to_contain_text("is no longer valid")
