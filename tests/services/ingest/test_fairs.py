"""Writes of fairs."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import pytest

from schemas.fair import FairClosed, FairOpened, FairScheduled
from tests.services.ingest.edge import Edge, fair_body, hours, paths


async def test_a_scheduled_fair_is_one_event_keyed_by_itself(edge: Edge) -> None:
    """The answer's id is the event's fair, and the record says who asked for it."""
    answer = await edge.organizer().post("/fairs", fair_body(title="杭州"))
    (written,) = edge.log.written()
    event = written.event
    assert answer.status_code == 202
    assert isinstance(event, FairScheduled)
    assert (event.title, event.org, str(event.fair), written.key) == (
        "杭州",
        "unit-1",
        answer.json()["id"],
        written.key,
    )
    assert written.key == answer.json()["id"]
    assert (written.envelope.actor, written.envelope.role, written.envelope.org) == ("org-1", "organizer", "unit-1")
    assert str(written.envelope.id) == answer.json()["event_id"]
    receipt = {"position": "livefair.fairs:0:0", "accepted_at": "2030-01-01T12:00:00+00:00"}
    assert answer.json()["receipt"] == receipt


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"colour": "red"}, "colour"),
        ({"title": 7}, "title"),
        ({"title": " "}, "title"),
        ({"host": None}, "host"),
        ({"starts_at": "2030-01-01T09:00:00"}, "starts_at"),
        ({"ends_at": hours(-0.1)}, "ends_at"),
        ({"starts_at": hours(9)}, "ends_at"),
    ],
)
async def test_a_bad_fair_names_the_path(edge: Edge, changes: dict[str, object], path: str) -> None:
    """422 with the path, and nothing is written."""
    answer = await edge.organizer().post("/fairs", fair_body(**changes))
    assert (answer.status_code, paths(answer)) == (422, [path])
    assert edge.log.records == []


async def test_a_fair_is_opened_and_closed_by_its_organizer(edge: Edge) -> None:
    """A scheduled fair may be opened, an open one closed."""
    scheduled, opened = await edge.feed.fair(state="scheduled"), await edge.feed.fair(state="open")
    assert (await edge.organizer().post(f"/fairs/{scheduled}/open")).status_code == 202
    assert (await edge.organizer().post(f"/fairs/{opened}/close", {})).status_code == 202
    assert edge.log.events() == [FairOpened(fair=scheduled), FairClosed(fair=opened)]


@pytest.mark.parametrize(
    ("state", "step"), [("open", "open"), ("closed", "open"), ("closed", "close"), ("scheduled", "close")]
)
async def test_what_its_state_forbids_is_409(edge: Edge, state: str, step: str) -> None:
    """To open what is open, to close what is closed or was never open."""
    fair = await edge.feed.fair(state=state)  # type: ignore[arg-type]  # the table's words are its states
    assert (await edge.organizer().post(f"/fairs/{fair}/{step}")).status_code == 409
    assert edge.log.records == []


@pytest.mark.parametrize(("state", "step"), [("open", "open"), ("closed", "close")])
async def test_a_retry_is_not_refused_for_its_own_effect(edge: Edge, state: str, step: str) -> None:
    """With a key, what is done already may have been done by the same request: the log decides."""
    fair = await edge.feed.fair(state=state)  # type: ignore[arg-type]  # the table's words are its states
    assert (await edge.organizer().post(f"/fairs/{fair}/{step}", key="k")).status_code == 202


async def test_anothers_fair_is_403(edge: Edge) -> None:
    """Fairs are public, so it is not hidden; an organizer without a unit has none."""
    fair = await edge.feed.fair("unit-2", "scheduled")
    for caller in (edge.organizer(), edge.organizer(None)):
        assert (await caller.post(f"/fairs/{fair}/open")).status_code == 403
    assert (await edge.organizer(None).post("/fairs", fair_body())).status_code == 403


@pytest.mark.parametrize("fair", [str(uuid4()), "nothing", "0" * 32, "%00", "{" + str(uuid4()) + "}"])
async def test_an_unknown_fair_is_404(edge: Edge, fair: str) -> None:
    """So is what is no id at all."""
    answer = await edge.organizer().post(f"/fairs/{fair}/open")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_a_fair_that_becomes_known_in_time_is_taken(edge: Edge) -> None:
    """The edge waits for its catalog before it says 404."""
    fair = UUID(int=7)
    opening = asyncio.create_task(edge.organizer().post(f"/fairs/{fair}/open"))
    while not edge.catalog.waiting:
        await asyncio.sleep(0)
    await edge.feed.fair(state="scheduled", fair=fair)
    assert (await opening).status_code == 202
