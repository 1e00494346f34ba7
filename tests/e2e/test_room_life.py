"""Room chat in real browsers: comments, reactions, and muting."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Page, Request, expect

from tests.e2e.browsing import Look, Onlooker, press, surely
from tests.e2e.hosting import Session, begun
from tests.e2e.stage import Person, Stage, Written, at_once

HEARD_MS = 15_000
LONG = "W" * 100
TOUCHING = """() => [...document.querySelectorAll('[data-flight]')]
  .map((one) => [one.textContent, one.getBoundingClientRect()])
  .flatMap(([text, a], n, all) => all.slice(n + 1)
    .filter(([, b]) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)
    .map(([other]) => [text, other]))"""
"""Comments over the picture that overlap."""


async def say(page: Page, text: str) -> None:
    """Type it and send it with Enter."""
    await page.locator("[name=comment]").fill(text)
    await page.locator("[name=comment]").press("Enter")


async def said(session: Session, person: Person, text: str) -> Written:
    """The same without a page."""
    return await person.write(f"/sessions/{session.id}/comments", {"text": text})


async def watching(look: Look, session: Session, person: Person | None, **how: Any) -> Onlooker:
    """A page that is connected to its room."""
    viewer = await look(session.page(person), **how)
    await viewer.connection("live")
    return viewer


async def test_a_comment_is_heard_hidden_and_its_author_muted(stage: Stage, look: Look) -> None:
    """One person comments, another sees it in the list and over the picture; the host hides it and mutes the author."""
    session, (first, second) = await begun(stage), await stage.students(2)
    host = await watching(look, session, stage.enterprise)
    author = await watching(look, session, first.person)
    other = await watching(look, session, second.person)
    await say(author.page, "需要驻外吗？")
    heard = other.page.locator("[data-comment]", has_text="需要驻外吗？")
    await expect(heard).to_be_visible(timeout=HEARD_MS)
    await expect(other.page.locator(".overlay [data-flight]")).to_contain_text("需要驻外吗？")
    await expect(author.page.locator("[data-comment]")).to_have_count(1)
    await expect(author.page.locator("[name=comment]")).to_have_value("")
    await press(host.page, "hide-comment", "[data-comment]")
    await expect(heard).to_have_count(0)
    await expect(author.page.locator("[data-comment]")).to_have_count(0)
    await expect(host.page.locator("[data-comment]")).to_have_attribute("data-hidden", "")
    await press(host.page, "mute", "[data-comment]")
    await expect(author.page.locator("[data-muted-me]")).to_contain_text("The host has muted you")
    await expect(author.page.locator("[name=comment]")).to_have_count(0)
    for page in (author.page, host.page):
        await page.reload()
    await expect(author.page.locator("[data-muted-me]")).to_be_visible()
    await press(host.page, "unmute", "[data-comment]")
    await say(author.page, "谢谢主播")
    await expect(other.page.locator("[data-comment]")).to_contain_text("谢谢主播", timeout=HEARD_MS)


async def test_a_mute_is_taken_back_at_once(stage: Stage, look: Look) -> None:
    """The host can undo the last action."""
    session, (student,) = await begun(stage), await stage.students(1)
    host = await watching(look, session, stage.enterprise)
    await said(session, student.person, "前排")
    await press(host.page, "mute", "[data-comment]")
    await press(host.page, "undo-mute")
    await expect(host.page.locator("[data-comment] [data-control=mute]")).to_be_enabled()
    answer = await student.person.send(f"/sessions/{session.id}/comments", {"text": "又可以了"})
    assert answer.status_code == 202


async def test_muted_people_are_listed(stage: Stage, look: Look) -> None:
    """Also people without visible comments; each can be unmuted."""
    session, (first, second) = await begun(stage), await stage.students(2)
    for student in (first, second):
        await session.does("mute", person=student.sub)
    host = await watching(look, session, stage.enterprise)
    await host.page.locator(".muted summary").click()
    await expect(host.page.locator("[data-person]")).to_have_count(2)
    await press(host.page, "unmute-person", f"[data-person='{first.sub}']")
    await expect(host.page.locator("[data-person]")).to_have_count(1)
    await expect(host.page.locator("[data-person]")).to_have_attribute("data-person", second.sub)
    assert (await first.person.send(f"/sessions/{session.id}/comments", {"text": "谢谢"})).status_code == 202


async def test_several_are_hidden_at_once(stage: Stage, look: Look) -> None:
    """The host selects two of three."""
    session, (student,) = await begun(stage), await stage.students(1)
    host = await watching(look, session, stage.enterprise)
    guest = await watching(look, session, None)
    for text in ("一", "二", "三"):
        await said(session, student.person, text)
    await expect(host.page.locator("[data-comment]")).to_have_count(3)
    for text in ("一", "三"):
        await host.page.locator("[data-comment]", has_text=text).locator("[data-control=pick]").check()
    await surely(host.page, "hide-many")
    await expect(guest.page.locator("[data-comment]")).to_have_count(1)
    await expect(guest.page.locator("[data-comment]")).to_contain_text("二")


async def test_a_limit_is_said_in_words_and_the_text_stays(stage: Stage, look: Look) -> None:
    """A person who comments too fast reads how long to wait; a text that is too long is not sent."""
    session, (student,) = await begun(stage), await stage.students(1)
    viewer = await watching(look, session, student.person)
    page = viewer.page
    await page.locator("[name=comment]").fill("长" * 101)
    await expect(page.locator(".count")).to_contain_text("101/100")
    await expect(page.locator("[data-control=say]")).to_be_disabled()
    for n in range(5):
        await said(session, student.person, f"第 {n} 条")
    await say(page, "第六条")
    await expect(page.locator("[data-why='429']")).to_contain_text("too many comments at once")
    await expect(page.locator("[name=comment]")).to_have_value("第六条")
    await expect(page.locator("[data-why='429']")).to_contain_text("Send it again now", timeout=HEARD_MS)
    await page.locator("[name=comment]").press("Enter")
    await expect(page.locator("[name=comment]")).to_have_value("")


async def test_reactions_are_counted_for_all_in_few_calls(stage: Stage, look: Look) -> None:
    """Six presses of one reaction and one of another reach both pages, with at most four requests."""
    session, (first, second) = await begun(stage), await stage.students(2)
    pressing = await watching(look, session, first.person)
    seeing = await watching(look, session, second.person)
    calls: list[Request] = []
    pressing.page.on("request", lambda request: calls.append(request) if _reacts(request) else None)
    for _ in range(6):
        await pressing.page.locator("[data-reaction=like]").press("Enter")
    await pressing.page.locator("[data-reaction=applause]").click()
    for viewer in (pressing, seeing):
        await expect(viewer.page.locator("[data-reaction=like]")).to_have_attribute("data-count", "6", timeout=HEARD_MS)
        await expect(viewer.page.locator("[data-reaction=applause]")).to_have_attribute(
            "data-count", "1", timeout=HEARD_MS
        )
    assert len(calls) <= 4


def _reacts(request: Request) -> bool:
    return request.method == "POST" and request.url.endswith("/reactions")


async def test_going_to_a_drop_is_told_once(stage: Stage, look: Look) -> None:
    """However often its card is pressed on one page; the session's figures count it."""
    job, (student,) = await stage.publish("数据分析师"), await stage.students(1)
    session = await begun(stage, job)
    drop = (await session.does("drops", job=job)).id
    viewer = await watching(look, session, student.person)
    clicks: list[str] = []
    viewer.page.on("request", lambda request: clicks.append(request.url) if request.url.endswith("/click") else None)
    async with viewer.page.expect_response(re.compile(r"/click$")) as answered:
        await viewer.page.locator(f"[data-drop='{drop}'] .title").click()
    told = await (await answered.value).json()
    await press(viewer.page, "apply", f"[data-drop='{drop}']")
    await expect(viewer.page.locator(".own")).to_have_attribute("data-own", "submitted")
    assert [url.split("/v1")[1] for url in clicks] == [f"/sessions/{session.id}/drops/{drop}/click"]
    assert told["receipt"]["position"].startswith("livefair.chat:")


