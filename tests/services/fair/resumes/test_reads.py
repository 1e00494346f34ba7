"""Consents: when an enterprise may read a resume, and that the student sees each read."""

from __future__ import annotations

import pytest

from schemas.application import application_id
from schemas.resume import attachment_path, document_path, resume_id
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import SHA, Entry, Teller, at, saved

t = Teller()
JOB = t.job("a")
QUEUE = f"/v1/jobs/{JOB}/applications"
ONE = f"{QUEUE}/{application_id(JOB, 'stu-1')}"
INVITED = [t.shortlisted(), t.invited(deadline=at(60))]
AFTER: dict[str, tuple[list[Entry], bool]] = {
    "submitted": ([], True),
    "viewed": ([t.viewed()], True),
    "invited": (INVITED, True),
    "accepted": ([*INVITED, t.accepted()], True),
    "hired": ([*INVITED, t.accepted(), t.hired()], True),
    "withdrawn": ([t.withdrawn()], False),
    "withdrawn after all": ([*INVITED, t.accepted(), t.withdrawn()], False),
    "declined": ([*INVITED, t.declined()], False),
    "expired": ([*INVITED, *(t.viewed(f"stu-{n}") for n in range(60)), t.deadline_passed()], False),
    "refused": ([t.turned_down()], False),
    "archived": ([t.closed(), t.archived()], False),
    "archived as a match": ([*INVITED, t.accepted(), t.closed(), t.archived()], True),
    "archived as a hire": ([*INVITED, t.accepted(), t.hired(), t.closed(), t.archived()], True),
    "closed only": ([t.closed()], True),
    "submitted again": ([t.withdrawn(), t.submitted("stu-1", message="messages/x.txt")], True),
}


@pytest.mark.parametrize("name", AFTER)
async def test_when_an_enterprise_sees_a_resume(site: Site, name: str) -> None:
    """While the application is live, with the student's message; the student can always read both."""
    then, may = AFTER[name]
    objects = site.api.reader.objects
    await objects.put(document_path(resume_id("stu-1"), SHA), b'{"basics": {"email": "a@example.org"}}')
    await objects.put("messages/x.txt", b"Call me")
    await site.fill(t.ready("a"), t.submitted("stu-1", message="messages/x.txt"), then)
    seen = await site.get(f"{ONE}/resume", "enterprise")
    assert seen.status_code == 200 if may else is_problem(seen, 404)
    assert len(site.log.written) == int(may), "what is not shown leaves no receipt"
    for text in ((await site.get(ONE, "enterprise")).text, (await site.get(QUEUE, "enterprise")).text):
        assert ("Call me" in text) == may
    assert (await site.get(f"{ONE}/resume", "student")).status_code == 200
    assert "Call me" in (await site.get(ONE, "student")).text
    [consent] = await site.items("/v1/me/consents", "student")
    assert consent["state"] == ("given" if may else "ended")
    assert ("ended_at" in consent) != may


async def test_consents_by_state_and_page(site: Site) -> None:
    """With the booth's name, the job's title, begin, end and number of uses."""
    names = ("a", "b", "c")
    log = [t.submitted("stu-1", name) for name in names]
    await site.fill(
        t.ready(*names), log, t.submitted("stu-2"), t.resume_read(), t.resume_read(), t.withdrawn("stu-1", "b")
    )
    pages = await site.pages("/v1/me/consents", "student", limit=1)
    assert [item["title"] for page in pages for item in page] == ["Job c", "Job b", "Job a"]
    assert [item["title"] for item in await site.items("/v1/me/consents", "student", state="given")] == [
        "Job c",
        "Job a",
    ]
    [ended] = await site.items("/v1/me/consents", "student", state="ended")
    assert (ended["enterprise"], ended["org"], ended["reads"]) == ("Enterprise org-1", "org-1", 0)
    assert ended["given_at"] < ended["ended_at"]
    assert pages[2][0]["reads"] == 2
    assert is_problem(await site.get("/v1/me/consents", "student", state="perhaps"), 422, "state")
    assert is_problem(await site.get("/v1/me/consents", "enterprise"), 403)


async def test_a_student_sees_who_has_read(site: Site) -> None:
    """Each read, newest first, also after the consent has ended; only their own."""
    reads = [t.resume_read("stu-1"), t.resume_read("stu-2"), t.resume_read("stu-1")]
    await site.fill(t.ready("a"), t.submitted("stu-1"), t.submitted("stu-2"), reads, t.withdrawn("stu-1"))
    found = [item for page in await site.pages("/v1/me/reads", "student", limit=1) for item in page]
    assert [item["id"] for item in found] == [str(one.envelope.id) for one in (reads[2], reads[0])]
    assert (found[0]["by"], found[0]["enterprise"], found[0]["title"]) == ("hr of org-1", "Enterprise org-1", "Job a")
    assert len(await site.items("/v1/me/reads", "another student")) == 1
    assert is_problem(await site.get("/v1/me/reads", "enterprise"), 403)


@pytest.mark.parametrize(("answers", "told"), [(4, None), (5, 5), (9, 5), (10, 10)])
async def test_how_fast_an_enterprise_answers_is_public(site: Site, answers: int, told: int | None) -> None:
    """On the booth and in the list of booths, from the fifth answer on, updated with every fifth."""
    students = [f"stu-{n}" for n in range(10)]
    await site.fill(t.ready("a"), map(t.submitted, students), map(t.viewed, students[:answers]))
    [named] = (await site.get(f"/v1/fairs/{t.fair}")).json()["booths"]
    [listed] = await site.items(f"/v1/fairs/{t.fair}/booths", "guest")
    for booth in (named, listed):
        shown = (booth.get("responses"), booth.get("response_time_s_median"))
        assert shown == (told, None if told is None else 10)


async def test_what_the_object_store_has_lost_does_not_exist(site: Site) -> None:
    """404 for the resume, and for its attachment even with a valid address; no read is recorded."""
    await site.fill(t.ready("a"), t.submitted("stu-1"), saved("stu-1", attachment="2" * 64))
    assert is_problem(await site.get("/v1/me/resume", "student"), 404)
    assert is_problem(await site.get(f"{ONE}/resume", "enterprise"), 404)
    assert site.log.written == []
    await site.api.reader.objects.put(document_path(resume_id("stu-1"), SHA), b"{}")
    address = (await site.get("/v1/me/resume", "student")).json()["attachment"]
    assert is_problem(await site.client.get(address), 404)
    await site.api.reader.objects.put(attachment_path(resume_id("stu-1"), "2" * 64), b"%PDF-")
    assert (await site.client.get(address)).content == b"%PDF-"
    assert is_problem(await site.client.get(address.replace("signature=", "signature=x")), 404)
