"""Reads of applications and resumes: access, order, and what a read records."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from schemas.application import ResumeRead, application_id
from schemas.resume import ResumeCard, attachment_path, document_path, resume_id
from services.fair.applications import reads as applications
from tests.services.fair.selecting import applied
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import SHA, Entry, Teller, at, saved

t = Teller()
JOB, OTHERS_JOB = t.job("a"), t.job("b")
QUEUE, OF_FAIR = f"/v1/jobs/{JOB}/applications", f"/v1/fairs/{t.fair}/applications"
MINE = "/v1/me/applications"
APPLICATION = application_id(JOB, "stu-1")
ONE = f"{QUEUE}/{APPLICATION}"
CARD = ResumeCard(resume=resume_id("stu-1"), sha256=SHA, attachment="a" * 64)
READY = [*t.ready("a"), t.requested("org-2"), t.approved("org-2"), t.published("b", "org-2")]


def crowd(students: int) -> list[Entry]:
    return [t.submitted(f"stu-{n}") for n in range(students)]


async def test_who_may_see_an_application(site: Site) -> None:
    """The student and the enterprise may see it; everybody else gets the same 404 as for an unknown id."""
    await site.fill(READY, t.submitted("stu-1"))
    for path in (ONE, f"{ONE}/resume"):
        missing = f"{QUEUE}/{uuid4()}" + path.removeprefix(ONE)
        for who in ("another student", "another enterprise"):
            answer = await site.get(path, who)
            assert is_problem(answer, 404)
            assert answer.content == (await site.get(missing, who)).content
        assert is_problem(await site.get(path, "organizer"), 403)
        assert is_problem(await site.get(path), 401)
    assert {(await site.get(ONE, who)).status_code for who in ("student", "enterprise")} == {200}
    under_another_job = f"/v1/jobs/{OTHERS_JOB}/applications/{APPLICATION}"
    assert is_problem(await site.get(under_another_job, "student"), 404)


async def test_who_may_see_a_queue(site: Site) -> None:
    """Only the job's enterprise may see its queue; for another enterprise the job does not exist."""
    await site.fill(READY, t.submitted("stu-1"))
    assert len(await site.items(QUEUE, "enterprise")) == 1
    theirs = await site.get(QUEUE, "another enterprise")
    assert is_problem(theirs, 404)
    assert theirs.content == (await site.get(f"/v1/jobs/{uuid4()}/applications", "another enterprise")).content
    for who, status in (("student", 403), ("organizer", 403), ("guest", 401)):
        assert is_problem(await site.get(QUEUE, who), status)


async def test_who_may_see_a_fairs_applications(site: Site) -> None:
    """Only the fair's organizer, without the students' messages; another fair's organizer gets 403."""
    await site.fill(READY, t.submitted("stu-1", message="messages/x.txt"))
    await site.api.reader.objects.put("messages/x.txt", b"Dear all")
    [item] = await site.items(OF_FAIR, "organizer")
    assert "message" not in item
    for who, status in (("another organizer", 403), ("enterprise", 403), ("student", 403), ("guest", 401)):
        assert is_problem(await site.get(OF_FAIR, who), status)
    assert is_problem(await site.get(f"/v1/fairs/{uuid4()}/applications", "organizer"), 404)


@pytest.mark.parametrize("limit", [1, 4, 100])
async def test_lists_have_no_gaps_and_no_duplicates(site: Site, limit: int) -> None:
    """Paging lists every application once: in log order for enterprise and organizer, newest first for the student."""
    names = [f"j{n}" for n in range(5)]
    mine = [t.submitted("stu-1", name) for name in names]
    await site.fill(READY, (t.published(name) for name in names), crowd(9), mine, t.withdrawn("stu-3"))
    queue = [item for page in await site.pages(QUEUE, "enterprise", limit=limit) for item in page]
    assert [item["place"] for item in queue] == list(range(1, 10))
    assert [item["student"] for item in queue] == [f"stu-{n}" for n in range(9)]
    of_fair = [item for page in await site.pages(OF_FAIR, "organizer", limit=limit) for item in page]
    places = [int(item["receipt"]["position"].split(":")[2]) for item in of_fair]
    assert places == sorted(places)
    assert len(set(places)) == 14
    assert [item["title"] for item in of_fair[-5:]] == [f"Job {name}" for name in names]
    assert {item["enterprise"] for item in of_fair} == {"Enterprise org-1"}
    own = [item for page in await site.pages(MINE, "student", limit=limit) for item in page]
    assert [item["title"] for item in own] == ["Job j4", "Job j3", "Job j2", "Job j1", "Job j0", "Job a"]
    assert own[0]["enterprise"] == "Enterprise org-1"


