"""Writes of fairs."""

from __future__ import annotations

import asyncio
from datetime import datetime
from uuid import UUID

import pytest

from schemas.fair import FairAmended, FairArchived, FairClosed, FairOpened, FairReopened, FairScheduled
from services.fair.fairs.fair import ALLOWED, STATES
from services.fair.fairs.fair import MOVES as MOVES_OF_A_FAIR
from tests.services.ingest.write_edge import Edge, fair_body, hours, paths


async def test_a_scheduled_fair_is_one_event_keyed_by_itself(edge: Edge) -> None:
    """The answer's id is the event's fair, and the headers name the sender."""
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


NOBODYS = UUID(int=404)
"""The id of no fair."""
MOVES = [(state, what) for state in STATES for what, _, _ in MOVES_OF_A_FAIR.values()]


@pytest.mark.parametrize(("state", "what"), MOVES)
async def test_what_its_state_forbids_is_409(edge: Edge, state: str, what: str) -> None:
    """Every move from every state: accepted if the domain's table allows it, else 409 and not written.

    An archived fair is none any more: 404.
    """
    fair = await edge.feed.fair(state=state)  # type: ignore[arg-type]  # the table's words are its states
    answer = await edge.organizer().post(f"/fairs/{fair}/{what.replace('_', '-')}")
    allowed = state in ALLOWED[what]
    assert answer.status_code == (202 if allowed else 404 if state == "archived" else 409)
    assert [event.model_dump().get("fair") for event in edge.log.events()] == [fair] * allowed
    assert allowed or state == "archived" or f"The fair is {state}" in answer.json()["detail"]


async def test_a_retry_of_an_archive_is_left_to_the_log(edge: Edge) -> None:
    """202 with a key, for its organizer: it may be the request that archived the fair. 404 otherwise."""
    fair = await edge.feed.fair(state="closed")
    await edge.feed.put(str(fair), None)
    keys = [("unit-1", "again"), ("unit-2", "theirs"), ("unit-1", None)]
    answers = [await edge.organizer(org).post(f"/fairs/{fair}/archive", key=key) for org, key in keys]
    assert [answer.status_code for answer in answers] == [202, 404, 404]
    assert edge.log.events() == [FairArchived(fair=fair)]


async def test_a_draft_is_an_event_that_says_so(edge: Edge) -> None:
    """For everybody but its organizer the fair does not exist."""
    await edge.organizer().post("/fairs", fair_body(draft=True))
    (event,) = edge.log.events()
    assert isinstance(event, FairScheduled)
    assert event.draft
    fair = await edge.feed.fair(state="draft")
    for path in (f"/fairs/{fair}/publish", f"/fairs/{fair}/close"):
        assert (await edge.organizer("unit-2").post(path)).status_code == 404
    assert (await edge.enterprise().post(f"/fairs/{fair}/booths", {"name": "An enterprise"})).status_code == 404
    assert (await edge.organizer().post(f"/fairs/{fair}/publish")).status_code == 202


async def test_a_fair_is_amended(edge: Edge) -> None:
    """The event has only the given fields, null included; for its organizer only, and not after the end."""
    fair, over = await edge.feed.fair(), await edge.feed.fair(state="closed")
    later = hours(30)
    answer = await edge.organizer().send("PATCH", f"/fairs/{fair}", {"ends_at": later, "region": None})
    assert answer.status_code == 202, answer.text
    (event,) = edge.log.events()
    assert isinstance(event, FairAmended)
    assert event.changes.model_dump(exclude_unset=True) == {"ends_at": datetime.fromisoformat(later), "region": None}
    assert (await edge.organizer().send("PATCH", f"/fairs/{over}", {"title": "x"})).status_code == 409
    assert (await edge.organizer("unit-2").send("PATCH", f"/fairs/{fair}", {"title": "x"})).status_code == 403


@pytest.mark.parametrize(
    ("changes", "path"),
    [({}, ""), ({"title": None}, "title"), ({"ends_at": hours(-1)}, "ends_at"), ({"state": "open"}, "state")],
)
async def test_a_bad_amendment_names_the_path(edge: Edge, changes: dict[str, object], path: str) -> None:
    """422 with the path, and nothing is written."""
    fair = await edge.feed.fair()
    answer = await edge.organizer().send("PATCH", f"/fairs/{fair}", changes)
    assert (answer.status_code, paths(answer)) == (422, [path])
    assert edge.log.records == []


