"""Writes of the closing round: a student's ranking of jobs, and holding the round."""

from __future__ import annotations

from uuid import uuid4

import pytest

from schemas.closing_round import WISHES_MAX, ClosingRoundHeld, JobsRanked
from services.fair.fairs.fair import ALLOWED, STATES
from tests.services.ingest.write_edge import Edge, paths


async def test_a_ranking_belongs_to_its_sender(edge: Edge) -> None:
    """In the order of the list; an empty one withdraws it. The student is the caller."""
    fair, jobs = await edge.feed.fair(), [uuid4(), uuid4()]
    for ranking in (jobs, []):
        answer = await edge.student(1).put(f"/fairs/{fair}/ranking", {"jobs": [str(job) for job in ranking]})
        assert (answer.status_code, answer.json()["id"]) == (202, str(fair))
    told = [(event.fair, event.student, event.jobs) for event in edge.log.events() if isinstance(event, JobsRanked)]
    assert told == [(fair, "stu-1", jobs), (fair, "stu-1", [])]
    assert {written.key for written in edge.log.written()} == {str(fair)}


async def test_a_ranking_names_a_job_once_and_not_too_many(edge: Edge) -> None:
    """422 with the path, and nothing is written."""
    fair, job = await edge.feed.fair(), str(uuid4())
    for jobs in ([job, job], [str(uuid4()) for _ in range(WISHES_MAX + 1)]):
        answer = await edge.student(1).put(f"/fairs/{fair}/ranking", {"jobs": jobs})
        assert (answer.status_code, paths(answer)) == (422, ["jobs"])
    answer = await edge.student(1).put(f"/fairs/{fair}/ranking", {"jobs": [job], "why": "because"})
    assert (answer.status_code, paths(answer)) == (422, ["why"])
    assert edge.log.records == []


async def test_the_round_is_its_organizers(edge: Edge) -> None:
    """Its id is derived from the event's, so that a retry with the same key names the same one."""
    fair = await edge.feed.fair()
    first, again = [await edge.organizer().post(f"/fairs/{fair}/closing-round", key="k") for _ in range(2)]
    assert first.json() == again.json()
    (event,) = edge.log.events()
    assert isinstance(event, ClosingRoundHeld)
    assert (event.fair, str(event.round)) == (fair, first.json()["id"])
    assert (await edge.organizer("unit-2").post(f"/fairs/{fair}/closing-round")).status_code == 403
    assert (await edge.student(1).post(f"/fairs/{fair}/closing-round")).status_code == 403
    assert (await edge.organizer().put(f"/fairs/{fair}/ranking", {"jobs": []})).status_code == 403


async def test_a_dry_run_is_not_taken_for_the_round(edge: Edge) -> None:
    """A dry run is a read of fair; sent as a write by mistake, it must not hold the round."""
    fair = await edge.feed.fair()
    answer = await edge.organizer().post(f"/fairs/{fair}/closing-round?dry_run=true")
    assert (answer.status_code, paths(answer)) == (422, ["dry_run"])
    assert edge.log.records == []


@pytest.mark.parametrize("state", [state for state in STATES if state != "draft"])
async def test_what_the_fairs_state_allows(edge: Edge, state: str) -> None:
    """409 in other states: ranking is over, or the round may not be held yet. An archived fair is none: 404."""
    fair = await edge.feed.fair(state=state)  # type: ignore[arg-type]  # each of them is one
    ranked = await edge.student(1).put(f"/fairs/{fair}/ranking", {"jobs": []})
    held = await edge.organizer().post(f"/fairs/{fair}/closing-round")
    refused = 404 if state == "archived" else 409
    assert ranked.status_code == (202 if state in ALLOWED["wish"] else refused)
    assert held.status_code == (202 if state in ALLOWED["settle"] else refused)
