"""Pages in a real browser where reads fail, sign-ins expire and clocks are wrong. Imports no service."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.browsing import Look, press
from tests.e2e.hosting import Session, begun
from tests.e2e.stage import Stage, Student

BUSY, PROBLEM = '{"detail": "Busy."}', "application/problem+json"
WORDS_OF_A_LIE = "Save your resume first"
EXPIRES_S = 12
GIVEN_UP_MS = 15_000
"""A page asks three times, and waits a second and up to three more in between."""
CLOCKS = [timedelta(hours=13), timedelta(hours=-2)]


async def failing(page: Page, path: str, times: int) -> list[str]:
    """The first reads of an address are answered 503, the others by the system. Returns what was refused."""
    refused: list[str] = []

    async def answered(route: Route) -> None:
        if len(refused) < times:
            refused.append(route.request.url)
            await route.fulfill(status=503, body=BUSY, content_type=PROBLEM, headers={"Retry-After": "1"})
        else:
            await route.continue_()

    await page.route(re.compile(path), answered)
    return refused


async def dropped(stage: Stage, title: str, **more: int) -> tuple[Session, str]:
    """A live session with one drop."""
    job = await stage.publish(title)
    session = await begun(stage)
    return session, (await session.does("drops", job=job, **more)).id


@pytest.mark.parametrize(
    "path", [r"/v1/me/resume$", r"/v1/me/applications\?", r"/v1/sessions/[^/]+$", r"/v1/fairs/[^/]+$"]
)
async def test_a_read_that_fails_once_is_repeated(stage: Stage, look: Look, path: str) -> None:
    """The student applies as if nothing had happened; the page never says that there is no resume."""
    session, drop = await dropped(stage, "数据分析师")
    (student,) = await stage.students(1)
    viewer = await look("about:blank")
    refused = await failing(viewer.page, path, 1)
    await viewer.page.goto(session.page(student.person))
    await press(viewer.page, "apply", f"[data-drop='{drop}']")
    await expect(viewer.page.locator(".own")).to_have_attribute("data-own", "submitted")
    assert len(refused) == 1
    assert WORDS_OF_A_LIE not in await viewer.page.inner_text("body")


@pytest.mark.parametrize(("locale", "words"), [("en-GB", "could not be loaded"), ("zh-CN", "加载失败")])
async def test_a_read_that_stays_away_is_shown_with_a_button(stage: Stage, look: Look, locale: str, words: str) -> None:
    """On a phone, too; by keyboard it is read again, and the student applies."""
    session, drop = await dropped(stage, "数据分析师")
    (student,) = await stage.students(1)
    viewer = await look("about:blank", width=390, height=844, locale=locale)
    page = viewer.page
    path = r"/v1/me/resume$"
    await failing(page, path, 1_000)
    await page.goto(session.page(student.person))
    await expect(page.locator("[data-missing]")).to_contain_text(words, timeout=GIVEN_UP_MS)
    await viewer.fits()
    assert WORDS_OF_A_LIE not in await page.inner_text("body")
    await page.unroute(re.compile(path))
    await page.locator("[data-control=read-again]").focus()
    await page.keyboard.press("Enter")
    await press(page, "apply", f"[data-drop='{drop}']")
    await expect(page.locator(".own")).to_have_attribute("data-own", "submitted")
    await expect(page.locator("[data-missing]")).to_have_count(0)


async def expiring(stage: Stage, role: str, org: str | None = None) -> str:
    """A token that is good for a few seconds."""
    of_org = ("--org", org) if org else ()
    sub = f"{role}-{uuid.uuid4().hex[:8]}"
    ran = await stage.system.livefair("token", "--role", role, "--sub", sub, *of_org, "--expires-in", str(EXPIRES_S))
    assert ran.status == 0, ran.output
    return ran.output.strip()


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
async def test_a_sign_in_expires_while_a_session_is_watched(stage: Stage, look: Look, locale: str) -> None:
    """The page says so and offers to sign in again; what everybody may see goes on, without a reload."""
    session, drop = await dropped(stage, "数据分析师")
    (student,) = await stage.students(1)
    token = await expiring(stage, "student")
    viewer = await look(f"{session.page()}#token={token}", width=390, height=844, locale=locale)
    page = viewer.page
    await viewer.connection("live")
    await page.evaluate("window.stayed = true")
    await expect(page.locator("[data-signed-out]")).to_be_visible(timeout=2 * EXPIRES_S * 1_000)
    await viewer.connection("live")
    await viewer.fits()
    second = (await session.does("drops", job=await stage.publish("前端工程师"))).id
    await expect(page.locator(f"[data-drop='{second}']")).to_be_visible()
    assert await page.evaluate("window.stayed")
    await press(page, "sign-in", f"[data-drop='{drop}']")
    await press(page, "sign-in-again")
    await page.locator("textarea[name=token]").first.fill(student.person.token)
    await page.locator("form.sign-in button[type=submit]").first.click()
    await press(page, "apply", f"[data-drop='{drop}']")
    await expect(page.locator(".own")).to_have_attribute("data-own", "submitted")
    await expect(page.locator("[data-signed-out]")).to_have_count(0)


async def test_a_sign_in_expires_at_the_desk(stage: Stage, look: Look) -> None:
    """What is shown stays, and the page says how to go on."""
    job = await stage.publish("数据分析师")
    token = await expiring(stage, "enterprise", stage.org)
    viewer = await look(f"{stage.system.fair}/desk?fair={stage.fair}#token={token}")
    page = viewer.page
    await viewer.connection("live")
    await expect(page.locator("[data-signed-out]")).to_contain_text("expired", timeout=2 * EXPIRES_S * 1_000)
    await viewer.connection("expired")
    await expect(page.locator(f"[data-job='{job}']")).to_be_visible()
    await press(page, "sign-in-again")
    await page.locator("textarea[name=token]").fill(stage.enterprise.token)
    await page.locator("form.sign-in button[type=submit]").click()
    await viewer.connection("live")


async def with_clock(look: Look, address: str, ahead: timedelta) -> Page:
    """A page on a device whose clock is that far ahead."""
    viewer = await look("about:blank")
    await viewer.page.clock.install(time=datetime.now(UTC) + ahead)
    await viewer.page.goto(address)
    await viewer.connection("live")
    return viewer.page


async def invited(stage: Stage, student: Student) -> None:
    """The student has an invitation that is good for thirty minutes."""
    job = await stage.publish("数据分析师")
    path = f"/jobs/{job}/applications/{(await student.submit(job)).id}/invite"
    await stage.enterprise.write(path, {"deadline": (datetime.now(UTC) + timedelta(minutes=30)).isoformat()})


@pytest.mark.parametrize("ahead", CLOCKS, ids=str)
async def test_a_deadline_follows_the_servers_clock(stage: Stage, look: Look, ahead: timedelta) -> None:
    """Thirty minutes are thirty minutes on any device, and the sign-in of an hour ago is good."""
    (student,) = await stage.students(1)
    await invited(stage, student)
    page = await with_clock(look, f"{stage.system.fair}/me#token={student.person.token}", ahead)
    await expect(page.locator(".answer .countdown")).to_contain_text(re.compile("00:(30|29):"))


@pytest.mark.parametrize("ahead", CLOCKS, ids=str)
async def test_an_invitation_is_good_for_an_hour_by_the_servers_clock(
    stage: Stage, look: Look, ahead: timedelta
) -> None:
    """A desk whose clock is wrong neither invites in the past nor until tomorrow."""
    job, (student,) = await stage.publish("数据分析师"), await stage.students(1)
    sent = await student.submit(job)
    page = await with_clock(look, f"{stage.system.fair}/desk?fair={stage.fair}#token={stage.enterprise.token}", ahead)
    await page.locator(f".jobs li[data-job='{job}'] button.title").click()
    mine = f".applicants .rows [data-application='{sent.id}']"
    await press(page, "invite", mine)
    await page.locator("[name=hours]").select_option("1")
    await press(page, "invite-send", mine)
    await expect(page.locator(f"{mine} .countdown")).to_contain_text(re.compile("00:(59|60):|01:00:"))
    (one,) = (await student.person.read("/me/applications"))["items"]
    left = datetime.fromisoformat(one["deadline"]) - datetime.now(UTC)
    assert timedelta(minutes=58) < left < timedelta(minutes=61)