async def test_comments_fly_where_they_are_wanted(stage: Stage, look: Look) -> None:
    """Turned off, they stay off after a reload; with reduced motion there are none."""
    session, (student,) = await begun(stage), await stage.students(1)
    viewer = await watching(look, session, student.person)
    await press(viewer.page, "overlay")
    await expect(viewer.page.locator(".overlay")).to_have_count(0)
    await viewer.page.reload()
    await expect(viewer.page.locator("[data-control=overlay]")).to_have_attribute("aria-pressed", "false")
    calm = await watching(look, session, None, reduced_motion="reduce")
    await say(viewer.page, "前排")
    await expect(calm.page.locator("[data-comment]")).to_contain_text("前排", timeout=HEARD_MS)
    await expect(calm.page.locator("[data-flight]")).to_have_count(0)
    await expect(calm.page.locator("[data-control=overlay]")).to_be_disabled()


async def test_comments_do_not_touch(stage: Stage, look: Look) -> None:
    """Of many comments at once none covers another, also if the picture is resized meanwhile."""
    session, students = await begun(stage), await stage.students(4)
    viewer = await watching(look, session, None)
    await at_once(said(session, one.person, f"{n} 数据分析师要求会 SQL 吗？") for one in students for n in range(3))
    await expect(viewer.page.locator("[data-flight]").nth(3)).to_be_attached(timeout=HEARD_MS)
    assert await viewer.page.evaluate(TOUCHING) == []
    await viewer.page.set_viewport_size({"width": 1600, "height": 900})
    await at_once(said(session, one.person, f"{n} 前排") for one in students for n in range(2))
    await expect(viewer.page.locator("[data-flight]", has_text="前排").first).to_be_attached(timeout=HEARD_MS)
    assert await viewer.page.evaluate(TOUCHING) == []


