"""Writes of sessions and drops."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import pytest

from schemas import session as events
from schemas.application import ResumeSubmitted
from schemas.session import SessionState, drop_id, session_id
from tests.services.ingest.write_edge import Edge, hours, paths, saved_resume


def body(*jobs: UUID, **more: object) -> dict[str, object]:
    return {"title": "Live hour", "starts_at": hours(0), "run_of_show": [str(job) for job in jobs], **more}


async def staged(edge: Edge, state: str = "live", host: str = "enterprise", org: str = "ent-1") -> tuple[UUID, UUID]:
    """A session in this state, and a job that it may show."""
    fair = await edge.feed.fair()
    await edge.feed.booth(fair)
    job = await edge.feed.job(fair)
    return await edge.feed.session(fair, org, state, host), job  # type: ignore[arg-type]  # the table's words


async def test_an_enterprise_with_a_booth_plans_a_session(edge: Edge) -> None:
    """A job id can replace a slot; the session's id is derived from the event's."""
    fair = await edge.feed.fair()
    await edge.feed.booth(fair)
    one, other = await edge.feed.job(fair), await edge.feed.job(fair)
    slot = {"job": str(other), "minutes": 10, "cap": 5}
    answer = await edge.enterprise().post(f"/fairs/{fair}/sessions", body(run_of_show=[str(one), slot]))
    event = edge.log.events()[-1]
    assert isinstance(event, events.FairSessionScheduled)
    assert (answer.status_code, answer.json()["id"]) == (202, str(session_id(UUID(answer.json()["event_id"]))))
    assert event.run_of_show == [events.Slot(job=one), events.Slot(job=other, minutes=10, cap=5)]
    assert (event.fair, event.org, edge.log.written()[-1].key) == (fair, "ent-1", str(fair))


async def test_who_may_plan(edge: Edge) -> None:
    """The fair's organizer with any job; no enterprise without a booth or with another's job; no student."""
    fair = await edge.feed.fair()
    job, others = await edge.feed.job(fair), await edge.feed.job(fair, "ent-2")
    path = f"/fairs/{fair}/sessions"
    assert (await edge.organizer().post(path, body(job, others))).status_code == 202
    assert (await edge.organizer("unit-2").post(path, body())).status_code == 403
    assert (await edge.enterprise().post(path, body(job))).status_code == 403
    await edge.feed.booth(fair)
    assert (await edge.enterprise().post(path, body(others))).status_code == 404
    assert (await edge.student().post(path, body())).status_code == 403


async def test_a_bad_plan_names_the_path(edge: Edge) -> None:
    """A time, an address, a slot in the run of show."""
    fair = await edge.feed.fair()
    bad = body(starts_at="soon", stream_url="rtmp://x", run_of_show=[{"job": str(uuid4()), "cap": 0}])
    answer = await edge.organizer().post(f"/fairs/{fair}/sessions", bad)
    assert answer.status_code == 422
    assert {"starts_at", "stream_url"} <= {path.split(".")[0] for path in paths(answer)}


STEPS: dict[str, tuple[str, object, str]] = {
    "start": ("start", None, "FairSessionStarted"),
    "end": ("end", None, "FairSessionEnded"),
    "pause": ("pause", None, "FairSessionPaused"),
    "resume": ("resume", None, "FairSessionResumed"),
    "announce": ("announce", {"text": "Soon"}, "HostAnnounced"),
    "unpin": ("pin", {"job": None}, "JobPinned"),
    "next": ("drops/next", None, "JobDropped"),
    "next with a cap": ("drops/next", {"cap": 3}, "JobDropped"),
}


@pytest.mark.parametrize("name", STEPS)
async def test_what_its_host_does(edge: Edge, name: str) -> None:
    """Each action has its event with the session's ids; for others the session does not exist."""
    path, given, event = STEPS[name]
    session, _ = await staged(edge, "scheduled" if name == "start" else "live")
    for stranger in (edge.enterprise("ent-2"), edge.organizer()):
        assert (await stranger.post(f"/sessions/{session}/{path}", given)).status_code == 404
    answer = await edge.enterprise().post(f"/sessions/{session}/{path}", given)
    written = edge.log.events()[-1]
    assert (answer.status_code, type(written).__name__) == (202, event)
    assert str(getattr(written, "session", None)) == str(session)


async def test_an_organizer_runs_its_own_session(edge: Edge) -> None:
    """Role and org must both match."""
    session, _ = await staged(edge, host="organizer", org="unit-1")
    assert (await edge.enterprise("unit-1").post(f"/sessions/{session}/end")).status_code == 404
    assert (await edge.organizer().post(f"/sessions/{session}/end")).status_code == 202


@pytest.mark.parametrize(
    ("state", "step"), [("ended", "start"), ("live", "start"), ("scheduled", "end"), ("ended", "drops/next")]
)
async def test_what_the_state_forbids_is_409(edge: Edge, state: str, step: str) -> None:
    """The problem names the session's state."""
    session, _ = await staged(edge, state)
    answer = await edge.enterprise().post(f"/sessions/{session}/{step}")
    assert (answer.status_code, state in answer.json()["detail"]) == (409, True)


