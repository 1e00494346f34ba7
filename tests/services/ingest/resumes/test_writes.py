"""Writes of resumes: document, attachment, card."""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from plumbing.kafka.publisher import Receipt, Unavailable
from plumbing.objects.store import Objects, StoreAway
from plumbing.sealing.keys import Keys
from schemas.application import ResumeSubmitted
from schemas.resume import ResumeCard, ResumeSaved, attachment_path, card_path, document_path, resume_id
from services.ingest.resumes.access import ResumeAccess
from services.ingest.resumes.writes import KeptCard, Resumes
from tests.services.ingest.write_edge import NOON, Caller, Edge, paths, resume_body, saved_resume

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PDF_TYPE = {"Content-Type": "application/pdf"}
ATTACHMENT = "/me/resume/attachment"


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return Objects(str(tmp_path / "objects"))


async def card_of(objects: Objects, resume: str) -> ResumeCard:
    return ResumeCard.model_validate_json(await objects.get(card_path(UUID(resume))) or b"")


async def test_a_resume_is_stored_as_it_was_sent(edge: Edge, objects: Objects) -> None:
    """The document is stored byte for byte, the log gets its hash and facets, a second save keeps the id."""
    raw = json.dumps(resume_body(extra={"kept": ["🎓"]}), ensure_ascii=False).encode()
    json_type = {"Content-Type": "application/json"}
    answers = [await edge.student().send("PUT", "/me/resume", content=raw, headers=json_type) for _ in range(2)]
    digest = hashlib.sha256(raw).hexdigest()
    (resume,) = {UUID(answer.json()["id"]) for answer in answers}
    assert resume != resume_id("stu-1")
    assert await objects.get(document_path(resume, digest)) == raw
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
    """Typed fields must have their type; NUL is refused anywhere."""
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
    """By media type, content and size; without a resume an attachment is refused."""
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
    """Saves of one person run one after the other."""
    student = edge.student()
    resume = await saved_resume(student)
    bodies = [resume_body(work=[{"name": str(n)}]) for n in range(5)]
    saving = [student.put("/me/resume", body) for body in bodies]
    await asyncio.gather(*saving, student.send("PUT", ATTACHMENT, content=PDF, headers=PDF_TYPE))
    card = await card_of(objects, resume)
    assert card.attachment == hashlib.sha256(PDF).hexdigest()
    assert await objects.get(document_path(UUID(resume), card.sha256)) is not None


async def test_an_empty_body_is_no_resume(edge: Edge, objects: Objects) -> None:
    """It is refused like every other text that is no JSON, and nothing is written."""
    answer = await edge.student().send("PUT", "/me/resume", content=b"", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert edge.log.records == []


async def put(edge: Edge, at: httpx.AsyncClient, body: dict[str, object], key: str) -> httpx.Response:
    """A save of the first student's resume at this instance."""
    student = Caller(at, edge.issuer.token("student", "stu-1", None))
    return await student.send("PUT", "/me/resume", body, headers={"Idempotency-Key": key})


async def own_id(edge: Edge) -> UUID:
    return await ResumeAccess(Objects(str(edge.issuer.jwks.parent / "objects")), edge.keys).id("stu-1")


async def submitted_sha256(edge: Edge) -> str:
    """The hash of the resume that a submission has now."""
    job = await edge.feed.job(await edge.feed.fair())
    answer = await edge.student().post(f"/jobs/{job}/applications", {"resume_id": str(await own_id(edge))})
    assert answer.status_code == 202, answer.text
    event = edge.log.events()[-1]
    assert isinstance(event, ResumeSubmitted)
    return event.resume.sha256


async def test_a_retry_on_another_instance_brings_nothing_back(edge: Edge) -> None:
    """The log and the card ignore the retry: a submission has the newest save."""
    older, newer = resume_body(work=[{"name": "older"}]), resume_body(work=[{"name": "newer"}])
    first = (await put(edge, edge.http, older, "a")).json()
    await put(edge, edge.http, newer, "b")
    newest = await submitted_sha256(edge)
    async with edge.another_instance() as other:
        again = await put(edge, other, older, "a")
    assert (again.status_code, again.json()["event_id"]) == (202, first["event_id"])
    assert await submitted_sha256(edge) == newest


async def test_what_the_log_did_not_take_is_on_no_card(edge: Edge) -> None:
    """A submission has the earlier save; the retry succeeds on any instance."""
    older, newer = resume_body(work=[{"name": "older"}]), resume_body(work=[{"name": "newer"}])
    await put(edge, edge.http, older, "a")
    before, edge.log.failure = await submitted_sha256(edge), Unavailable("away")
    assert (await put(edge, edge.http, newer, "b")).status_code == 503
    edge.log.failure = None
    assert await submitted_sha256(edge) == before
    async with edge.another_instance() as other:
        assert (await put(edge, other, newer, "b")).status_code == 202
    assert await submitted_sha256(edge) != before


async def test_a_card_that_was_not_kept_is_kept_by_the_retry(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the card cannot be stored after the log has the event, the answer is 503, and a retry stores it."""
    older, newer, place = resume_body(), resume_body(work=[]), Objects.put

    async def away(objects: Objects, path: str, content: bytes) -> None:
        if path.endswith("/card.json"):
            raise StoreAway
        await place(objects, path, content)

    await put(edge, edge.http, older, "a")
    before = await submitted_sha256(edge)
    with monkeypatch.context() as going:
        going.setattr(Objects, "put", away)
        answer = await put(edge, edge.http, newer, "b")
    assert (answer.status_code, "The log has it" in answer.json()["detail"]) == (503, True)
    async with edge.another_instance() as other:
        assert (await put(edge, other, newer, "b")).status_code == 202
    assert await submitted_sha256(edge) != before


async def test_a_card_gives_way_to_a_newer_one_only(objects: Objects) -> None:
    """With two concurrent saves the later one in the log counts, whichever writes its card last."""
    resumes, resume = Resumes(objects, ResumeAccess(objects, Keys(objects))), resume_id("stu-1")
    for digest, minute in (("b" * 64, 2), ("a" * 64, 1)):
        receipt = Receipt("livefair.people", 0, minute, NOON + timedelta(minutes=minute))
        await resumes._keep(ResumeCard(resume=resume, sha256=digest), receipt, uuid4())
    kept = KeptCard.model_validate_json(await objects.get(card_path(resume)) or b"")
    assert (kept.sha256, len(kept.saves)) == ("b" * 64, 2)
