"""The enterprise's desk in a real browser, against a running system. Imports no service."""

from __future__ import annotations

import asyncio
import csv
import io
import uuid
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.browsing import Look, Onlooker, press, surely
from tests.e2e.stage import Stage
from tests.e2e.waiting import until


def desk_of(stage: Stage, token: str = "") -> str:
    return f"{stage.system.fair}/desk?fair={stage.fair}#token={token or stage.enterprise.token}"


async def opened(stage: Stage, look: Look, job: str, **how: int | str) -> Onlooker:
    """The desk with the applicants of a job."""
    viewer = await look(desk_of(stage), **how)
    await viewer.connection("live")
    await viewer.page.locator(f".jobs li[data-job='{job}'] button.title").click()
    return viewer


def row(application: str) -> str:
    return f".applicants .rows [data-application='{application}']"


async def order_is(stage: Stage, job: str, *expected: str) -> None:
    """The log has this ranking."""

    async def told() -> bool:
        return bool((await stage.enterprise.read(f"/jobs/{job}/ranking"))["applications"] == list(expected))

    await until(told, "the order to be kept", 10)


async def test_from_a_booth_to_a_flagged_job(stage: Stage, look: Look) -> None:
    """Request a booth, see the approval at once, publish a job, read why its ad is flagged, amend it."""
    org = f"newcomer-{uuid.uuid4().hex[:8]}"
    (token,) = await stage.system.tokens("enterprise", f"recruiter-{org}", org=org)
    viewer = await look(desk_of(stage, token))
    page = viewer.page
    await page.locator("[name=name]").fill("青禾科技")
    await press(page, "ask-booth")
    await expect(page.get_by_text("The organizer has not reviewed your request yet")).to_be_visible()
    await stage.organizer.write(f"/fairs/{stage.fair}/booths/{org}/approve")
    await press(page, "publish")
    await page.locator("[name=title]").fill("行政助理（女士优先）")
    await page.locator("[name=headcount]").fill("2")
    await press(page, "save-job")
    job = page.locator(".jobs .rows > li")
    await expect(job).to_have_count(1)
    await expect(job.locator("mark")).to_have_text("女士优先")
    await press(page, "amend", ".jobs .rows")
    await page.locator("[name=title]").fill("行政助理")
    await press(page, "save-job")
    await expect(job.locator("mark")).to_have_count(0)
    await expect(page.locator("[data-count=positions]")).to_have_text("2")


async def test_applicants_arrive_and_are_chosen(stage: Stage, look: Look) -> None:
    """A new application appears at once; opening a resume is confirmed; shortlist, invite with a message, hire."""
    job, (first, second) = await stage.publish("数据分析师", 1), await stage.students(2)
    sent = await first.submit(job)
    viewer = await opened(stage, look, job)
    page = viewer.page
    await expect(page.locator(row(sent.id))).to_have_attribute("data-state", "submitted")
    late = await second.submit(job)
    await expect(page.locator(f"{row(late.id)}[data-fresh]")).to_contain_text("Statistics")
    await press(page, "resume", row(sent.id))
    await expect(page.locator(f"{row(sent.id)} .resume-view")).to_contain_text("student@example.org")
    await expect(page.locator(row(sent.id))).to_have_attribute("data-state", "viewed")
    await press(page, "shortlist", row(sent.id))
    await expect(page.locator(row(sent.id))).to_have_attribute("data-state", "shortlisted")
    await press(page, "invite", row(sent.id))
    await page.locator("[name=hours]").select_option("1")
    await page.locator("[name=words]").fill("欢迎加入。")
    await press(page, "invite-send")
    await expect(page.locator(f"{row(sent.id)} .countdown")).to_contain_text("00:59:")
    mine = (await first.person.read("/me/applications"))["items"][0]
    assert mine["invitation_message"] == "欢迎加入。"
    await first.person.write(f"/jobs/{job}/applications/{sent.id}/accept")
    await expect(page.locator(row(sent.id))).to_have_attribute("data-state", "accepted")
    await surely(page, "hire", row(sent.id))
    await expect(page.locator(row(sent.id))).to_have_attribute("data-state", "hired")


async def test_the_order_of_the_shortlist(stage: Stage, look: Look) -> None:
    """By keys, buttons and dragging; the log gets the order, and the focus stays with the moved applicant."""
    job, people = await stage.publish("数据分析师"), await stage.students(3)
    ids = [(await person.submit(job)).id for person in people]
    await stage.enterprise.write(f"/jobs/{job}/applications/shortlist", {"applications": ids})
    viewer = await opened(stage, look, job)
    page = viewer.page
    await press(page, "filter-shortlist")
    places = page.locator(".ranking li")
    await expect(places).to_have_count(3)

    async def shown(*expected: str) -> None:
        for n, one in enumerate(expected):
            await expect(places.nth(n)).to_have_attribute("data-ranked", one)
        await order_is(stage, job, *expected)

    await page.locator(f"[data-ranked='{ids[2]}']").press("Alt+ArrowUp")
    await shown(ids[0], ids[2], ids[1])
    await expect(page.locator(f"[data-ranked='{ids[2]}']")).to_be_focused()
    await press(page, "up", f"[data-ranked='{ids[1]}']")
    await shown(ids[0], ids[1], ids[2])
    await page.locator(f"[data-ranked='{ids[2]}']").drag_to(places.first)
    await shown(ids[2], ids[0], ids[1])