async def test_a_job_is_dropped(edge: Edge) -> None:
    """The drop's id is derived from the event's; a job of another fair is unknown."""
    session, job = await staged(edge)
    answer = await edge.enterprise().post(f"/sessions/{session}/drops", {"job": str(job), "cap": 200})
    event = edge.log.events()[-1]
    assert isinstance(event, events.JobDropped)
    assert (answer.status_code, event.job, event.cap) == (202, job, 200)
    assert answer.json()["id"] == str(event.drop) == str(drop_id(UUID(answer.json()["event_id"])))
    elsewhere = await edge.feed.job(await edge.feed.fair())
    for other in (elsewhere, uuid4()):
        assert (await edge.enterprise().post(f"/sessions/{session}/drops", {"job": str(other)})).status_code == 404


async def test_a_drop_is_extended_and_closed(edge: Edge) -> None:
    """It must belong to this session and be open."""
    session, job = await staged(edge)
    drop, closed = await edge.feed.drop(session, job), await edge.feed.drop(session, job, "closed")
    foreign = await edge.feed.drop(uuid4(), job)
    path = f"/sessions/{session}/drops"
    assert (await edge.enterprise().post(f"{path}/{drop}/extend", {"cap": 9})).status_code == 202
    assert (await edge.enterprise().post(f"{path}/{drop}/close")).status_code == 202
    assert [type(event).__name__ for event in edge.log.events()] == ["DropExtended", "DropClosed"]
    assert (await edge.enterprise().post(f"{path}/{closed}/close")).status_code == 409
    for other in (foreign, uuid4()):
        assert (await edge.enterprise().post(f"{path}/{other}/close")).status_code == 404


async def test_a_plan_is_changed(edge: Edge) -> None:
    """While it is scheduled; null clears the address."""
    session, job = await staged(edge, "scheduled")
    changes = {"title": "Later", "stream_url": None, "run_of_show": [str(job)]}
    assert (await edge.enterprise().send("PATCH", f"/sessions/{session}", changes)).status_code == 202
    event = edge.log.events()[-1]
    assert isinstance(event, events.FairSessionAmended)
    assert event.changes.model_fields_set == set(changes)
    for bad in ({}, {"starts_at": None}, {"state": "live"}):
        assert (await edge.enterprise().send("PATCH", f"/sessions/{session}", bad)).status_code == 422


async def test_a_new_title_leaves_the_run_of_show(edge: Edge) -> None:
    """Only what was given is in the event."""
    session, _ = await staged(edge, "scheduled")
    assert (await edge.enterprise().send("PATCH", f"/sessions/{session}", {"title": "Later"})).status_code == 202
    event = edge.log.events()[-1]
    assert isinstance(event, events.FairSessionAmended)
    assert event.changes.model_dump(exclude_unset=True) == {"title": "Later"}


async def test_a_job_is_pinned(edge: Edge) -> None:
    """One that the host may show; another enterprise's job is unknown."""
    session, job = await staged(edge)
    facts = edge.catalog.session(session)
    assert facts is not None
    path, others = f"/sessions/{session}/pin", await edge.feed.job(facts.fair, "ent-2")
    assert (await edge.enterprise().post(path, {"job": str(job)})).status_code == 202
    assert edge.log.events() == [events.JobPinned(fair=facts.fair, session=session, job=job)]
    assert (await edge.enterprise().post(path, {"job": str(others)})).status_code == 404


@pytest.mark.parametrize(("step", "state"), [("start", "live"), ("end", "ended")])
async def test_a_request_that_is_sent_again_gets_its_answer(edge: Edge, step: str, state: str) -> None:
    """With its key, also from an instance that has not seen the first request, when the session has moved already."""
    session, _ = await staged(edge, state)
    answer = await edge.enterprise().post(f"/sessions/{session}/{step}", key="once")
    assert answer.status_code == 202
    assert edge.log.written()[-1].envelope.id == UUID(answer.json()["event_id"])


async def test_a_submission_names_an_open_drop_of_the_job(edge: Edge) -> None:
    """The event has the drop; a closed drop is 409, one of another job 404."""
    session, job = await staged(edge)
    student, other = edge.student(), await edge.feed.job(await edge.feed.fair())
    drop, closed = await edge.feed.drop(session, job), await edge.feed.drop(session, job, "closed")
    sent = {"resume_id": await saved_resume(student)}
    statuses = [
        (await student.post(f"/jobs/{to}/applications", {**sent, "drop": str(through)})).status_code
        for to, through in ((job, drop), (job, closed), (other, drop))
    ]
    assert statuses == [202, 409, 404]
    (event,) = (one for one in edge.log.events() if isinstance(one, ResumeSubmitted))
    assert event.drop == drop


@pytest.mark.parametrize(("state", "step", "after"), [("scheduled", "start", "live"), ("live", "end", "ended")])
async def test_a_session_that_moved_a_moment_ago_does_not_move_again(
    edge: Edge, state: str, step: str, after: SessionState
) -> None:
    """The next request waits until the catalog has the first move."""
    session, _ = await staged(edge, state)
    facts = edge.catalog.session(session)
    assert facts is not None
    assert (await edge.enterprise().post(f"/sessions/{session}/{step}")).status_code == 202
    again = asyncio.create_task(edge.enterprise().post(f"/sessions/{session}/{step}"))
    while not edge.catalog.waiting:
        await asyncio.sleep(0)
    await edge.feed.session(facts.fair, state=after, session=session)
    assert (await again).status_code == 409
