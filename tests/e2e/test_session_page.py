"""A session's page in a real browser, with a real stream and a running system. Imports no service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.browsing import SURE_MS, Look, press, surely
from tests.e2e.stage import Person, Stage, Student
from tests.e2e.streaming import streaming

LINE_MS = 15_000
"""A page reads its number on the waitlist again within this time, if the number is small."""
FUNNEL_MS = 30_000
"""A host's page reads the last minutes again within this time."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stream(servers_folder: Path) -> AsyncIterator[str]:
    async with streaming(servers_folder / "stream") as address:
        yield address


async def planned(stage: Stage, *jobs: str, stream: str | None = None) -> str:
    """A session of the enterprise that has not started."""
    told = {"stream_url": stream} if stream else {}
    body = {"title": "云栖科技直播送岗", "starts_at": datetime.now(UTC).isoformat(), "run_of_show": list(jobs), **told}
    return (await stage.enterprise.write(f"/fairs/{stage.fair}/sessions", body)).id


async def begun(stage: Stage, *jobs: str, stream: str | None = None) -> str:
    session = await planned(stage, *jobs, stream=stream)
    await stage.enterprise.write(f"/sessions/{session}/start")
    return session


def page_of(stage: Stage, session: str, person: Person | None = None) -> str:
    return f"{stage.system.fair}/live?session={session}" + (f"#token={person.token}" if person else "")


async def test_frames_advance_and_drops_come_with_the_picture(stage: Stage, look: Look, stream: str) -> None:
    """Chromium plays the stream; a drop appears when the picture reaches its time, not before."""
    job = await stage.publish("数据分析师")
    session = await begun(stage, job, stream=stream)
    viewer = await look(page_of(stage, session))
    page, video = viewer.page, viewer.page.locator("video")
    await expect(page.locator(".picture")).to_have_attribute("data-player", "playing", timeout=20_000)
    seen = await video.evaluate("video => video.getVideoPlaybackQuality().totalVideoFrames")
    await page.wait_for_function(
        "seen => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > seen + 5", arg=seen
    )
    await viewer.connection("live")
    drop = await stage.enterprise.write(f"/sessions/{session}/drops", {"job": job})
    opened = (await stage.guest.read(f"/sessions/{session}", after=drop.position))["drops"][0]["opened_at"]
    await expect(page.locator(f"[data-drop='{drop.id}']")).to_be_visible(timeout=30_000)
    programme = float(await video.get_attribute("data-programme") or "nan")
    assert programme >= datetime.fromisoformat(opened).timestamp() * 1000 - 300


async def test_the_player_is_fetched_for_a_stream_only(stage: Stage, look: Look, stream: str) -> None:
    """Its library is larger than the rest of the page."""
    job = await stage.publish("数据分析师")
    for address, players in (("", set[str]()), (stream, {"hls.js", "hls.worker.js"})):
        viewer = await look(page_of(stage, await begun(stage, job, stream=address or None)))
        await viewer.connection("live")
        if players:
            await expect(viewer.page.locator(".picture")).to_have_attribute("data-player", "playing", timeout=20_000)
        fetched = await viewer.page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
        names = {name.rpartition("/")[2] for name in fetched}
        assert {name for name in names if name.startswith("hls")} == players, fetched


async def test_a_full_drop_has_a_waitlist_that_moves_up(stage: Stage, look: Look) -> None:
    """The first student is admitted; the second is on the waitlist and sees when they move up; both see a receipt."""
    job, (first, second) = await stage.publish("前端工程师"), await stage.students(2)
    session = await begun(stage, job)
    drop = (await stage.enterprise.write(f"/sessions/{session}/drops", {"job": job, "cap": 1})).id
    pages = []
    for student in (first, second):
        viewer = await look(page_of(stage, session, student.person))
        await viewer.connection("live")
        await press(viewer.page, "apply", f"[data-drop='{drop}']")
        await expect(viewer.page.locator(".own code")).to_contain_text("livefair.fairs:")
        pages.append(viewer.page)
    await expect(pages[0].locator(".own")).to_have_attribute("data-own", "submitted")
    await expect(pages[1].locator(".own")).to_contain_text("Waiting list: number 1")
    await expect(pages[0].locator("[data-remaining]")).to_have_attribute("data-remaining", "0")
    await withdraw(stage, first, job)
    await expect(pages[1].locator(".own")).to_have_attribute("data-own", "submitted")