async def test_lists_are_filtered_by_state(site: Site) -> None:
    """Lists can be filtered by state; an unknown state is answered with 422, which names the filter."""
    await site.fill(READY, crowd(4), t.withdrawn("stu-2"))
    for path, who in ((QUEUE, "enterprise"), (OF_FAIR, "organizer")):
        assert [item["student"] for item in await site.items(path, who, state="withdrawn")] == ["stu-2"]
        assert len(await site.items(path, who, state="submitted")) == 3
        assert is_problem(await site.get(path, who, state="lost"), 422, "state")


async def test_an_application_knows_its_place_and_its_past(site: Site) -> None:
    """It shows its place, the number of live applications ahead, its history and facets, but no contact data."""
    await site.fill(READY, crowd(4), t.withdrawn("stu-0"), t.withdrawn("stu-1"), t.submitted("stu-1"))
    body = (await site.get(ONE, "student")).json()
    assert (body["place"], body["ahead"], body["state"]) == (5, 2, "submitted")
    assert [(step["event"], step["by"]) for step in body["history"]] == [
        ("ApplicationReceived", "stu-1"),
        ("ApplicationWithdrawn", "stu-1"),
        ("ApplicationReceived", "stu-1"),
    ]
    assert body["facets"] == {"degree": "master", "major": "数学", "region": "上海"}
    assert body["receipt"]["position"] == "livefair.fairs:0:14"
    assert datetime.fromisoformat(body["created_at"]) < datetime.fromisoformat(body["receipt"]["accepted_at"])
    assert "resume" not in body


async def test_an_application_has_its_message(site: Site) -> None:
    """Student and enterprise read the message from the object store; without the object, the rest is shown."""
    paths = [f"messages/{APPLICATION}/{sha256}.txt" for sha256 in ("a" * 64, "b" * 64)]
    await site.fill(READY, t.submitted("stu-1", message=paths[0]), t.submitted("stu-2", message=paths[1]))
    await site.api.reader.objects.put(paths[0], "我很感兴趣".encode())
    assert (await site.get(ONE, "student")).json()["message"] == "我很感兴趣"
    assert [item.get("message") for item in await site.items(QUEUE, "enterprise")] == ["我很感兴趣", None]


async def test_both_sides_see_an_invitation(site: Site) -> None:
    """Both sides see its deadline and message; the organizer's list shows the deadline only."""
    invited = t.invited("stu-1", deadline=at(500), message="messages/y.txt")
    await site.fill(READY, t.submitted("stu-1"), invited)
    await site.api.reader.objects.put("messages/y.txt", "欢迎".encode())
    for who in ("student", "enterprise"):
        body = (await site.get(ONE, who)).json()
        assert (body["state"], body["invitation_message"]) == ("invited", "欢迎")
        assert datetime.fromisoformat(body["deadline"]) == at(500)
    [item] = await site.items(OF_FAIR, "organizer", state="invited")
    assert ("invitation_message" in item, "invitation" in item, "deadline" in item) == (False, False, True)


async def test_a_reason_names_no_other_student(site: Site) -> None:
    """A student sees that the opening went to somebody else, but not to whom."""
    invited = [t.invited(f"stu-{n}", overbook=True) for n in (1, 2)]
    await site.fill(READY, t.amended(headcount=1), crowd(3), invited, t.accepted("stu-2"))
    answer = await site.get(ONE, "student")
    body = answer.json()
    assert (body["state"], body["reason"]) == ("shortlisted", "place_taken")
    assert (body["history"][-1]["by"], body["history"][-1]["reason"]) == ("livefair", "place_taken")
    assert "stu-2" not in answer.text
    assert [item["reason"] for item in await site.items(OF_FAIR, "organizer", state="shortlisted")] == ["place_taken"]


