"""Writes of reactions and clicks."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from plumbing.kafka.publisher import Unavailable
from plumbing.telemetry import metrics
from schemas.chat import AudienceCounted
from schemas.topics import CHAT
from tests.services.ingest.write_edge import Caller, Edge


def counted(what: str) -> float:
    return float(metrics.AUDIENCE_COUNTED.labels(what)._value.get())


async def test_anybody_who_is_signed_in_presses(edge: Edge) -> None:
    """Together they are one record without names; each request gets its receipt and event id."""
    session = await edge.feed.session(await edge.feed.fair())
    drop = await edge.feed.drop(session, uuid4())
    before = counted("reaction"), counted("click")
    callers = (edge.student(), edge.enterprise("ent-2"), edge.organizer())
    path = f"/sessions/{session}/reactions"
    pressing = [one.post(path, {"reaction": "like", "times": times}) for times, one in enumerate(callers, 1)]
    pressing += [edge.student(2).post(path, {"reaction": "laugh"})]
    pressing += [edge.student(3).post(f"/sessions/{session}/drops/{drop}/click")]
    answers = await asyncio.gather(*pressing)
    (written,) = edge.log.written()
    assert written.event == AudienceCounted(session=session, reactions={"like": 6, "laugh": 1}, clicks={drop: 1})
    assert {answer.status_code for answer in answers} == {202}
    told = {(one.json()["id"], one.json()["event_id"], one.json()["receipt"]["position"]) for one in answers}
    assert told == {(str(session), str(written.envelope.id), f"{CHAT.name}:0:0")}
    assert (counted("reaction"), counted("click")) == (before[0] + 7, before[1] + 1)
    assert (await edge.guest().post(path, {"reaction": "like"})).status_code == 401


@pytest.mark.parametrize(
    "body", [{}, {"reaction": "boo"}, *({"reaction": "like", "times": times} for times in (0, 11, 1.5, True, "2"))]
)
async def test_what_can_be_pressed(edge: Edge, body: object) -> None:
    """One of five reactions, one to ten times."""
    session = await edge.feed.session(await edge.feed.fair())
    assert (await edge.student().post(f"/sessions/{session}/reactions", body)).status_code == 422


async def test_only_while_the_session_is_live(edge: Edge) -> None:
    """409 before and after; 404 for an unknown session, or a drop that it does not have."""
    fair = await edge.feed.fair()
    for state in ("scheduled", "ended"):
        session = await edge.feed.session(fair, state=state)
        drop = await edge.feed.drop(session, uuid4())
        for path, body in ((f"{session}/reactions", {"reaction": "like"}), (f"{session}/drops/{drop}/click", None)):
            assert (await edge.student().post(f"/sessions/{path}", body)).status_code == 409
    live = await edge.feed.session(fair)
    elsewhere = await edge.feed.drop(await edge.feed.session(fair), uuid4())
    for drop in (elsewhere, uuid4()):
        assert (await edge.student().post(f"/sessions/{live}/drops/{drop}/click")).status_code == 404
    assert (await edge.student().post(f"/sessions/{uuid4()}/reactions", {"reaction": "like"})).status_code == 404
    assert edge.log.records == []


async def test_a_closed_drop_is_still_gone_to(edge: Edge) -> None:
    """Its job stays open, and the funnel counts the click."""
    session = await edge.feed.session(await edge.feed.fair())
    drop = await edge.feed.drop(session, uuid4(), "closed")
    assert (await edge.student().post(f"/sessions/{session}/drops/{drop}/click")).status_code == 202


async def test_a_crowd_that_announces_no_length_keeps_nobody_out(edge: Edge) -> None:
    """Requests without a body need no Content-Length, and use almost nothing of the body budget."""
    session = await edge.feed.session(await edge.feed.fair())
    drop = await edge.feed.drop(session, uuid4())
    path, headers = f"/v1/sessions/{session}/drops/{drop}/click", {"Authorization": f"Bearer {edge.student().token}"}

    async def click() -> int:
        request = edge.http.build_request("POST", path, headers=headers)
        request.headers.pop("content-length", None)
        return (await edge.http.send(request)).status_code

    statuses = await asyncio.gather(*(click() for _ in range(600)))
    assert set(statuses) == {202}


@pytest.mark.parametrize("path", ["comments", "reactions"])
async def test_what_is_long_is_not_read(edge: Edge, path: str) -> None:
    """413 beyond 4 KiB: no room chat request is longer."""
    session = await edge.feed.session(await edge.feed.fair())
    body = {"text": "x" * 5_000}
    assert (await edge.student().post(f"/sessions/{session}/{path}", body)).status_code == 413


async def test_a_repetition_counts_again(edge: Edge) -> None:
    """A key has no effect: a press has no event id of its own that could be deduplicated."""
    session = await edge.feed.session(await edge.feed.fair())
    for _ in range(2):
        answer = await edge.student().post(f"/sessions/{session}/reactions", {"reaction": "love"}, key="k")
        assert answer.status_code == 202
    assert [event.reactions for event in edge.log.events() if isinstance(event, AudienceCounted)] == [{"love": 1}] * 2


async def test_two_a_second_bursts_of_five(edge: Edge) -> None:
    """429 says to send several presses at once; reactions and clicks share a limit per person."""
    session = await edge.feed.session(await edge.feed.fair())
    drop = await edge.feed.drop(session, uuid4())
    async with edge.another_instance(rate_limit=True) as http:
        one, other = Caller(http, edge.student(1).token), Caller(http, edge.student(2).token)
        pressing = [one.post(f"/sessions/{session}/reactions", {"reaction": "like"}) for _ in range(4)]
        pressing += [one.post(f"/sessions/{session}/drops/{drop}/click") for _ in range(3)]
        answers = await asyncio.gather(*pressing)
        statuses = [answer.status_code for answer in answers]
        assert statuses == [202] * 5 + [429] * 2
        assert (answers[-1].headers["retry-after"], "`times`" in answers[-1].json()["detail"]) == ("1", True)
        assert (await other.post(f"/sessions/{session}/reactions", {"reaction": "like"})).status_code == 202


async def test_when_the_log_is_away_all_hear_what_to_do(edge: Edge) -> None:
    """503: it may have been counted, and a retry is another press."""
    session = await edge.feed.session(await edge.feed.fair())
    edge.log.failure = Unavailable("away")
    pressing = [edge.student(n).post(f"/sessions/{session}/reactions", {"reaction": "like"}) for n in range(9)]
    for answer in await asyncio.gather(*pressing):
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert "counted twice" in answer.json()["detail"]


async def test_when_it_is_stopping_nothing_was_counted(edge: Edge) -> None:
    """503, and the detail says that nothing was written."""
    session = await edge.feed.session(await edge.feed.fair())
    await edge.audience.stop()
    answer = await edge.student().post(f"/sessions/{session}/reactions", {"reaction": "like"})
    assert (answer.status_code, "this was not" in answer.json()["detail"]) == (503, True)