async def test_a_waitlist_is_shown_as_it_moves(stage: Stage, look: Look) -> None:
    """A waitlisted student sees the new number when one ahead withdraws; the host sees how many wait."""
    job, students = await stage.publish("前端工程师"), await stage.students(4)
    session = await begun(stage, job)
    drop = (await stage.enterprise.write(f"/sessions/{session}/drops", {"job": job, "cap": 1})).id
    for student in students[:3]:
        await student.submit(job, drop)
    host = await look(page_of(stage, session, stage.enterprise))
    last = await look(page_of(stage, session, students[2].person))
    await expect(last.page.locator(".own")).to_contain_text("Waiting list: number 2")
    await expect(host.page.locator("[data-open]")).to_contain_text("2 waiting")
    await withdraw(stage, students[1], job)
    await expect(last.page.locator(".own")).to_contain_text("Waiting list: number 1", timeout=LINE_MS)
    await expect(host.page.locator("[data-open]")).to_contain_text("1 waiting")
    await students[3].submit(job, drop)
    await expect(host.page.locator("[data-open]")).to_contain_text("2 waiting")
    await host.page.locator(".funnel summary").click()
    await expect(host.page.locator("[data-column=submissions]").first).to_be_visible(timeout=FUNNEL_MS)


async def test_a_job_is_pinned_and_unpinned_while_none_is_open(stage: Stage, look: Look) -> None:
    """Viewers see it on top; the host unpins it."""
    job = await stage.publish("数据分析师")
    session = await begun(stage)
    guest = await look(page_of(stage, session))
    await guest.connection("live")
    host = await look(page_of(stage, session, stage.enterprise))
    await host.page.locator("select[name=job]").select_option(job)
    await press(host.page, "pin-any")
    await expect(guest.page.locator(f".drops [data-pinned='{job}']")).to_contain_text("数据分析师")
    await press(host.page, "unpin")
    await expect(guest.page.locator("[data-pinned]")).to_have_count(0)


async def withdraw(stage: Stage, student: Student, job: str) -> None:
    (one,) = (await student.person.read("/me/applications"))["items"]
    await student.person.write(f"/jobs/{job}/applications/{one['id']}/withdraw")


async def test_the_host_runs_the_show(stage: Stage, look: Look) -> None:
    """Start, drop next and another, pin, announce, extend, close, pause and end: a guest sees each action."""
    first, second, other = [await stage.publish(title) for title in ("数据分析师", "前端工程师", "行政助理")]
    session = await planned(stage, first, second)
    guest = await look(page_of(stage, session))
    await guest.connection("live")
    host = await look(page_of(stage, session, stage.enterprise))
    page, seen = host.page, guest.page.locator(".drops .rows > li")
    await press(page, "start")
    await press(page, "drop-next")
    await expect(seen).to_have_count(1)
    await page.locator("select[name=job]").select_option(other)
    await page.locator("[name=cap]").fill("3")
    await press(page, "drop-any")
    await expect(seen).to_have_count(2)
    await expect(guest.page.locator("[data-remaining='3']")).to_be_visible()
    dropped = page.locator(".console [data-open]", has_text="行政助理")
    await dropped.locator("[name=extend]").fill("8")
    await dropped.locator("[data-control=extend]").click()
    await expect(guest.page.locator("[data-remaining='8']")).to_be_visible()
    await page.locator(".console [data-open]", has_text="数据分析师").locator("[data-control=pin]").click()
    await expect(seen.first).to_contain_text("数据分析师")
    await page.locator("[name=announcement]").fill("请准备好简历。")
    await press(page, "announce")
    await expect(guest.page.locator(".announcement")).to_contain_text("请准备好简历。")
    await press(page, "pause")
    await expect(guest.page.get_by_text("The session is paused.")).to_be_visible()
    await press(page, "go-on")
    await dropped.locator("[data-control=close-drop]").click()
    await page.wait_for_timeout(SURE_MS)
    await dropped.locator("[data-control=close-drop-sure]").click()
    await expect(guest.page.locator(".drops li", has_text="行政助理")).to_have_attribute("data-state", "closed")
    await surely(page, "end")
    await expect(guest.page.locator(".replay")).to_be_visible()


async def test_viewers_are_counted_as_they_come_and_go(stage: Stage, look: Look) -> None:
    """Every viewer sees the number of viewers."""
    session = await begun(stage)
    first = await look(page_of(stage, session))
    await first.counter("viewers", 1)
    second = await look(page_of(stage, session))
    await first.counter("viewers", 2)
    await second.page.close()
    await first.counter("viewers", 1, within_s=15)


async def test_questions_are_asked_upvoted_and_answered(stage: Stage, look: Look) -> None:
    """One person asks, another upvotes, the host answers and hides; a guest reads all without names."""
    session, (first, second) = await begun(stage), await stage.students(2)
    guest = await look(page_of(stage, session))
    await guest.connection("live")
    asking = await look(page_of(stage, session, first.person))
    await asking.page.locator("[name=question]").fill("需要驻外吗？")
    await press(asking.page, "ask")
    question = guest.page.locator("[data-question]")
    await expect(question).to_contain_text("需要驻外吗？")
    wanting = await look(page_of(stage, session, second.person))
    await press(wanting.page, "vote", "[data-question]")
    await expect(wanting.page.locator("[data-control=vote]")).to_have_attribute("aria-pressed", "true")
    await expect(question.locator("[data-control=vote]")).to_contain_text("1")
    await expect(question.locator("[data-control=vote]")).to_be_disabled()
    host = await look(page_of(stage, session, stage.enterprise))
    await host.page.locator("[name=answer]").fill("不需要。")
    await press(host.page, "answer")
    await expect(question).to_contain_text("不需要。")
    await surely(host.page, "hide", "[data-question]")
    await expect(question).to_have_count(0)