async def test_a_replay_says_it_again(stage: Stage, look: Look) -> None:
    """Comments and reactions appear at their times; hidden ones do not."""
    session, (student,) = await begun(stage), await stage.students(1)
    kept = await said(session, student.person, "留下的")
    hidden = await said(session, student.person, "隐藏的")
    await session.does("comments/hide", comments=[hidden.id])
    last = await student.person.write(f"/sessions/{session.id}/reactions", {"reaction": "love", "times": 3})
    await session.does("end")
    await session.read(last.position, "/comments")
    page = (await look(session.page())).page
    await page.locator("input[type=range]").press("ArrowRight")
    await page.locator("input[type=range]").press("Home")
    await expect(page.locator("[data-comment]")).to_have_count(0)
    await page.locator("input[type=range]").press("End")
    await expect(page.locator("[data-comment]")).to_have_count(1)
    await expect(page.locator(f"[data-comment='{kept.id}']")).to_contain_text("留下的")
    await expect(page.locator("[data-reaction=love]")).to_have_attribute("data-count", "3")
    await expect(page.locator("[data-reaction=love]")).to_be_disabled()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844), (1600, 900)])
async def test_nothing_sticks_out(stage: Stage, look: Look, width: int, height: int, locale: str) -> None:
    """With a comment of one long word, for a commenter, a guest and the host."""
    session, (student,) = await begun(stage), await stage.students(1)
    await said(session, student.person, LONG)
    for person in (student.person, None, stage.enterprise):
        viewer = await watching(look, session, person, width=width, height=height, locale=locale)
        await expect(viewer.page.locator("[data-comment]")).to_be_visible()
        await viewer.fits()


async def test_in_full_screen_nothing_is_missed(stage: Stage, look: Look) -> None:
    """Comments appear there too, and a drop is shown with the way to apply."""
    job, (student,) = await stage.publish("数据分析师"), await stage.students(1)
    session = await begun(stage, job)
    viewer = await watching(look, session, student.person)
    await viewer.page.keyboard.press("f")
    await viewer.page.wait_for_function("document.fullscreenElement?.matches('.picture')")
    drop = await session.does("drops", job=job, cap=3)
    told = viewer.page.locator(f"[data-on-stage='{drop.id}']")
    await expect(told).to_contain_text("3 of 3 places left")
    await expect(told).to_be_visible()
    await said(session, student.person, "前排")
    await expect(viewer.page.locator("[data-flight]")).to_be_visible()
    await viewer.page.keyboard.press("f")
    await expect(told).to_be_hidden()
