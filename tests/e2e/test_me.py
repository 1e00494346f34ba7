"""The student's page in a real browser, against a running system. Imports no service."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.e2e.browsing import SURE_MS, Line, Look, Onlooker, press, surely
from tests.e2e.running import System
from tests.e2e.stage import Person, Stage, set_stage


async def student(stage: Stage) -> Person:
    """A new student without a resume."""
    sub = f"student-{uuid.uuid4().hex[:8]}"
    (token,) = await stage.system.tokens("student", sub)
    return Person(stage.http, stage.system, sub, token)


def page_of(stage: Stage, person: Person) -> str:
    """The page's address with the token in the fragment, which servers do not see."""
    return f"{stage.system.fair}/me?fair={stage.fair}#token={person.token}"


def row(page: Page, job: str) -> str:
    return f".jobs li[data-job='{job}']"


async def test_from_nothing_to_a_match(stage: Stage, look: Look) -> None:
    """Sign in, save a resume, apply, see each step of the enterprise at once, and accept."""
    job, person = await stage.publish("数据分析师", 1), await student(stage)
    viewer = await look(f"{stage.system.fair}/me?fair={stage.fair}")
    page = viewer.page
    await page.locator("textarea[name=token]").fill(person.token)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await viewer.connection("live")
    await expect(page.locator(f"{row(page, job)} [data-control=apply]")).to_be_disabled()
    await page.locator("[name=name]").fill("林晓雨")
    await page.locator("[name=major]").fill("统计学")
    await page.locator("[name=degree]").select_option("Bachelor")
    await press(page, "save")
    await press(page, "apply", row(page, job))
    await expect(page.locator(f"{row(page, job)} [data-applied]")).to_contain_text("no. 1")
    await expect(page.locator(".receipt code")).to_contain_text("livefair.fairs:")
    (one,) = (await stage.enterprise.read(f"/jobs/{job}/applications"))["items"]
    assert one["facets"] == {"degree": "bachelor", "major": "统计学"}
    mine = f"[data-application='{one['id']}']"
    path = f"/jobs/{job}/applications/{one['id']}"
    for step, state in (("view", "viewed"), ("shortlist", "shortlisted")):
        await stage.enterprise.write(f"{path}/{step}")
        await expect(page.locator(mine)).to_have_attribute("data-state", state)
    await stage.enterprise.read(f"{path}/resume")
    await expect(page.locator("[data-read]")).to_contain_text("云栖科技")
    deadline = (datetime.now(UTC) + timedelta(minutes=30)).isoformat()
    await stage.enterprise.write(f"{path}/invite", {"deadline": deadline, "message": "欢迎加入。"})
    await expect(page.locator(f"{mine} .countdown")).to_contain_text("00:29:")
    await expect(page.locator(f"{mine} blockquote")).to_contain_text("欢迎加入。")
    await surely(page, "accept", mine)
    await expect(page.locator(mine)).to_have_attribute("data-state", "accepted")
    await expect(page.locator("[data-count=matched]")).to_have_text("1")
    assert (await person.read(path))["state"] == "accepted"


async def test_irreversible_actions_ask_first(stage: Stage, look: Look) -> None:
    """A double press changes nothing, Escape cancels, and the focus starts on the safe answer."""
    (applicant,) = await stage.students(1)
    job = await stage.publish("数据分析师")
    sent = await applicant.submit(job)
    viewer = await look(page_of(stage, applicant.person))
    page, mine = viewer.page, f"[data-application='{sent.id}']"
    await page.locator(f"{mine} summary").click()
    await expect(page.locator(f"{mine} .story li")).to_have_count(1)
    await page.locator(f"{mine} [data-control=withdraw]").dblclick()
    await expect(page.locator(".confirm button:focus")).to_have_text("Not now")
    await page.keyboard.press("Escape")
    await expect(page.locator(".confirm")).to_have_count(0)
    await expect(page.locator(mine)).to_have_attribute("data-state", "submitted")
    await surely(page, "withdraw", mine)
    await expect(page.locator(mine)).to_have_attribute("data-state", "withdrawn")
    assert "token" not in page.url


async def test_a_cut_page_resumes_and_misses_nothing(stage: Stage, look: Look) -> None:
    """Everything that happened during the cut is there after the reconnect."""
    (applicant,) = await stage.students(1)
    job = await stage.publish("数据分析师")
    sent = await applicant.submit(job)
    viewer, line = await look("about:blank"), Line()
    await line.lay(viewer.page)
    await viewer.page.goto(page_of(stage, applicant.person))
    await viewer.connection("live")
    await line.cut()
    await viewer.connection("waiting")
    await stage.enterprise.write(f"/jobs/{job}/applications/{sent.id}/shortlist")
    line.is_down = False
    await viewer.connection("live", within_s=40)
    await expect(viewer.page.locator("[data-application]")).to_have_attribute("data-state", "shortlisted")
    assert any('"since"' in frame and '"me"' in frame for frame in line.sent)


