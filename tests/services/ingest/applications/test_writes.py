"""Writes of applications."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from schemas.application import ApplicationWithdrawn, ResumeSubmitted, application_id
from tests.services.ingest.write_edge import Caller, Edge, paths, resume_body, saved_resume


async def test_a_submission_carries_the_card_and_no_contact(edge: Edge) -> None:
    """Its id is uuid5(job, student); the event has the newest resume card's hash and facets."""
    fair, student = await edge.feed.fair(), edge.student()
    job, resume = await edge.feed.job(fair), await saved_resume(student)
    answer = await student.post(f"/jobs/{job}/applications", {"resume_id": resume})
    event = edge.log.events()[-1]
    assert isinstance(event, ResumeSubmitted)
    assert (answer.status_code, answer.json()["id"]) == (202, str(application_id(job, "stu-1")))
    assert (event.fair, event.job, event.student, str(event.resume.resume)) == (fair, job, "stu-1", resume)
    assert event.resume.facets.model_dump() == {"degree": "bachelor", "major": "Statistics", "region": "Zhejiang"}
    assert b"example.org" not in (edge.log.records[-1][2] or b"")
    assert edge.log.written()[-1].key == str(fair)


async def test_each_submission_reads_the_newest_card(edge: Edge) -> None:
    """A resume saved between two submissions changes the hash in the second one."""
    fair, student = await edge.feed.fair(), edge.student()
    resume = await saved_resume(student)
    for job in (await edge.feed.job(fair), await edge.feed.job(fair)):
        await student.post(f"/jobs/{job}/applications", {"resume_id": resume})
        await student.put("/me/resume", resume_body(skills=[{"name": "welding"}]))
    first, second = (event for event in edge.log.events() if isinstance(event, ResumeSubmitted))
    assert first.resume.sha256 != second.resume.sha256


async def test_a_message_stays_out_of_the_log(edge: Edge, tmp_path: Path) -> None:
    """The event has its path in the object store."""
    job, student = await edge.feed.job(await edge.feed.fair()), edge.student()
    body = {"resume_id": await saved_resume(student), "message": "请多关照"}
    assert (await student.post(f"/jobs/{job}/applications", body)).status_code == 202
    event = edge.log.events()[-1]
    assert isinstance(event, ResumeSubmitted)
    assert event.message is not None
    assert await edge.opened(event.message) == "请多关照"


async def test_a_key_used_again_elsewhere_leaves_the_words_that_were_read(edge: Edge, tmp_path: Path) -> None:
    """Another instance does not know the key: the event id is the same, and the first message stays."""
    job, student = await edge.feed.job(await edge.feed.fair()), edge.student()
    resume = await saved_resume(student)
    async with edge.another_instance() as http:
        for caller, words in ((student, "first"), (Caller(http, student.token), "second")):
            body = {"resume_id": resume, "message": words}
            assert (await caller.post(f"/jobs/{job}/applications", body, key="k")).status_code == 202
    first, second = (event for event in edge.log.events() if isinstance(event, ResumeSubmitted))
    assert first.message is not None
    assert first.message != second.message
    assert await edge.opened(first.message) == "first"


async def test_only_ones_own_saved_resume(edge: Edge) -> None:
    """Another student's resume, an unknown one, and one that is not saved are 404."""
    job, mine = await edge.feed.job(await edge.feed.fair()), await saved_resume(edge.student(1))
    await saved_resume(edge.student(2))
    for student, resume in ((edge.student(2), mine), (edge.student(2), str(UUID(int=0))), (edge.student(3), mine)):
        answer = await student.post(f"/jobs/{job}/applications", {"resume_id": resume})
        assert (answer.status_code, "resume" in answer.json()["detail"]) == (404, True)


@pytest.mark.parametrize(
    ("fair_state", "job_state", "status"),
    [("scheduled", "open", 409), ("closed", "open", 409), ("open", "closed", 409)],
)
async def test_what_is_not_open_takes_none(edge: Edge, fair_state: str, job_state: str, status: int) -> None:
    """A fair that is not open and a closed job are refused."""
    fair = await edge.feed.fair(state=fair_state)  # type: ignore[arg-type]  # the table's words are its states
    job = await edge.feed.job(fair, state=job_state)  # type: ignore[arg-type]  # as above
    student = edge.student()
    answer = await student.post(f"/jobs/{job}/applications", {"resume_id": await saved_resume(student)})
    assert answer.status_code == status


async def test_a_bad_submission_names_the_path(edge: Edge) -> None:
    """An invalid id, an unknown field, an empty message."""
    job = await edge.feed.job(await edge.feed.fair())
    body = {"resume_id": "mine", "student": "stu-2", "message": ""}
    answer = await edge.student().post(f"/jobs/{job}/applications", body)
    assert (answer.status_code, sorted(paths(answer))) == (422, ["message", "resume_id", "student"])
    assert (await edge.student().post(f"/jobs/{uuid4()}/applications", {"resume_id": str(uuid4())})).status_code == 404


async def test_a_student_withdraws_ones_own_application(edge: Edge) -> None:
    """Another student's application is 404, like an unknown one."""
    fair = await edge.feed.fair()
    job = await edge.feed.job(fair)
    mine, others = application_id(job, "stu-1"), application_id(job, "stu-2")
    answer = await edge.student().post(f"/jobs/{job}/applications/{mine}/withdraw")
    assert (answer.status_code, answer.json()["id"]) == (202, str(mine))
    assert edge.log.events() == [ApplicationWithdrawn(fair=fair, job=job, application=mine, student="stu-1")]
    for application in (others, uuid4(), "x"):
        assert (await edge.student().post(f"/jobs/{job}/applications/{application}/withdraw", {})).status_code == 404
    unknown = uuid4()
    path = f"/jobs/{unknown}/applications/{application_id(unknown, 'stu-1')}/withdraw"
    assert (await edge.student().post(path)).status_code == 404


async def test_a_drop_that_is_not_there_is_404(edge: Edge) -> None:
    """An unknown drop is refused, not ignored."""
    job, student = await edge.feed.job(await edge.feed.fair()), edge.student()
    resume = await saved_resume(student)
    written = len(edge.log.events())
    answer = await student.post(f"/jobs/{job}/applications", {"resume_id": resume, "drop": str(uuid4())})
    assert (answer.status_code, len(edge.log.events())) == (404, written)
