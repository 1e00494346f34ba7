"""Writes of resumes: the document, the attachment, the card."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path
from uuid import UUID

import pytest

from plumbing.objects.store import Objects
from schemas.resume import ResumeCard, ResumeSaved, attachment_path, card_path, document_path, resume_id
from services.ingest.resumes import Resumes
from tests.services.ingest.edge import Edge, paths, resume_body, saved_resume

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PDF_TYPE = {"Content-Type": "application/pdf"}
ATTACHMENT = "/me/resume/attachment"


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return Objects(str(tmp_path / "objects"))


async def card_of(objects: Objects, resume: str) -> ResumeCard:
    return ResumeCard.model_validate_json(await objects.get(card_path(UUID(resume))) or b"")


async def test_a_resume_is_stored_as_it_was_sent(edge: Edge, objects: Objects) -> None:
    """The document is kept byte for byte, the log gets its hash and facets, saving again keeps the id."""
    raw = json.dumps(resume_body(extra={"kept": ["🎓"]}), ensure_ascii=False).encode()
    json_type = {"Content-Type": "application/json"}
    answers = [await edge.student().send("PUT", "/me/resume", content=raw, headers=json_type) for _ in range(2)]
    digest = hashlib.sha256(raw).hexdigest()
    assert {answer.json()["id"] for answer in answers} == {str(resume_id("stu-1"))}
    assert await objects.get(document_path(resume_id("stu-1"), digest)) == raw
    written = edge.log.written()[0]
    assert isinstance(written.event, ResumeSaved)
    assert (written.topic, written.key) == ("livefair.people", "stu-1")
    assert (written.event.sha256, written.event.person, written.event.facets.degree) == (digest, "stu-1", "bachelor")
    assert "李雷".encode() not in (edge.log.records[0][2] or b"")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"basics": "me"}, "basics"),
        ({"education": [{"area": 7}]}, "education.0.area"),
        ({"x": {"y": ["\x00"]}}, "x.y.0"),
    ],
)
async def test_a_bad_resume_names_the_path(edge: Edge, changes: dict[str, object], path: str) -> None:
    """What the schema types must have its type; NUL is refused anywhere."""
    answer = await edge.student().put("/me/resume", resume_body(**changes))
    assert (answer.status_code, paths(answer)) == (422, [path])


async def test_a_pdf_is_attached_and_stays(edge: Edge, objects: Objects) -> None:
    """Its hash is on the card, also after the document was saved again."""
    student = edge.student()
    resume = await saved_resume(student)
    answer = await student.send("PUT", ATTACHMENT, content=PDF, headers=PDF_TYPE)
    digest = hashlib.sha256(PDF).hexdigest()
    assert (answer.status_code, answer.json()["id"]) == (202, resume)
    assert await objects.get(attachment_path(UUID(resume), digest)) == PDF
    await student.put("/me/resume", resume_body(work=[]))
    assert (await card_of(objects, resume)).attachment == digest


async def test_what_is_no_pdf_is_refused(edge: Edge) -> None:
    """By what it says, by what it is, by its size; and without a resume there is nothing to attach it to."""
    student = edge.student()
    assert (await student.send("PUT", ATTACHMENT, content=PDF, headers=PDF_TYPE)).status_code == 404
    await saved_resume(student)
    for content, headers, status in (
        (PDF, {"Content-Type": "text/plain"}, 415),
        (b"MZ\x90\x00", PDF_TYPE, 422),
        (b"", PDF_TYPE, 422),
        (b"%PDF-" + bytes(10 * 1_048_576), PDF_TYPE, 413),
    ):
        assert (await student.send("PUT", ATTACHMENT, content=content, headers=headers)).status_code == status
    assert len(edge.log.records) == 1


async def test_document_and_attachment_at_once_lose_neither(edge: Edge, objects: Objects) -> None:
    """Saving is one at a time for a person."""
    student = edge.student()
    resume = await saved_resume(student)
    bodies = [resume_body(work=[{"name": str(n)}]) for n in range(5)]
    saving = [student.put("/me/resume", body) for body in bodies]
    await asyncio.gather(*saving, student.send("PUT", ATTACHMENT, content=PDF, headers=PDF_TYPE))
    card = await card_of(objects, resume)
    assert card.attachment == hashlib.sha256(PDF).hexdigest()
    assert await objects.get(document_path(UUID(resume), card.sha256)) is not None


async def test_a_card_that_another_instance_wrote_counts_at_once(objects: Objects) -> None:
    """What was read is remembered only until the object is written again; None where it is gone."""
    resumes, resume = Resumes(objects), resume_id("stu-1")
    assert await resumes.card(resume) is None
    for digest in ("a" * 64, "b" * 64, "b" * 64):
        await objects.put(card_path(resume), ResumeCard(resume=resume, sha256=digest).model_dump_json().encode())
        for _ in range(2):
            card = await resumes.card(resume)
            assert card is not None
            assert card.sha256 == digest
