"""Names that find themselves, regions that are one, times of the fair's zone, and texts of nothing, through HTTP."""

from __future__ import annotations

import csv
import io
import re
import uuid
import zlib
from base64 import a85decode
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any

import pytest

from tests.e2e.hosting import begun
from tests.e2e.importing import another, bring, text
from tests.e2e.stage import Person, Stage, at_once

FULL_WIDTH = "云栖精密机械（杭州）有限公司"
WIDE = "ＡＢＣ科技"
DEGREES = {"associate": "焊工", "bachelor": "软件工程师", "master": "Senior Engineer", "doctorate": "Programme Manager"}
SPELLINGS = ("杭州", "杭州市", "浙江省杭州市", "330100", "Hangzhou")
NOTHING = ("\u200b", "\u3164", "\u202e", "\u2066\u2069", "\u2800", "\ufeff", "\u0301", "\U000e0020")
CODE = "330100202600010001"
CONTENT = re.compile(rb"/Filter \[ /ASCII85Decode /FlateDecode \].*?stream\r?\n(.*?)~>", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def drawn(pdf: bytes) -> bytes:
    """The drawing instructions of a PDF; Chinese texts in them are UTF-16."""
    pages = b"".join(zlib.decompress(a85decode(found[1])) for found in CONTENT.finditer(pdf))
    return ESCAPED.sub(lambda one: bytes([int(one[1], 8)]) if len(one[1]) == 3 else CONTROLS.get(one[1], one[1]), pages)


async def at_booth(stage: Stage, name: str, **more: Any) -> Person:
    """A new enterprise with an approved booth of this name."""
    org = f"enterprise-{uuid.uuid4().hex[:8]}"
    (token,) = await stage.system.tokens("enterprise", org, org=org)
    person = Person(stage.http, stage.system, org, token)
    await person.write(f"/fairs/{stage.fair}/booths", {"name": name, **more})
    await stage.organizer.write(f"/fairs/{stage.fair}/booths/{org}/approve")
    return person


async def names(who: Person, path: str, field: str, **asked: str) -> set[str]:
    return {str(one[field]) for one in (await who.read(path, fair=0, **asked))["items"]}


async def test_a_booth_finds_itself_and_its_jobs(stage: Stage) -> None:
    """By its own name as it is written, and by plain letters and brackets."""
    precise, wide = await at_booth(stage, FULL_WIDTH), await at_booth(stage, WIDE)
    await precise.write(f"/fairs/{stage.fair}/jobs", {"title": "焊工", "headcount": 1})
    last = await wide.write(f"/fairs/{stage.fair}/jobs", {"title": "前端", "headcount": 1})
    asked = {FULL_WIDTH: FULL_WIDTH, "云栖精密机械(杭州)有限公司": FULL_WIDTH, "ABC": WIDE, WIDE: WIDE, "abc科技": WIDE}
    for typed, name in asked.items():
        for who in (stage.guest, stage.organizer):
            path = f"/fairs/{stage.fair}/booths"
            assert await names(who, path, "name", q=typed, after=last.position) == {name}
        assert await names(stage.guest, f"/fairs/{stage.fair}/jobs", "enterprise", q=typed) == {name}


async def test_words_of_degrees_scripts_and_inflections_find_jobs(stage: Stage) -> None:
    """The degree that a job asks for, in both languages and scripts; other forms and spellings of a title."""
    last = ""
    for degree, title in DEGREES.items():
        body = {"title": title, "headcount": 1, "degree": degree}
        last = (await stage.enterprise.write(f"/fairs/{stage.fair}/jobs", body)).position
    typed = {
        "associate": ("大专", "專科", "大专及以上", "Associate"),
        "bachelor": ("本科", "學士", "Bachelor", "bachelor's degree", "軟體工程師", "軟件"),
        "master": ("硕士", "碩士", "master’s", "engineers", "engineering", "ENGINEER"),
        "doctorate": ("博士", "PhD", "managers", "programmes"),
    }
    for degree, queries in typed.items():
        for query in queries:
            found = await names(stage.guest, f"/fairs/{stage.fair}/jobs", "title", q=query, after=last)
            assert found == {DEGREES[degree]}, query


async def test_an_application_is_found_by_its_jobs_title(stage: Stage) -> None:
    """However title and query are written; another title finds nothing."""
    titled = await stage.enterprise.write(f"/fairs/{stage.fair}/jobs", {"title": "销售代表（Ｂ２Ｂ）", "headcount": 1})
    (student,) = await stage.students(1)
    sent = await student.submit(titled.id)
    path = f"/fairs/{stage.fair}/applications"
    for typed, ids in {"销售代表(B2B)": {sent.id}, "銷售": {sent.id}, "b2b": {sent.id}, "会计": set()}.items():
        assert await names(stage.organizer, path, "id", q=typed, after=sent.position) == ids


async def test_a_region_is_one_however_it_is_written(stage: Stage) -> None:
    """In filter, search, report and breakdown, of jobs and of applicants; also as a code and in pinyin."""
    rows = [f"焊工{number},1,{region}" for number, region in enumerate(SPELLINGS)]
    told = await bring(stage.enterprise, stage.fair, text("岗位名称,招聘人数,工作地点", *rows, "钳工,1,宁波"))
    jobs, after = f"/fairs/{stage.fair}/jobs", told["receipt"]["position"]
    right = {f"焊工{number}" for number in range(len(SPELLINGS))}
    for typed in SPELLINGS:
        assert await names(stage.guest, jobs, "title", region=typed, after=after) == right
        assert await names(stage.guest, jobs, "title", q=typed) == right
    job = (await stage.guest.read(jobs, q="焊工0"))["items"][0]["id"]
    students = await stage.students(10)

    async def lives(student: Any, region: str) -> Any:
        resume = {"basics": {"name": "A", "location": {"region": region}}}
        await student.person.write("/me/resume", resume, method="PUT")
        return await student.submit(job)

    sent = await at_once(lives(*one) for one in zip(students, islice(cycle(SPELLINGS), 10), strict=True))
    last = max(sent, key=lambda one: int(one.position.rpartition(":")[2])).position
    report = await stage.organizer.read(f"/fairs/{stage.fair}/report", after=last)
    assert [(one["value"], one["applications"]) for one in report["by_region"]] == [("杭州", 10)]
    breakdown = await stage.guest.read(f"/fairs/{stage.fair}/breakdown", by="region")
    assert [(one["value"], one["applications"]) for one in breakdown["cells"]] == [("杭州", 10)]
    for typed in SPELLINGS:
        path = f"/fairs/{stage.fair}/applications"
        assert len((await stage.organizer.read(path, region=typed))["items"]) == 10


async def test_times_stay_in_the_zone_of_the_fair(stage: Stage) -> None:
    """Reads answer them as they were sent, the PDF has the days as planned, and exports are in local time."""
    times = {"starts_at": "2026-12-01T00:00:00+08:00", "ends_at": "2099-12-02T23:59:00+08:00"}
    here = await another(stage, **times)
    told = await bring(here.enterprise, here.fair, text("岗位名称,招聘人数,岗位编号", f'"销售\n代表",2,{CODE}'))
    path, after = f"/fairs/{here.fair}", told["receipt"]["position"]
    fair = await here.guest.read(path, after=after)
    report = await here.organizer.read(f"{path}/report")
    assert {name: fair[name] for name in times} == {name: report["fair"][name] for name in times} == times
    found = await here.guest.read(f"{path}/jobs", q="销售代表")
    assert [job["title"] for job in found["items"]] == ["销售代表"]
    pages = drawn((await here.organizer.look(f"{path}/report.pdf", lang="zh")).content)
    assert all(one in pages for one in (b"2026-12-01", b"2099-12-02", b"UTC+08:00", "销售代表".encode("utf-16-be")))
    assert b"2026-11-30" not in pages
    exported = (await here.organizer.look(f"{path}/exports/jobs.csv", lang="en")).content
    (row,) = csv.DictReader(io.StringIO(exported.decode("utf-8-sig")))
    assert (row["code"], row["time_zone"]) == (f'="{CODE}"', "UTC+08:00")
    made = datetime.fromisoformat(row["created_at"])
    assert row["created_at"].endswith("+08:00")
    assert abs((datetime.now(UTC) - made).total_seconds()) < 600
    again = await bring(here.enterprise, here.fair, exported)
    assert (again["accepted"], again["duplicates"]) == (0, 1)


async def posting(who: Person, job: str, after: str) -> tuple[int, bool]:
    """The status of a job's posting, and whether it says until when it stands."""
    headers = {"Accept": "application/ld+json"}
    address = f"{who.system.fair}/v1/jobs/{job}"
    answer = await who.http.get(address, params={"after": after}, headers=headers)
    return answer.status_code, "validThrough" in answer.json()


@pytest.mark.parametrize("step", ["wind-down", "close"])
async def test_jobs_that_are_over_are_no_postings(stage: Stage, step: str) -> None:
    """A closed job, and the open one of a closing or closed fair."""
    here = await another(stage)
    first, second = await here.publish("焊工"), await here.publish("钳工")
    closed = await here.enterprise.write(f"/jobs/{first}/close")
    assert [await posting(here.guest, job, closed.position) for job in (first, second)] == [(410, False), (200, True)]
    over = await here.organizer.write(f"/fairs/{here.fair}/{step}")
    assert await posting(here.guest, second, over.position) == (410, False)


async def test_a_credit_code_may_begin_with_a_letter(stage: Stage) -> None:
    """Where its check character is right."""
    for code, status in (("N2330110MF1234567D", 202), ("N2330110MF1234567E", 422)):
        org = f"enterprise-{uuid.uuid4().hex[:8]}"
        (token,) = await stage.system.tokens("enterprise", org, org=org)
        who = Person(stage.http, stage.system, org, token)
        answer = await who.send(f"/fairs/{stage.fair}/booths", {"name": "农业合作社", "uscc": code})
        assert answer.status_code == status, answer.text


async def test_a_text_of_nothing_to_see_is_refused(stage: Stage) -> None:
    """In titles, names, questions, announcements, comments and messages."""
    session, job = await begun(stage), await stage.publish("焊工")
    (student,) = await stage.students(1)
    host, organizer, live = stage.enterprise, stage.organizer, f"/sessions/{session.id}"
    far = {"starts_at": "2099-01-01T00:00:00Z", "ends_at": "2099-01-02T00:00:00Z"}
    for nothing in NOTHING:
        for who, path, body, method in (
            (organizer, "/fairs", {"title": nothing, "host": "a", **far}, "POST"),
            (organizer, "/fairs", {"title": "a", "host": nothing, **far}, "POST"),
            (host, f"/fairs/{stage.fair}/booths/{stage.org}", {"name": nothing}, "PATCH"),
            (host, f"/fairs/{stage.fair}/jobs", {"title": nothing, "headcount": 1}, "POST"),
            (host, f"/jobs/{job}", {"title": nothing}, "PATCH"),
            (host, f"/fairs/{stage.fair}/sessions", {"title": nothing, "starts_at": far["starts_at"]}, "POST"),
            (host, live, {"title": nothing}, "PATCH"),
            (host, f"{live}/announce", {"text": nothing}, "POST"),
            (student.person, f"{live}/questions", {"text": nothing}, "POST"),
            (student.person, f"{live}/comments", {"text": nothing}, "POST"),
            (student.person, f"/jobs/{job}/applications", {"resume_id": student.resume, "message": nothing}, "POST"),
            (student.person, "/me/resume", {"basics": {"name": nothing}}, "PUT"),
        ):
            answer = await who.send(path, body, method=method)
            assert answer.status_code == 422, (path, nothing.encode("unicode_escape"), answer.text)