async def test_jobs_are_found_and_new_ones_appear(stage: Stage, look: Look) -> None:
    """Search in both languages; a newly published job appears within seconds, marked as new."""
    analyst, engineer = await stage.publish("数据分析师"), await stage.publish("Frontend engineer")
    viewer = await look(page_of(stage, (await stage.students(1))[0].person))
    page = viewer.page
    await expect(page.locator(".jobs li")).to_have_count(2)
    await page.locator("[data-control=search]").fill("分析")
    await expect(page.locator(".jobs li")).to_have_count(1)
    await expect(page.locator(row(page, analyst))).to_be_visible()
    await page.locator("[data-control=search]").fill("frontend")
    await expect(page.locator(row(page, engineer))).to_be_visible()
    await page.locator("[data-control=search]").fill("")
    await viewer.connection("live")
    dropped = await stage.publish("刚刚发布")
    await expect(page.locator(".jobs li").first).to_have_attribute("data-job", dropped)
    await press(page, "apply", row(page, dropped))
    await expect(page.locator(f"{row(page, dropped)} [data-applied]")).to_be_visible()


async def test_a_failure_says_what_to_do(stage: Stage, look: Look) -> None:
    """A closed job is refused in words; a token of another role leads to the right page; a bad one is explained."""
    job = await stage.publish("数据分析师")
    viewer = await look(page_of(stage, (await stage.students(1))[0].person))
    page = viewer.page
    await viewer.connection("live")
    await expect(page.locator(row(page, job))).to_be_visible()
    await page.route("**/v1/fairs/*/jobs?*", lambda route: route.abort())
    await stage.enterprise.write(f"/jobs/{job}/close")
    await press(page, "apply", row(page, job))
    await expect(page.locator(f"{row(page, job)} .failure")).to_contain_text(
        re.compile("no longer possible|job is closed")
    )
    await page.close()
    viewer.complaints.clear()  # the browser logs the refusal and the reads that this test cancels
    other = await look(f"{stage.system.fair}/me#token={stage.enterprise.token}")
    await expect(other.page.locator("[data-page=elsewhere] a")).to_have_attribute("href", "/desk")
    nobody = await look(f"{stage.system.fair}/me")
    await nobody.page.locator("textarea[name=token]").fill("no token")
    await nobody.page.locator("button[type=submit]").click()
    await expect(nobody.page.get_by_role("alert")).to_contain_text("not a Livefair token")


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844), (1600, 900)])
async def test_nothing_sticks_out(stage: Stage, look: Look, width: int, height: int, locale: str) -> None:
    """No part of the page scrolls sideways on any screen."""
    (applicant,) = await stage.students(1)
    job = await stage.publish("Assistant urban designer, zoning and environmental review, special projects")
    sent = await applicant.submit(job)
    await stage.enterprise.write(f"/jobs/{job}/applications/{sent.id}/invite")
    viewer: Onlooker = await look(page_of(stage, applicant.person), width, height, locale=locale)
    await viewer.connection("live")
    await viewer.fits_in_each_tab()


async def test_what_is_live_now_is_one_press_away(stage: Stage, look: Look) -> None:
    """A session that starts while the student looks for jobs is announced with a link."""
    viewer = await look(page_of(stage, (await stage.students(1))[0].person))
    await viewer.connection("live")
    body = {"title": "云栖科技直播送岗", "starts_at": datetime.now(UTC).isoformat(), "run_of_show": []}
    session = (await stage.enterprise.write(f"/fairs/{stage.fair}/sessions", body)).id
    await stage.enterprise.write(f"/sessions/{session}/start")
    await viewer.page.locator(f"[data-live='{session}'] a").click()
    await expect(viewer.page.locator("h1")).to_have_text("云栖科技直播送岗")


async def test_a_student_answers_an_approach(stage: Stage, look: Look) -> None:
    """The student shows a card; an enterprise approaches, and accepting makes an application; hidden, it is not
    found."""
    job, (applicant,) = await stage.publish("数据分析师"), await stage.students(1)
    viewer = await look(page_of(stage, applicant.person))
    page = viewer.page
    await page.locator("[data-card] summary").click()
    await page.locator("[name=regions]").fill("杭州，宁波")
    await page.locator("[data-type=internship]").check()
    await press(page, "show-card")
    await expect(page.locator("[data-card]")).to_have_attribute("data-card", "shown")
    (found,) = (await stage.enterprise.read(f"/fairs/{stage.fair}/cards", q="宁波"))["items"]
    assert found["wants"] == {"regions": ["杭州", "宁波"], "industries": [], "employment_types": ["internship"]}
    await viewer.connection("live")
    body = {"job": job, "message": "我们很想认识您"}
    asked = await stage.enterprise.write(f"/fairs/{stage.fair}/cards/{found['id']}/approach", body)
    approach = f"[data-approach='{asked.id}']"
    await expect(page.locator(approach)).to_contain_text("我们很想认识您")
    await surely(page, "say-yes", approach)
    await expect(page.locator(approach)).to_have_count(0)
    await expect(page.locator("[data-application]")).to_have_attribute("data-state", "submitted")
    await press(page, "hide-card")
    await expect(page.locator("[data-card]")).to_have_attribute("data-card", "hidden")
    assert (await stage.enterprise.read(f"/fairs/{stage.fair}/cards"))["items"] == []