async def test_an_enterprises_read_is_recorded_first(site: Site) -> None:
    """The enterprise's read of a resume is recorded before it is answered, or refused; the student's is not."""
    await site.fill(READY, t.submitted("stu-1", resume=CARD))
    objects = site.api.reader.objects
    assert is_problem(await site.get(f"{ONE}/resume", "enterprise"), 404)
    await objects.put(document_path(CARD.resume, SHA), json.dumps({"basics": {"name": "李雷"}}).encode())
    own = (await site.get(f"{ONE}/resume", "student")).json()
    assert own["resume"] == {"basics": {"name": "李雷"}}
    assert site.log.written == []
    site.log.away = True
    assert is_problem(away := await site.get(f"{ONE}/resume", "enterprise"), 503)
    assert "李雷" not in away.text
    site.log.away = False
    assert (await site.get(f"{ONE}/resume", "enterprise")).json()["resume"] == own["resume"]
    [(topic, key, value, headers)] = site.log.written
    assert (topic, key) == ("livefair.fairs", str(t.fair).encode())
    assert ResumeRead.model_validate_json(value or b"") == ResumeRead(fair=t.fair, job=JOB, application=APPLICATION)
    assert (headers["ce_actor"], headers["ce_role"], headers["ce_org"]) == (b"hr", b"enterprise", b"org-1")
    for _ in range(3):
        assert (await site.get(f"{ONE}/resume", "enterprise")).status_code == 200
    receipts = [headers for *_, headers in site.log.written]
    hours = {receipt["ce_time"][:13] for receipt in receipts}
    assert len(receipts) == len({receipt["ce_id"] for receipt in receipts}) == len(hours)  # one, or two at the hour


async def test_an_attachment_is_reached_by_its_grant(site: Site) -> None:
    """The address works without a token for anyone who has it; a modified one does not, nor one without a file."""
    await site.fill(READY, t.submitted("stu-1", resume=CARD))
    objects = site.api.reader.objects
    await objects.put(document_path(CARD.resume, SHA), b"{}")
    url = urlsplit((await site.get(f"{ONE}/resume", "student")).json()["attachment"])
    granted = f"{url.path}?{url.query}"
    assert is_problem(await site.client.get(granted), 404)
    await objects.put(attachment_path(CARD.resume, "a" * 64), b"%PDF-1.7")
    answer = await site.client.get(granted)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"%PDF-1.7", "application/pdf")
    assert answer.headers["cache-control"] == "private, no-store"
    for changed in (granted[:-1], granted.replace("expires=", "expires=9"), url.path, granted.replace("aaaa", "bbbb")):
        assert is_problem(await site.client.get(changed), 404)


async def test_students_read_their_own_resume(site: Site) -> None:
    """The newest saved resume with its attachment; without one, a 404 that says what to do."""
    assert "PUT /v1/me/resume" in (await site.get("/v1/me/resume", "student")).json()["detail"]
    await site.fill(saved("stu-1"), saved("stu-1", "1" * 64, attachment="a" * 64))
    await site.api.reader.objects.put(document_path(resume_id("stu-1"), "1" * 64), b'{"basics": {}}')
    body = (await site.get("/v1/me/resume", "student")).json()
    assert (body["id"], body["resume"], body["saved_at"]) == (
        str(resume_id("stu-1")),
        {"basics": {}},
        "2026-11-01T09:00:01Z",
    )
    assert body["attachment"].startswith("http")
    assert is_problem(await site.get("/v1/me/resume", "another student"), 404)
    assert is_problem(await site.get("/v1/me/resume", "enterprise"), 403)


async def test_an_org_is_no_password(site: Site) -> None:
    """An enterprise token without an org reads no queue; an org in a student's token grants nothing."""
    await site.fill(READY, t.submitted("stu-1"))
    for claims in (("enterprise", "hr", None), ("student", "stu-9", "org-1")):
        token = site.issuer.token(*claims)
        answer = await site.client.get(ONE, headers={"authorization": f"Bearer {token}"})
        assert is_problem(answer, 404)


async def test_a_ranking_is_read_back_by_its_enterprise(site: Site) -> None:
    """The newest ranking with each application's current state; another enterprise's job does not exist."""
    path = f"/v1/jobs/{JOB}/ranking"
    await site.fill(READY, crowd(3), t.shortlisted("stu-2"), t.ranked("stu-2", "stu-0"), t.turned_down("stu-0"))
    ranked = [str(application_id(JOB, student)) for student in ("stu-2", "stu-0")]
    told = (await site.get(path, "enterprise")).json()
    assert told["applications"] == ranked
    assert [(one["id"], one["state"]) for one in told["items"]] == [(ranked[0], "shortlisted"), (ranked[1], "refused")]
    theirs = await site.get(path, "another enterprise")
    assert is_problem(theirs, 404)
    assert theirs.content == (await site.get(f"/v1/jobs/{uuid4()}/ranking", "another enterprise")).content
    for who, status in (("student", 403), ("organizer", 403), ("guest", 401)):
        assert is_problem(await site.get(path, who), status)


