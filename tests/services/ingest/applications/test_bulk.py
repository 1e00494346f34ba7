"""One step on many applications. `edge/test_bulk.py` tests what all bulk actions share."""

from __future__ import annotations

from uuid import uuid4

import pytest

from plumbing.sealing.box import key_of
from schemas.application import ApplicantInvited
from tests.services.ingest.write_edge import Edge, hours

IDS = [uuid4() for _ in range(3)]
BODY = {"applications": [str(one) for one in IDS], "overbook": True, "message": "欢迎"}


async def test_an_invitation_carries_its_terms(edge: Edge) -> None:
    """Deadline and overbooking, and for each application the message, sealed with its own key."""
    path = f"/jobs/{await edge.feed.job(await edge.feed.fair())}/applications/invite"
    assert (await edge.enterprise().post(path, {**BODY, "deadline": hours(-1)})).status_code == 422
    assert (await edge.enterprise().post(path, {**BODY, "deadline": hours(1)})).status_code == 202
    invited = [event for event in edge.log.events() if isinstance(event, ApplicantInvited)]
    assert [event.application for event in invited] == IDS
    assert all(event.overbook and event.deadline for event in invited)
    assert [await edge.opened(event.message) for event in invited] == ["欢迎"] * 3
    assert len({key_of(event.message or "") for event in invited}) == 3


@pytest.mark.parametrize("step", ["view", "shortlist", "invite", "refuse"])
async def test_another_enterprises_job_looks_like_none(edge: Edge, step: str) -> None:
    """404, and nothing is written."""
    job, body = await edge.feed.job(await edge.feed.fair()), {"applications": BODY["applications"]}
    assert (await edge.enterprise("ent-2").post(f"/jobs/{job}/applications/{step}", body)).status_code == 404
    assert edge.log.records == []
