"""Erasing a person: keys, resume, and the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plumbing.kafka.publisher import Unavailable
from plumbing.sealing.box import key_of
from schemas.application import ApplicationRefused, application_id
from schemas.chat import CommentPosted
from schemas.person import PersonErased
from schemas.question import QuestionAsked
from schemas.topics import PEOPLE
from tests.services.ingest.write_edge import Caller, Edge, saved_resume

CANARY = "canary-7f3a"


async def a_life(edge: Edge, number: int = 1) -> list[str]:
    """A student who comments, asks and applies, and is refused with a reason. Returns the sealed texts."""
    fair = await edge.feed.fair()
    student, job, session = edge.student(number), await edge.feed.job(fair), await edge.feed.session(fair)
    before = len(edge.log.events())
    await student.post(f"/sessions/{session}/comments", {"text": CANARY})
    await student.post(f"/sessions/{session}/questions", {"text": CANARY})
    await student.post(f"/jobs/{job}/applications", {"resume_id": await saved_resume(student), "message": CANARY})
    refusal = f"/jobs/{job}/applications/{application_id(job, student.sub)}/refuse"
    assert (await edge.enterprise().post(refusal, {"reason": CANARY})).status_code == 202
    events = edge.log.events()[before:]
    words = [event.sealed_text for event in events if isinstance(event, CommentPosted | QuestionAsked)]
    words += [event.sealed_reason for event in events if isinstance(event, ApplicationRefused)]
    words += [getattr(event, "message", None) for event in events]
    return [word for word in words if word is not None]


async def opened(edge: Edge, words: list[str]) -> set[str | None]:
    edge.keys.forget([key_of(word) or "" for word in words])
    return {await edge.keys.open(word) for word in words}


def files(edge: Edge, folder: str) -> list[Path]:
    return [path for path in (edge.issuer.jwks.parent / "objects" / folder).rglob("*") if path.is_file()]


async def test_everything_that_somebody_typed_is_erased(edge: Edge) -> None:
    """In every fair, what was written about their application too, and the resume; nothing of another person."""
    words, others = await a_life(edge) + await a_life(edge), await a_life(edge, 2)
    assert (len(words), await opened(edge, words)) == (8, {CANARY})
    resumes = len(files(edge, "resumes"))
    answer = await edge.student().send("DELETE", "/me")
    assert (answer.status_code, answer.json()["id"]) == (202, "stu-1")
    record = edge.log.written()[-1]
    assert isinstance(record.event, PersonErased)
    assert (record.topic, record.key, record.event.person) == (PEOPLE.name, "stu-1", "stu-1")
    assert set(record.event.keys) == {key_of(word) for word in words}
    assert (await opened(edge, words), await opened(edge, others)) == ({None}, {CANARY})
    assert len(files(edge, "resumes")) == resumes / 2
    assert not [path for path in files(edge, "keys") if path.stat().st_size == 0]


async def test_an_erasure_that_was_interrupted_is_completed_by_a_retry(edge: Edge) -> None:
    """Where the log does not take it, the texts are gone and the retry names their keys."""
    words = await a_life(edge)
    edge.log.failure = Unavailable("away")
    assert (await edge.student().send("DELETE", "/me")).status_code == 503
    assert await opened(edge, words) == {None}
    edge.log.failure = None
    assert (await edge.student().send("DELETE", "/me")).status_code == 202
    (event,) = [event for event in edge.log.events() if isinstance(event, PersonErased)]
    assert set(event.keys) == {key_of(word) for word in words}


async def test_who_goes_on_has_new_keys(edge: Edge) -> None:
    """The old texts stay erased, a new one is read, and a new resume is saved."""
    words = await a_life(edge)
    assert (await edge.student().send("DELETE", "/me")).status_code == 202
    new = await a_life(edge)
    assert (await opened(edge, words), await opened(edge, new)) == ({None}, {CANARY})


@pytest.mark.parametrize("role", ["organizer", "enterprise", "student", "guest"])
async def test_everybody_may_erase_themselves(edge: Edge, role: str) -> None:
    """Anyone with a token; without anything to erase too."""
    caller: dict[str, Callable[[], Caller]] = {
        "organizer": edge.organizer,
        "enterprise": edge.enterprise,
        "student": edge.student,
        "guest": edge.guest,
    }
    answer = await caller[role]().send("DELETE", "/me")
    assert answer.status_code == (401 if role == "guest" else 202)


async def test_erasing_has_a_rate_limit(tmp_path: Path) -> None:
    """It looks into every fair."""
    edge = Edge(tmp_path, rate_limit=True)
    statuses = [(await edge.student().send("DELETE", "/me")).status_code for _ in range(4)]
    assert statuses == [202, 202, 202, 429]
    assert (await edge.student(2).send("DELETE", "/me")).status_code == 202
