"""Writes of double selection: who may take which step, and which event is appended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from schemas.application import (
    ApplicantHired,
    ApplicantInvited,
    ApplicantShortlisted,
    ApplicationRefused,
    ApplicationViewed,
    InvitationAccepted,
    InvitationDeclined,
    application_id,
)
from schemas.event import Event
from schemas.job import ApplicantsRanked
from services.ingest.edge.sealing import Seals
from tests.services.ingest.write_edge import Caller, Edge, hours, paths

BY_ENTERPRISE: dict[str, type[Event]] = {
    "view": ApplicationViewed,
    "shortlist": ApplicantShortlisted,
    "invite": ApplicantInvited,
    "refuse": ApplicationRefused,
    "hire": ApplicantHired,
}
BY_STUDENT: dict[str, type[Event]] = {"accept": InvitationAccepted, "decline": InvitationDeclined}
STEPS = [*BY_ENTERPRISE, *BY_STUDENT]


async def an_application(edge: Edge) -> dict[str, UUID]:
    """The ids of an application of stu-1 to a job of ent-1."""
    fair = await edge.feed.fair()
    job = await edge.feed.job(fair)
    return {"fair": fair, "job": job, "application": application_id(job, "stu-1")}


def path_of(ids: dict[str, UUID], step: str) -> str:
    return f"/jobs/{ids['job']}/applications/{ids['application']}/{step}"


def caller(edge: Edge, step: str) -> Caller:
    """The caller who may take the step."""
    return edge.enterprise() if step in BY_ENTERPRISE else edge.student()


@pytest.mark.parametrize("body", [None, {}])
@pytest.mark.parametrize("step", STEPS)
async def test_a_step_is_an_event(edge: Edge, step: str, body: object) -> None:
    """Of the right type, with the ids, under the fair's key, also without a body. The answer has the application."""
    ids, event = await an_application(edge), {**BY_ENTERPRISE, **BY_STUDENT}[step]
    answer = await caller(edge, step).post(path_of(ids, step), body)
    assert (answer.status_code, answer.json().get("id")) == (202, str(ids["application"])), answer.text
    [written] = edge.log.written()
    assert (written.event, written.key) == (event(**ids), str(ids["fair"]))


@pytest.mark.parametrize("step", STEPS)
async def test_the_other_roles_may_not(edge: Edge, step: str) -> None:
    """403 for them, 401 for a guest, and nothing is written."""
    ids, own = await an_application(edge), caller(edge, step)
    for other in (edge.organizer(), edge.student(), edge.enterprise()):
        if other.sub != own.sub:
            assert (await other.post(path_of(ids, step))).status_code == 403
    assert (await edge.guest().post(path_of(ids, step))).status_code == 401
    assert edge.log.records == []


@pytest.mark.parametrize("step", BY_ENTERPRISE)
async def test_anothers_job_looks_like_none(edge: Edge, step: str) -> None:
    """The same 404 as for an unknown job or id. An enterprise without an org has no jobs."""
    ids = await an_application(edge)
    theirs = await edge.enterprise("ent-2").post(path_of(ids, step))
    nowhere = await edge.enterprise().post(path_of({**ids, "job": uuid4()}, step))
    assert (theirs.status_code, nowhere.status_code) == (404, 404)
    assert theirs.json()["detail"] == nowhere.json()["detail"] == "There is no such application."
    for path in (f"/jobs/x/applications/{ids['application']}/{step}", f"/jobs/{ids['job']}/applications/x/{step}"):
        assert (await edge.enterprise().post(path)).status_code == 404
    assert (await edge.enterprise(None).post(path_of(ids, step))).status_code == 403
    assert edge.log.records == []


@pytest.mark.parametrize("step", BY_STUDENT)
async def test_anothers_invitation_looks_like_none(edge: Edge, step: str) -> None:
    """A student can answer only their own application, to a job that exists."""
    ids, job = await an_application(edge), uuid4()
    others = {**ids, "application": application_id(ids["job"], "stu-2")}
    nowhere = {**ids, "job": job, "application": application_id(job, "stu-1")}
    for wrong in (others, {**ids, "application": uuid4()}, nowhere):
        assert (await edge.student().post(path_of(wrong, step))).status_code == 404
    assert edge.log.records == []


async def test_an_invitation_carries_its_terms(edge: Edge, tmp_path: Path) -> None:
    """Deadline and overbooking; the message is sealed."""
    ids, deadline = await an_application(edge), hours(2)
    body = {"deadline": deadline, "message": "欢迎加入", "overbook": True}
    assert (await edge.enterprise().post(path_of(ids, "invite"), body)).status_code == 202
    [event] = edge.log.events()
    assert isinstance(event, ApplicantInvited)
    assert event.message is not None
    assert event == ApplicantInvited(**ids, deadline=deadline, message=event.message, overbook=True)
    assert await edge.opened(event.message) == "欢迎加入"
    assert "欢迎加入".encode() not in (edge.log.records[0][2] or b"")


CHOICES = {
    "view": ApplicationViewed,
    "shortlist": ApplicantShortlisted,
    "invite": ApplicantInvited,
    "refuse": ApplicationRefused,
    "hire": ApplicantHired,
}