async def test_every_question_can_be_reached(stage: Stage, look: Look) -> None:
    """The thirteenth is one press away, for voters and for the host; answered ones are below open ones."""
    session, students = await begun(stage), await stage.students(5)
    asked = [
        await student.person.write(f"/sessions/{session}/questions", {"text": "问"})
        for student in students
        for _ in "123"
    ]
    for student in students[:2]:
        await student.person.write(f"/sessions/{session}/questions/{asked[14].id}/upvote")
    viewer = await look(page_of(stage, session, students[0].person))
    rows = viewer.page.locator("[data-question]")
    await expect(rows).to_have_count(12)
    await press(viewer.page, "more-questions")
    await expect(rows).to_have_count(15)
    await expect(viewer.page.locator("[data-control=more-questions]")).to_have_count(0)
    last = viewer.page.locator(f"[data-question='{asked[13].id}'] [data-control=vote]")
    await last.click()
    await expect(last).to_have_attribute("aria-pressed", "true")
    host = await look(page_of(stage, session, stage.enterprise))
    wanted = host.page.locator("[data-question]").first
    await expect(wanted).to_have_attribute("data-question", asked[14].id)
    await wanted.locator("[name=answer]").fill("答")
    await wanted.locator("[data-control=answer]").click()
    await press(host.page, "more-questions")
    await expect(host.page.locator("[data-question]").last).to_have_attribute("data-question", asked[14].id)


async def test_the_past_is_read_on_request_only(stage: Stage, look: Look) -> None:
    """When a drop opens and the session ends, a viewer's page reads nothing again; only the replay does."""
    job = await stage.publish("数据分析师")
    session = await begun(stage)
    viewer = await look(page_of(stage, session))
    await viewer.connection("live")
    asked: list[str] = []
    viewer.page.on("request", lambda request: asked.append(urlsplit(request.url).path.removeprefix("/v1")))
    await stage.enterprise.write(f"/sessions/{session}/drops", {"job": job, "cap": 2})
    await expect(viewer.page.locator(".drops [data-state=open]")).to_contain_text("云栖科技")
    await stage.enterprise.write(f"/sessions/{session}/end")
    await expect(viewer.page.locator(".replay")).to_be_visible()
    assert asked == [f"/jobs/{job}"]
    await press(viewer.page, "replay")
    await expect(viewer.page.locator(".drops [data-state=open]")).to_be_visible()
    assert f"/sessions/{session}/replay" in asked


async def test_a_finished_session_runs_again(stage: Stage, look: Look) -> None:
    """At sixty times the speed, with the drops at their times."""
    jobs = [await stage.publish(title) for title in ("数据分析师", "前端工程师")]
    session = await begun(stage, *jobs)
    (student,) = await stage.students(1)
    for job in jobs:
        drop = (await stage.enterprise.write(f"/sessions/{session}/drops/next")).id
        body = {"resume_id": student.resume, "drop": drop}
        await student.person.write(f"/jobs/{job}/applications", body)
    await stage.enterprise.write(f"/sessions/{session}/end")
    viewer = await look(page_of(stage, session))
    page = viewer.page
    await page.locator("[name=speed]").select_option("60")
    await page.locator("input[type=range]").press("ArrowRight")
    await page.locator("input[type=range]").press("Home")
    await expect(page.locator(".drops .rows > li")).to_have_count(0)
    await viewer.counter("applications", 0)
    await press(page, "replay")
    await expect(page.locator(".drops .rows > li")).to_have_count(2)
    await page.locator("input[type=range]").press("End")
    await viewer.counter("applications", 2)


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844), (1600, 900)])
async def test_nothing_sticks_out(stage: Stage, look: Look, width: int, height: int, locale: str) -> None:
    """For a guest and for the host."""
    job = await stage.publish("Assistant urban designer, zoning and environmental review, special projects")
    session = await begun(stage, job)
    await stage.enterprise.write(f"/sessions/{session}/drops", {"job": job, "cap": 20})
    for person in (None, stage.enterprise):
        viewer = await look(page_of(stage, session, person), width, height, locale=locale)
        await viewer.connection("live")
        await expect(viewer.page.locator("[data-drop]")).to_be_visible()
        await viewer.fits()
