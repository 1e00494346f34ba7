"""Writes of employer-first: who may show, approach and answer; the events do not identify the student."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from schemas.application import application_id
from schemas.card import (
    ApproachAccepted,
    ApproachDeclined,
    CardHidden,
    CardShown,
    EnterpriseApproached,
    approach_id,
)
from tests.services.ingest.write_edge import Edge, hours, paths, saved_resume

WISHES = {"regions": ["杭州", "330100"], "industries": ["软件"], "employment_types": ["internship"]}
CARD = uuid4()


async def test_a_card_is_made_of_the_resume(edge: Edge) -> None:
    """The resume's facets and the given wishes, and no other text of the resume."""
    fair, student = await edge.feed.fair(), edge.student()
    await saved_resume(student)
    answer = await student.put(f"/fairs/{fair}/card", {"wants": WISHES})
    assert answer.status_code == 202, answer.text
    event = edge.log.events()[-1]
    assert isinstance(event, CardShown)
    assert (event.fair, event.student, answer.json()["id"]) == (fair, student.sub, str(fair))
    assert event.facets.model_dump(exclude_none=True) == {
        "degree": "bachelor",
        "major": "Statistics",
        "region": "Zhejiang",
    }
    assert event.wants.model_dump() == WISHES


async def test_a_cards_id_cannot_be_made_of_the_students(edge: Edge) -> None:
    """Even if the request's key is known: each record proposes a random id."""
    fair, student = await edge.feed.fair(), edge.student()
    await saved_resume(student)
    other = edge.another_instance()
    for http in (edge.http, other):
        headers = {"Authorization": f"Bearer {student.token}", "Idempotency-Key": "one"}
        answer = await http.put(f"/v1/fairs/{fair}/card", json={}, headers=headers)
        assert answer.status_code == 202
    first, second = [one for one in edge.log.written() if isinstance(one.event, CardShown)]
    assert first.envelope.id == second.envelope.id
    assert isinstance(first.event, CardShown)
    assert isinstance(second.event, CardShown)
    assert first.event.card != second.event.card


async def test_a_card_needs_a_resume(edge: Edge) -> None:
    """The answer says how to create one."""
    fair = await edge.feed.fair()
    answer = await edge.student().put(f"/fairs/{fair}/card", {})
    assert answer.status_code == 404
    assert "PUT /v1/me/resume" in answer.json()["detail"]
    assert edge.log.records == []


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "free text": ({"headline": "Call me"}, "headline"),
    "a number": ({"wants": {"regions": ["138 0013 8000"]}}, "wants.regions"),
    "an address": ({"wants": {"industries": ["me@example.org"]}}, "wants.industries"),
    "a sentence": ({"wants": {"industries": ["x" * 61]}}, "wants.industries.0"),
    "too many": ({"wants": {"regions": [f"region {n}" for n in "abcdef"]}}, "wants.regions"),
    "an unknown kind": ({"wants": {"employment_types": ["any"]}}, "wants.employment_types.0"),
}


@pytest.mark.parametrize("name", BAD)
async def test_what_a_card_does_not_show(edge: Edge, name: str) -> None:
    """No free text, no contact data, no personal numbers."""
    body, where = BAD[name]
    fair, student = await edge.feed.fair(), edge.student()
    await saved_resume(student)
    answer = await student.put(f"/fairs/{fair}/card", body)
    assert (answer.status_code, paths(answer)) == (422, [where])


async def test_where_and_by_whom_a_card_is_shown(edge: Edge) -> None:
    """By a student, in an existing fair that is not over; it can be hidden at any time."""
    over, student = await edge.feed.fair(state="closed"), edge.student()
    await saved_resume(student)
    assert (await student.put(f"/fairs/{uuid4()}/card", {})).status_code == 404
    assert (await student.put(f"/fairs/{over}/card", {})).status_code == 409
    assert (await edge.enterprise().put(f"/fairs/{over}/card", {})).status_code == 403
    assert (await student.post(f"/fairs/{over}/card/hide")).status_code == 202
    assert edge.log.events()[-1] == CardHidden(fair=over, student=student.sub)


async def a_job(edge: Edge) -> tuple[UUID, UUID]:
    """A fair and a job of an enterprise with a booth."""
    fair = await edge.feed.fair()
    await edge.feed.booth(fair)
    return fair, await edge.feed.job(fair)


async def test_an_enterprise_approaches(edge: Edge, tmp_path: Path) -> None:
    """For its own job; the message is sealed."""
    fair, job = await a_job(edge)
    body = {"job": str(job), "message": "您好", "deadline": hours(2)}
    answer = await edge.enterprise().post(f"/fairs/{fair}/cards/{CARD}/approach", body)
    assert answer.status_code == 202, answer.text
    [event] = edge.log.events()
    assert isinstance(event, EnterpriseApproached)
    assert (event.org, event.job, event.card, event.approach) == ("ent-1", job, CARD, approach_id(job, CARD))
    assert answer.json()["id"] == str(event.approach)
    assert event.message is not None
    assert event.deadline is not None
    assert await edge.opened(event.message) == "您好"


async def test_who_may_not_approach(edge: Edge) -> None:
    """Without a booth, for another's, foreign or closed job, or in a fair that is not open."""
    fair, job = await a_job(edge)
    elsewhere, theirs = await edge.feed.job(await edge.feed.fair()), await edge.feed.job(fair, "ent-2")
    closed, over = await edge.feed.job(fair, state="closed"), await edge.feed.fair(state="closed")
    await edge.feed.booth(over)
    path, enterprise = f"/fairs/{fair}/cards/{CARD}/approach", edge.enterprise()
    for wanted, status in ((elsewhere, 404), (theirs, 404), (uuid4(), 404), (closed, 409)):
        assert (await enterprise.post(path, {"job": str(wanted)})).status_code == status
    assert (await edge.enterprise("ent-3").post(path, {"job": str(job)})).status_code == 403
    assert (await edge.student().post(path, {"job": str(job)})).status_code == 403
    assert (await enterprise.post(f"/fairs/{over}/cards/{CARD}/approach", {"job": str(job)})).status_code == 409
    late = await enterprise.post(path, {"job": str(job), "deadline": hours(-1)})
    assert (late.status_code, paths(late)) == (422, ["deadline"])
    assert edge.log.records == []


async def test_a_student_answers(edge: Edge, tmp_path: Path) -> None:
    """An acceptance has what a submission has, and is answered with the application's id."""
    fair, job = await a_job(edge)
    student, approach = edge.student(), approach_id(job, CARD)
    path = f"/jobs/{job}/approaches/{approach}"
    unready = await student.post(f"{path}/accept")
    assert unready.status_code == 404
    assert "PUT /v1/me/resume" in unready.json()["detail"]
    resume = await saved_resume(student)
    answer = await student.post(f"{path}/accept", {"message": "With pleasure"})
    accepted = edge.log.events()[-1]
    assert isinstance(accepted, ApproachAccepted)
    assert (str(accepted.resume.resume), accepted.approach, accepted.fair) == (resume, approach, fair)
    assert str(accepted.application) == answer.json()["id"] == str(application_id(job, student.sub))
    assert accepted.message is not None
    assert await edge.opened(accepted.message) == "With pleasure"
    assert (await student.post(f"{path}/decline")).json()["id"] == str(approach)
    assert edge.log.events()[-1] == ApproachDeclined(fair=fair, job=job, approach=approach)
    assert (await edge.enterprise().post(f"{path}/accept")).status_code == 403