async def test_a_shortlisted_applicant_moves_up(stage: Stage, look: Look) -> None:
    """Shortlist three and invite the first; after a decline the next is invited automatically, as the page says."""
    job, people = await stage.publish("数据分析师", 1), await stage.students(3)
    first, second, third = [(await person.submit(job)).id for person in people]
    viewer = await opened(stage, look, job)
    page = viewer.page
    for one in (second, first, third):
        await press(page, "shortlist", row(one))
        await expect(page.locator(row(one))).to_have_attribute("data-state", "shortlisted")
    await press(page, "filter-shortlist")
    await expect(page.locator(".ranking li")).to_have_count(3)
    await expect(page.locator("[data-control=keep-order]")).to_have_count(0)
    await press(page, "invite-first")
    await press(page, "invite-send", ".ranking")
    await expect(page.locator(f"[data-ranked='{second}'] .badge")).to_have_attribute("data-kind", "invited")
    await expect(page.locator("[data-control=invite-first]")).to_have_count(0)
    await people[1].person.write(f"/jobs/{job}/applications/{second}/decline")
    await expect(page.locator(f"[data-ranked='{first}'] .badge")).to_have_attribute("data-kind", "invited")
    told = await stage.enterprise.read(f"/jobs/{job}/applications/{first}")
    assert (told["state"], told["history"][-1]["by"]) == ("invited", "livefair")


async def test_the_order_keeps_whom_the_desk_does_not_show(stage: Stage, look: Look) -> None:
    """Ranked applicants outside the shortlist keep their rank; unranked ones are added with one press."""
    job, people = await stage.publish("数据分析师"), await stage.students(4)
    waiting, *ids = [(await person.submit(job)).id for person in people]
    await stage.enterprise.write(f"/jobs/{job}/applications/shortlist", {"applications": ids})
    ranking = {"applications": [waiting, ids[0], ids[1]]}
    await stage.enterprise.write(f"/jobs/{job}/ranking", ranking, method="PUT")
    viewer = await opened(stage, look, job)
    page = viewer.page
    await press(page, "filter-shortlist")
    await expect(page.locator(f"[data-ranked='{ids[2]}']")).to_contain_text("not ranked yet")
    await press(page, "keep-order")
    await expect(page.locator("[data-control=keep-order]")).to_have_count(0)
    await page.locator(f"[data-ranked='{ids[2]}']").press("Alt+ArrowUp")
    await expect(page.locator(".ranking li").nth(1)).to_have_attribute("data-ranked", ids[2])
    await order_is(stage, job, waiting, ids[0], ids[2], ids[1])


async def test_what_happened_and_what_the_round_gave(stage: Stage, look: Look) -> None:
    """Who did what, when and why; and the result of a closing round for the job, in words."""
    job, (first, second) = await stage.publish("数据分析师", 1), await stage.students(2)
    sent = [await one.submit(job) for one in (first, second)]
    viewer = await opened(stage, look, job)
    page = viewer.page
    for one in sent:
        await press(page, "shortlist", row(one.id))
        await expect(page.locator(row(one.id))).to_have_attribute("data-state", "shortlisted")
    await order_is(stage, job, *(one.id for one in sent))
    for student in (first, second):
        await student.person.write(f"/fairs/{stage.fair}/ranking", {"jobs": [job]}, method="PUT")
    await stage.organizer.write(f"/fairs/{stage.fair}/closing-round")
    await expect(page.locator("[data-round]")).to_contain_text("1 of 1 free place filled")
    await expect(page.locator("[data-why=matched]")).to_contain_text(f"{first.sub}: matched")
    await expect(page.locator("[data-why=filled]")).to_contain_text("all places went to people you ranked higher")
    await page.locator(f"{row(sent[0].id)} summary").click()
    story = page.locator(f"{row(sent[0].id)} .story li")
    await expect(story.first).to_contain_text("by the student")
    await expect(story.nth(1)).to_contain_text(stage.enterprise.sub)
    await expect(story.last).to_contain_text("Matched in the closing round")


async def test_several_at_once_and_taken_away(stage: Stage, look: Look) -> None:
    """All listed applicants are shortlisted, refused with one reason, and exported."""
    job, people = await stage.publish("数据分析师"), await stage.students(4)
    sent = [await person.submit(job) for person in people]
    viewer = await opened(stage, look, job)
    page = viewer.page
    await expect(page.locator(".applicants .rows > li")).to_have_count(4)
    await page.locator("[data-control=select-all]").check()
    await press(page, "several-shortlist")
    await expect(page.locator(".applicants .rows > li[data-state=shortlisted]")).to_have_count(4)
    for one in sent[:2]:
        await page.locator(f"{row(one.id)} input[type=checkbox]").check()
    await surely(page, "several-refuse", ".several")
    await expect(page.locator(".applicants .rows > li[data-state=refused]")).to_have_count(2)
    async with page.expect_download() as downloading:
        await press(page, "csv")
    text = await asyncio.to_thread(Path(await (await downloading.value).path()).read_text, "utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [line[:2] for line in rows[1:]] == [[str(n), person.sub] for n, person in enumerate(people, start=1)]


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844), (1600, 900)])
async def test_nothing_sticks_out(stage: Stage, look: Look, width: int, height: int, locale: str) -> None:
    """No part of the desk scrolls sideways on any screen."""
    job = await stage.publish("Assistant urban designer, zoning and environmental review, special projects")
    for person in await stage.students(2):
        await person.submit(job)
    viewer = await look(desk_of(stage), width, height, locale=locale)
    await viewer.connection("live")
    await viewer.fits()
    await press(viewer.page, "publish")
    await viewer.fits()
    await viewer.page.locator(f".jobs li[data-job='{job}'] button.title").click()
    await expect(viewer.page.locator(".applicants .rows > li")).to_have_count(2)
    await viewer.fits()
    for tab in ("people", "booth"):
        await press(viewer.page, f"tab-{tab}")
        await viewer.fits()
    await press(viewer.page, "add-hours")
    await press(viewer.page, "make-link")
    await expect(viewer.page.locator(".made")).to_be_visible()
    await viewer.fits()