async def test_a_fair_is_reopened_until_a_time(edge: Edge) -> None:
    """With an end or without one; an end in the past is 422."""
    fair, later = await edge.feed.fair(state="closed"), hours(30)
    for body, status in (({"ends_at": later}, 202), (None, 202), ({"ends_at": hours(-1)}, 422)):
        assert (await edge.organizer().post(f"/fairs/{fair}/reopen", body)).status_code == status
    given = FairReopened(fair=fair, ends_at=datetime.fromisoformat(later))
    assert edge.log.events() == [given, FairReopened(fair=fair)]


async def test_a_newer_state_is_waited_for(edge: Edge) -> None:
    """A fair that was paused a moment ago can be resumed: the edge waits for its catalog."""
    fair = await edge.feed.fair(state="open")
    resuming = asyncio.create_task(edge.organizer().post(f"/fairs/{fair}/resume"))
    while not edge.catalog.waiting:
        await asyncio.sleep(0)
    await edge.feed.fair(state="paused", fair=fair)
    assert (await resuming).status_code == 202


async def test_what_was_done_a_moment_ago_is_not_done_again(edge: Edge) -> None:
    """A second opening waits for the catalog entry of the first, and is refused."""
    fair = await edge.feed.fair(state="scheduled")
    assert (await edge.organizer().post(f"/fairs/{fair}/open")).status_code == 202
    again = asyncio.create_task(edge.organizer().post(f"/fairs/{fair}/open"))
    while not edge.catalog.waiting:
        await asyncio.sleep(0)
    await edge.feed.fair(state="open", fair=fair)
    assert (await again).status_code == 409
    assert edge.log.events() == [FairOpened(fair=fair)]


@pytest.mark.parametrize(("state", "step"), [("open", "open"), ("closed", "close"), ("paused", "pause")])
async def test_a_retry_is_not_refused_for_its_own_effect(edge: Edge, state: str, step: str) -> None:
    """With a key the earlier request may be the same one, so the log decides."""
    fair = await edge.feed.fair(state=state)  # type: ignore[arg-type]  # the table's words are its states
    assert (await edge.organizer().post(f"/fairs/{fair}/{step}", key="k")).status_code == 202


async def test_anothers_fair_is_403(edge: Edge) -> None:
    """Fairs are public, so this is not hidden; an organizer without a unit has none."""
    fair = await edge.feed.fair("unit-2", "scheduled")
    for caller in (edge.organizer(), edge.organizer(None)):
        assert (await caller.post(f"/fairs/{fair}/open")).status_code == 403
    assert (await edge.organizer(None).post("/fairs", fair_body())).status_code == 403


@pytest.mark.parametrize("fair", [str(NOBODYS), "nothing", "0" * 32, "%00", f"{{{NOBODYS}}}"])
async def test_an_unknown_fair_is_404(edge: Edge, fair: str) -> None:
    """So is an invalid id."""
    answer = await edge.organizer().post(f"/fairs/{fair}/open")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_a_fair_that_becomes_known_in_time_is_taken(edge: Edge) -> None:
    """The edge waits for its catalog before it answers 404."""
    fair = UUID(int=7)
    opening = asyncio.create_task(edge.organizer().post(f"/fairs/{fair}/open"))
    while not edge.catalog.waiting:
        await asyncio.sleep(0)
    await edge.feed.fair(state="scheduled", fair=fair)
    assert (await opening).status_code == 202


async def test_the_zone_of_a_fair_is_that_of_its_beginning(edge: Edge) -> None:
    """Times are written in UTC, with the offset that the beginning had; a later beginning brings its own."""
    body = fair_body(starts_at="2030-12-01T00:00:00+08:00", ends_at="2030-12-02T23:59:00+08:00")
    assert (await edge.organizer().post("/fairs", body)).status_code == 202
    fair = await edge.feed.fair(state="scheduled")
    for changes in ({"starts_at": "2030-12-01T00:00:00-03:30"}, {"ends_at": "2030-12-05T00:00:00+01:00"}):
        assert (await edge.organizer().send("PATCH", f"/fairs/{fair}", changes)).status_code == 202
    scheduled, moved, longer = (written.event for written in edge.log.written())
    assert isinstance(scheduled, FairScheduled)
    assert (scheduled.starts_at.isoformat(), scheduled.utc_offset_minutes) == ("2030-11-30T16:00:00+00:00", 480)
    assert isinstance(moved, FairAmended)
    assert (moved.changes.starts_at.isoformat(), moved.utc_offset_minutes) == ("2030-12-01T03:30:00+00:00", -210)
    assert isinstance(longer, FairAmended)
    assert (longer.utc_offset_minutes, longer.changes.model_fields_set) == (None, {"ends_at"})