@pytest.mark.parametrize("step", CHOICES)
async def test_a_choice_may_say_why(edge: Edge, step: str) -> None:
    """The reason is in the event for the student; without one the field is empty."""
    ids = await an_application(edge)
    path = path_of(ids, step)
    assert (await edge.enterprise().post(path, {"reason": "专业不符"})).status_code == 202
    assert (await edge.enterprise().post(path)).status_code == 202
    (reason,) = await Seals(edge.keys).about(ids, "专业不符")
    assert edge.log.events() == [CHOICES[step](**ids, sealed_reason=reason), CHOICES[step](**ids)]
    assert await edge.opened(reason) == "专业不符"


BAD: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "a deadline that is past": ("invite", {"deadline": hours(-1)}, ["deadline"]),
    "a deadline without its offset": ("invite", {"deadline": "2099-01-01T09:00:00"}, ["deadline"]),
    "a deadline that is none": ("invite", {"deadline": "soon"}, ["deadline"]),
    "an empty message": ("invite", {"message": " "}, ["message"]),
    "overbook that is no boolean": ("invite", {"overbook": "yes"}, ["overbook"]),
    "an unknown field": ("invite", {"place": 1}, ["place"]),
    "an empty reason": ("refuse", {"reason": ""}, ["reason"]),
    "a reason that is too long": ("refuse", {"reason": "x" * 2_001}, ["reason"]),
    "a reason where none is asked for": ("accept", {"reason": "good"}, ["reason"]),
    "something said when accepting": ("accept", {"deadline": hours(1)}, ["deadline"]),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_body_names_the_path(edge: Edge, name: str) -> None:
    """422, and nothing is written."""
    step, body, wrong = BAD[name]
    answer = await caller(edge, step).post(path_of(await an_application(edge), step), body)
    assert (answer.status_code, paths(answer)) == (422, wrong)
    assert edge.log.records == []


async def test_a_ranking_is_an_event(edge: Edge) -> None:
    """In order, up to a thousand, or empty. The answer has the job."""
    ids = await an_application(edge)
    for order in ([str(uuid4()) for _ in range(1_000)], [str(ids["application"])], []):
        answer = await edge.enterprise().put(f"/jobs/{ids['job']}/ranking", {"applications": order})
        assert (answer.status_code, answer.json().get("id")) == (202, str(ids["job"])), answer.text
        event = edge.log.events()[-1]
        assert isinstance(event, ApplicantsRanked)
        assert [str(one) for one in event.applications] == order


async def test_a_ranking_is_the_enterprises(edge: Edge) -> None:
    """Another role gets 403, another enterprise the same 404 as for an unknown job."""
    ids, body = await an_application(edge), dict[str, list[str]](applications=[])
    for other in (edge.student(), edge.organizer()):
        assert (await other.put(f"/jobs/{ids['job']}/ranking", body)).status_code == 403
    theirs = await edge.enterprise("ent-2").put(f"/jobs/{ids['job']}/ranking", body)
    nowhere = await edge.enterprise().put(f"/jobs/{uuid4()}/ranking", body)
    assert (theirs.status_code, theirs.json()["detail"]) == (404, "There is no such job.")
    assert (nowhere.status_code, nowhere.json()["detail"]) == (404, "There is no such job.")
    assert edge.log.records == []


ONE = str(uuid4())
BAD_RANKINGS: dict[str, tuple[Any, str]] = {
    "one named twice": ({"applications": [ONE, str(uuid4()), ONE.upper()]}, "applications"),
    "more than a thousand": ({"applications": [str(uuid4()) for _ in range(1_001)]}, "applications"),
    "an id that is none": ({"applications": [ONE, "x"]}, "applications.1"),
    "no list": ({"applications": ONE}, "applications"),
    "nothing": ({}, "applications"),
    "an unknown field": ({"applications": [], "best": ONE}, "best"),
}


@pytest.mark.parametrize("name", BAD_RANKINGS)
async def test_a_bad_ranking_names_the_path(edge: Edge, name: str) -> None:
    """422, and nothing is written."""
    body, wrong = BAD_RANKINGS[name]
    answer = await edge.enterprise().put(f"/jobs/{(await an_application(edge))['job']}/ranking", body)
    assert (answer.status_code, paths(answer)) == (422, [wrong])
    assert edge.log.records == []


async def test_words_are_never_replaced(edge: Edge, tmp_path: Path) -> None:
    """A retry with its key is one event; another message with the same key at another instance is another word."""
    ids, body = await an_application(edge), {"message": "欢迎"}
    answers = [await edge.enterprise().post(path_of(ids, "invite"), body, key="k") for _ in range(2)]
    assert len({answer.json()["event_id"] for answer in answers}) == 1
    async with edge.another_instance() as http:
        other = replace(edge.enterprise(), http=http)
        assert (await other.post(path_of(ids, "invite"), {"message": "other words"}, key="k")).status_code == 202
    messages = [event.message for event in edge.log.events() if isinstance(event, ApplicantInvited)]
    assert {await edge.opened(message) for message in messages} == {"欢迎", "other words"}