async def test_a_ranking_is_made_and_its_result_shown(stage: Stage, look: Look) -> None:
    """A ranking is made on the page; the page shows the result of the closing round for each ranked job."""
    first, second, (applicant,) = await stage.publish("甲岗"), await stage.publish("乙岗"), await stage.students(1)
    sent = {job: await applicant.submit(job) for job in (first, second)}
    viewer = await look(page_of(stage, applicant.person))
    page = viewer.page
    await viewer.connection("live")
    await page.locator(".wishes summary").click()
    for job in (first, second):
        await press(page, "add", f"[data-unranked='{job}']")
        await expect(page.locator(f"[data-wish='{job}']")).to_be_visible()
    await press(page, "up", f"[data-wish='{second}']")
    await expect(page.locator("[data-wish]").first).to_have_attribute("data-wish", second)
    assert (await applicant.person.read(f"/fairs/{stage.fair}/ranking"))["jobs"] == [second, first]
    for job, application in sent.items():
        await stage.enterprise.write(f"/jobs/{job}/applications/{application.id}/shortlist")
        await stage.enterprise.write(f"/jobs/{job}/ranking", {"applications": [application.id]}, method="PUT")
    await stage.organizer.write(f"/fairs/{stage.fair}/closing-round")
    await expect(page.locator(f"[data-application='{sent[second].id}']")).to_have_attribute("data-state", "accepted")
    await expect(page.locator("[data-round]")).to_contain_text("乙岗: matched")
    await expect(page.locator("[data-round]")).to_contain_text("甲岗: you were matched with a job you ranked higher")


async def test_an_acceptance_that_gives_up_the_others_says_so(
    system: System, http: httpx.AsyncClient, look: Look
) -> None:
    """The fair's rule is shown with its jobs; the confirmation names the given-up invitations, the history the
    reason."""
    stage = await set_stage(system, http, "一人一岗", offers="release")
    first, second, (applicant,) = await stage.publish("甲岗"), await stage.publish("乙岗"), await stage.students(1)
    sent = {job: await applicant.submit(job) for job in (first, second)}
    for job, application in sent.items():
        await stage.enterprise.write(f"/jobs/{job}/applications/{application.id}/invite")
    viewer = await look(page_of(stage, applicant.person))
    page = viewer.page
    await viewer.connection("live")
    await expect(page.locator(".jobs [data-offers=release]")).to_be_visible()
    mine, other = (f"[data-application='{sent[job].id}']" for job in (first, second))
    await press(page, "accept", mine)
    await expect(page.locator(f"{mine} .confirm")).to_contain_text("you give up your other invitation at once: “乙岗”")
    await page.wait_for_timeout(SURE_MS)
    await press(page, "accept-sure", mine)
    await expect(page.locator(mine)).to_have_attribute("data-state", "accepted")
    await expect(page.locator(other)).to_have_attribute("data-state", "declined")
    await page.locator(f"{other} summary").click()
    await expect(page.locator(f"{other} .story li").last).to_contain_text("Another invitation was accepted.")


async def test_the_student_sees_who_may_open_the_resume(stage: Stage, look: Look) -> None:
    """While the application is live: since when and how often. After a withdrawal: until when."""
    job, (applicant,) = await stage.publish("数据分析师"), await stage.students(1)
    sent = await applicant.submit(job)
    await stage.enterprise.read(f"/jobs/{job}/applications/{sent.id}/resume", after=sent.position)
    viewer = await look(page_of(stage, applicant.person))
    page, consent = viewer.page, viewer.page.locator(f"[data-consent='{sent.id}']")
    await expect(consent).to_contain_text("opened once")
    await expect(consent).to_have_attribute("data-state", "given")
    await viewer.connection("live")
    await applicant.withdraw(job, sent.id)
    await expect(page.locator("[data-ended='1']")).to_be_visible()
    await expect(consent).to_have_attribute("data-state", "ended")


async def test_jobs_show_how_fast_their_enterprise_answers(stage: Stage, look: Look) -> None:
    """After five answers; before that nothing is shown."""
    job, applicants = await stage.publish("数据分析师"), await stage.students(5)
    sent = [await one.submit(job) for one in applicants]
    for one in sent[:4]:
        await stage.enterprise.write(f"/jobs/{job}/applications/{one.id}/view")
    before = await look(page_of(stage, applicants[0].person))
    await before.connection("live")
    await expect(before.page.locator(row(before.page, job))).to_be_visible()
    await expect(before.page.locator("[data-response]")).to_have_count(0)
    last = await stage.enterprise.write(f"/jobs/{job}/applications/{sent[4].id}/view")
    await stage.guest.read(f"/fairs/{stage.fair}", after=last.position)
    after = await look(page_of(stage, applicants[0].person))
    await expect(after.page.locator("[data-response]")).to_have_text("Usually answers within 1 min")
