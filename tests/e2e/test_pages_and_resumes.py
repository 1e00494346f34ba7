"""Resumes, drops and announcements on the pages, in a real browser. Imports no service."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Route, expect

from tests.e2e.browsing import Look, press
from tests.e2e.hosting import begun
from tests.e2e.stage import Person, Stage, at_once

RESUME: dict[str, Any] = {
    "basics": {"name": "阿依努尔·买买提", "email": "a@example.org", "location": {"city": "杭州"}},
    "education": [{"institution": "湖滨大学", "studyType": "Bachelor", "area": "机械工程", "endDate": "2027-06-30"}],
    "work": [{"name": "云栖", "position": "实习生", "startDate": "2020-09", "highlights": ["独立完成夹具设计三套"]}],
    "skills": [{"name": "CAD", "keywords": ["SolidWorks"]}, {"name": "焊接, 钳工", "level": "中级"}],
    "projects": [{"name": "六轴机械臂", "description": "省级竞赛一等奖作品", "highlights": ["逆解算法"]}],
    "certificates": [{"name": "CET-6", "date": "2025-12-01", "issuer": "考试中心"}],
    "awards": [{"title": "国家奖学金", "date": "2025-11-01"}],
    "languages": [{"language": "维吾尔语", "fluency": "母语"}],
    "volunteer": [{"organization": "湖滨义工站", "position": "队长"}],
    "hobby": {"chess": 1800},
}
SHOWN = (
    "独立完成夹具设计三套",
    "SolidWorks",
    "焊接, 钳工 · 中级",
    "逆解算法",
    "CET-6",
    "国家奖学金",
    "母语",
    "队长",
    "2020-09",
)
PDF = b"\r\n%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
"""With a line before the header, as mail puts it there."""


async def test_a_form_saved_unchanged_changes_nothing(stage: Stage, look: Look) -> None:
    """Of a full resume; and one field that is changed changes alone."""
    (student,) = await stage.students(1)
    await student.person.write("/me/resume", RESUME, method="PUT")
    viewer = await look(f"{stage.system.fair}/me#token={student.person.token}", width=390, height=844)
    page = viewer.page
    await press(page, "tab-resume")
    await press(page, "save")
    await expect(page.locator(".said")).to_contain_text("Saved")
    assert (await student.person.read("/me/resume"))["resume"] == RESUME
    await page.locator("[name=email]").fill("b@example.org")
    await press(page, "save")
    await expect(page.locator(".said")).to_contain_text("Saved")
    changed = {**RESUME, "basics": {**RESUME["basics"], "email": "b@example.org"}}
    assert (await student.person.read("/me/resume"))["resume"] == changed


async def attached(stage: Stage, person: Person, pdf: bytes = PDF) -> None:
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/pdf"}
    answer = await stage.http.put(f"{stage.system.ingest}/v1/me/resume/attachment", content=pdf, headers=headers)
    assert answer.status_code == 202, answer.text


@pytest.mark.parametrize(
    "before",
    [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"Content-Type: application/pdf\r\n\r\n", b"x" * 1_010],
    ids=["nothing", "a mark", "blank lines", "a line of mail", "junk"],
)
async def test_a_pdf_with_something_before_its_header_is_kept(stage: Stage, before: bytes) -> None:
    """As viewers open it; the enterprise gets it byte for byte."""
    job, (student,) = await stage.publish("数据分析师"), await stage.students(1)
    pdf = before + PDF.lstrip()
    await attached(stage, student.person, pdf)
    sent = await student.submit(job)
    told = await stage.enterprise.read(f"/jobs/{job}/applications/{sent.id}/resume", after=sent.position)
    link = told["attachment"]
    answer = await stage.http.get(link if link.startswith("http") else f"{stage.system.fair}{link}")
    assert (answer.status_code, answer.content) == (200, pdf)


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
async def test_an_enterprise_sees_all_of_it_and_opens_its_pdf_late(stage: Stage, look: Look, locale: str) -> None:
    """Every section is shown; a link that has expired is renewed, and the file comes, never a page "not found"."""
    job, (student,) = await stage.publish("数据分析师"), await stage.students(1)
    await student.person.write("/me/resume", RESUME, method="PUT")
    await attached(stage, student.person)
    sent = await student.submit(job)
    viewer = await look("about:blank", locale=locale)
    page, reads = viewer.page, 0

    async def aged(route: Route) -> None:
        """The first link has ended long ago."""
        nonlocal reads
        reads += 1
        answer = await route.fetch()
        told = await answer.json()
        if reads == 1:
            told["attachment"] = re.sub(r"expires=\d+", "expires=1", told["attachment"])
        await route.fulfill(response=answer, json=told)

    await page.route(re.compile(r"/applications/[^/]+/resume$"), aged)
    await page.goto(f"{stage.system.fair}/desk?fair={stage.fair}#token={stage.enterprise.token}")
    await page.locator(f".jobs li[data-job='{job}'] button.title").click()
    mine = f".applicants .rows [data-application='{sent.id}']"
    await press(page, "resume", mine)
    for words in SHOWN:
        await expect(page.locator(".resume-view")).to_contain_text(words)
    await viewer.fits()
    async with page.expect_download() as downloading:
        await page.locator("[data-control=open-pdf]").focus()
        await page.keyboard.press("Enter")
    file = await (await downloading.value).path()
    assert file.read_bytes() == PDF
    assert reads == 2
    assert len(page.context.pages) == 1


async def test_a_job_that_is_dropped_again_can_be_applied_for_again(stage: Stage, look: Look) -> None:
    """By a student who withdrew, and by one who was on the waiting list when the first drop ended."""
    job, (first, second) = await stage.publish("数据分析师"), await stage.students(2)
    session = await begun(stage)
    drop = (await session.does("drops", job=job, cap=1)).id
    sent = await first.submit(job, drop)
    await second.submit(job, drop)
    pages = [(await look(session.page(student.person))).page for student in (first, second)]
    await expect(pages[1].locator(".own")).to_have_attribute("data-own", "waitlisted")
    await session.does(f"drops/{drop}/close")
    await first.withdraw(job, sent.id)
    again = (await session.does("drops", job=job, cap=5)).id
    for page, state in zip(pages, ("withdrawn", "refused"), strict=True):
        row = f"[data-drop='{again}']"
        await expect(page.locator(f"{row} .own")).to_have_attribute("data-own", state)
        await press(page, "apply", row)
        await expect(page.locator(f"{row} .own")).to_have_attribute("data-own", "submitted")
        await expect(page.locator(f"{row} [data-control=apply]")).to_have_count(0)


async def test_a_screen_reader_hears_the_stage_and_not_each_count(stage: Stage, look: Look) -> None:
    """Twenty apply: the drop, that it is full and the viewer's own state are said, each once."""
    job, students = await stage.publish("数据分析师"), await stage.students(20)
    session = await begun(stage)
    viewer = await look(session.page(students[0].person))
    page, said = viewer.page, viewer.page.locator("[data-announcer] p")
    await viewer.connection("live")
    drop = (await session.does("drops", job=job, cap=10)).id
    await press(page, "apply", f"[data-drop='{drop}']")
    await at_once(student.submit(job, drop) for student in students[1:])
    await expect(page.locator(".places [data-remaining]")).to_have_attribute("data-remaining", "0")
    await expect(said).to_have_count(3)
    words = sorted(await said.all_inner_texts())
    assert [one.split(":")[0] for one in words] == ["Dropped", "Full", "Your application for 数据分析师"]
    live = await page.locator("[aria-live=polite], [role=status], [role=log]").all_inner_texts()
    assert not any("of 10 places" in one for one in live)


async def test_a_larger_headcount_invites_the_next(stage: Stage) -> None:
    """Through HTTP: the ranked alternates, in order, as many as there are new places."""
    job, students = await stage.publish("数据分析师", 1), await stage.students(4)
    ids = [(await student.submit(job)).id for student in students]
    await stage.enterprise.write(f"/jobs/{job}/applications/shortlist", {"applications": ids})
    await stage.enterprise.write(f"/jobs/{job}/ranking", {"applications": ids}, method="PUT")
    await stage.enterprise.write(f"/jobs/{job}/applications/{ids[0]}/invite")
    raised = await stage.enterprise.write(f"/jobs/{job}", {"headcount": 3}, method="PATCH")
    told = await stage.enterprise.read(f"/jobs/{job}/applications", after=raised.position)
    states = {one["id"]: (one["state"], one.get("reason")) for one in told["items"]}
    up = ("invited", "moved_up")
    assert [states[one] for one in ids] == [("invited", None), up, up, ("shortlisted", None)]