def of_many_kinds() -> list[Entry]:
    """Five submissions, one second apart from offset 8: stu-0 to stu-2 to job a, stu-3 and stu-4 to job b."""
    log = [applied(t, f"stu-{n}", degree="master" if n else "doctorate", region="上海") for n in range(3)]
    return [*READY, *log, applied(t, "stu-3", "b", degree="master"), applied(t, "stu-4", "b"), t.viewed("stu-1")]


FILTERS: dict[str, tuple[dict[str, str], list[str]]] = {
    "state": ({"state": "viewed"}, ["stu-1"]),
    "org": ({"org": "org-2"}, ["stu-3", "stu-4"]),
    "job": ({"job": str(OTHERS_JOB)}, ["stu-3", "stu-4"]),
    "degree": ({"degree": "master"}, ["stu-1", "stu-2", "stu-3"]),
    "region": ({"region": "上海"}, ["stu-0", "stu-1", "stu-2"]),
    "a part of the title": ({"q": "OB B"}, ["stu-3", "stu-4"]),
    "since": ({"since": at(10).isoformat()}, ["stu-2", "stu-3", "stu-4"]),
    "until": ({"until": at(10).isoformat()}, ["stu-0", "stu-1"]),
    "several": ({"degree": "master", "region": "上海", "state": "submitted", "q": "job"}, ["stu-2"]),
    "none that is there": ({"org": "org-3"}, []),
    "another fair's job": ({"job": str(uuid4())}, []),
}


@pytest.mark.parametrize("name", FILTERS)
async def test_the_organizer_filters(site: Site, name: str) -> None:
    """Each filter alone and combined, the same by pages as in one read; other roles are refused."""
    await site.fill(of_many_kinds())
    asked, students = FILTERS[name]
    assert [one["student"] for one in await site.items(OF_FAIR, "organizer", **asked)] == students
    pages = await site.pages(OF_FAIR, "organizer", limit=1, **asked)
    assert [one["student"] for page in pages for one in page] == students
    assert is_problem(await site.get(OF_FAIR, "another organizer", **asked), 403)


@pytest.mark.parametrize("few", [0, 1_000])
async def test_jobs_of_many_and_of_few_applications_make_the_same_pages(
    site: Site, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages are equal whether the query walks the log or reads all rows at once."""
    monkeypatch.setattr(applications, "FEW_APPLICATIONS", few)
    await site.fill(of_many_kinds())
    pages = await site.pages(OF_FAIR, "organizer", limit=2, q="job", degree="master")
    assert [[one["student"] for one in page] for page in pages] == [["stu-1", "stu-2"], ["stu-3"]]


async def test_how_many_are_in_each_state(site: Site) -> None:
    """`counts=true` counts by state under the other filters, for the fair and for a job's queue."""
    await site.fill(of_many_kinds())
    body = (await site.get(OF_FAIR, "organizer", counts="true", state="viewed")).json()
    assert (len(body["items"]), body["counts"]) == (1, {"submitted": 4, "viewed": 1})
    body = (await site.get(QUEUE, "enterprise", counts="true", state="viewed")).json()
    assert (len(body["items"]), body["counts"]) == (1, {"submitted": 2, "viewed": 1})
    body = (await site.get(OF_FAIR, "organizer", counts="true", org="org-2", limit=1)).json()
    assert (len(body["items"]), body["counts"]) == (1, {"submitted": 2})


async def test_a_refused_booth_reads_no_applicant(site: Site) -> None:
    """Every read of the job's applicants is 403 with the reason; students can still read their applications."""
    await site.fill(READY, t.submitted(), t.refused())
    [own] = await site.items("/v1/me/applications", "student")
    assert own["id"] == str(APPLICATION)
    private = (QUEUE, ONE, f"{ONE}/resume", f"/v1/jobs/{JOB}/ranking", f"/v1/jobs/{JOB}/approaches")
    for path in private:
        answer = await site.get(path, "enterprise")
        assert is_problem(answer, 403), path
        assert "refused, not approved" in answer.json()["detail"]
    assert (await site.get(ONE, "student")).status_code == 200
