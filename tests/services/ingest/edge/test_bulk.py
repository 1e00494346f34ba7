"""Bulk actions: access, events, and retries with the same event ids."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest

from plumbing.kafka.publisher import Unavailable
from schemas.application import ApplicantInvited, ApplicantShortlisted, ApplicationRefused, ApplicationViewed
from schemas.booth import BoothApproved, BoothRefused
from schemas.event import Event
from schemas.job import JobClosed
from tests.services.ingest.write_edge import Caller, Edge

ORGS = ["ent-1", "ent-2", "企业"]
IDS = [uuid4() for _ in range(3)]
WORDS = [str(one) for one in IDS]
OF_FAIR: dict[str, tuple[dict[str, Any], type[Event]]] = {
    "booths/approve": ({"orgs": ORGS}, BoothApproved),
    "booths/refuse": ({"orgs": ORGS, "reason": "the hall is full"}, BoothRefused),
    "jobs/close": ({"jobs": WORDS, "reason": "not a job"}, JobClosed),
}
OF_JOB: dict[str, tuple[dict[str, Any], type[Event]]] = {
    "view": ({"applications": WORDS}, ApplicationViewed),
    "shortlist": ({"applications": WORDS, "reason": "just our field"}, ApplicantShortlisted),
    "invite": ({"applications": WORDS, "overbook": True, "message": "欢迎"}, ApplicantInvited),
    "refuse": ({"applications": WORDS, "reason": "another field"}, ApplicationRefused),
}
ACTIONS = [*OF_FAIR, *OF_JOB]


async def action(edge: Edge, name: str) -> tuple[Caller, str, dict[str, Any], type[Event]]:
    """A permitted caller, the address, the body, and the type of the events."""
    fair = await edge.feed.fair()
    if name in OF_FAIR:
        return (edge.organizer(), f"/fairs/{fair}/{name}", *OF_FAIR[name])
    return (edge.enterprise(), f"/jobs/{await edge.feed.job(fair)}/applications/{name}", *OF_JOB[name])


@pytest.mark.parametrize("name", ACTIONS)
async def test_each_thing_is_an_event(edge: Edge, name: str) -> None:
    """In the order of the request, under the fair's key; the answer has each, and the last receipt."""
    who, path, body, kind = await action(edge, name)
    answer = await who.post(path, body, key="k")
    assert answer.status_code == 202, answer.text
    told, written, named = answer.json(), edge.log.written(), next(iter(body.values()))
    assert [type(one.event) for one in written] == [kind] * 3
    assert [item["id"] for item in told["items"]] == named
    assert [item["event_id"] for item in told["items"]] == [str(one.envelope.id) for one in written]
    assert [one.envelope.id for one in written] == [uuid5(UUID(told["event_id"]), str(n)) for n in range(3)]
    assert told["receipt"]["position"].endswith(f":{len(edge.log.records) - 1}")
    assert told["id"] == path.split("/")[2]
    for one in written:
        facts = one.event.model_dump(mode="json")
        assert one.key == facts["fair"]
        sealed = facts.get("sealed_reason")
        assert (await edge.opened(sealed) if sealed else facts.get("reason")) == body.get("reason")


@pytest.mark.parametrize("name", ACTIONS)
async def test_a_retry_is_the_same_events(edge: Edge, name: str) -> None:
    """On the same instance the same answer without a record; on another the same event ids."""
    who, path, body, _ = await action(edge, name)
    first, second = [await who.post(path, body, key="k") for _ in range(2)]
    assert (first.content, len(edge.log.records)) == (second.content, 3)
    async with edge.another_instance() as elsewhere:
        third = await replace(who, http=elsewhere).post(path, body, key="k")
    assert third.json()["items"] == first.json()["items"]
    without_key = await who.post(path, body)
    assert without_key.json()["event_id"] != first.json()["event_id"]


@pytest.mark.parametrize("name", ACTIONS)
async def test_who_may_not(edge: Edge, name: str) -> None:
    """Another role and another's fair 403, another's job 404 like an unknown one, a guest 401."""
    who, path, body, _ = await action(edge, name)
    other = edge.enterprise() if name in OF_FAIR else edge.organizer()
    stranger = edge.organizer("unit-2") if name in OF_FAIR else edge.enterprise("ent-2")
    assert (await edge.guest().post(path, body)).status_code == 401
    assert {(await one.post(path, body)).status_code for one in (other, edge.student())} == {403}
    assert (await stranger.post(path, body)).status_code == (403 if name in OF_FAIR else 404)
    nowhere = path.replace(path.split("/")[2], str(uuid4()))
    assert (await who.post(nowhere, body)).status_code == 404
    assert edge.log.records == []


@pytest.mark.parametrize("name", ACTIONS)
async def test_what_does_not_fit_is_422(edge: Edge, name: str) -> None:
    """Empty, repeated or too many items, an unknown field; each error has its path."""
    who, path, body, _ = await action(edge, name)
    what, things = next(iter(body.items()))
    many = [str(uuid4()) for _ in range(1_001)]
    wrongs: tuple[dict[str, Any], ...] = (
        {what: []},
        {what: [*things, things[0]]},
        {what: many},
        {what: "x"},
        {"more": 1},
    )
    for wrong in wrongs:
        answer = await who.post(path, {**body, **wrong})
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["path"] == next(iter(wrong))
    assert edge.log.records == []


async def test_a_closed_fair_judges_nobody(edge: Edge) -> None:
    """409 for actions on the fair."""
    fair = await edge.feed.fair(state="closed")
    for name, (body, _) in OF_FAIR.items():
        assert (await edge.organizer().post(f"/fairs/{fair}/{name}", body)).status_code == 409
    assert edge.log.records == []


async def test_half_a_bulk_is_503_until_it_is_retried(edge: Edge) -> None:
    """Two of three were written: the answer says to retry with the key, and the retry has the same ids."""
    who, path, body, _ = await action(edge, "booths/approve")
    edge.log.failure, edge.log.fails_from = Unavailable("away"), 2
    answer = await who.post(path, body, key="k")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "same Idempotency-Key" in answer.json()["detail"]
    edge.log.failure = None
    assert (await who.post(path, body, key="k")).status_code == 202
    ids = [one.envelope.id for one in edge.log.written()]
    assert ids == [*ids[2:4], *ids[2:]]


async def test_many_cost_more_of_the_rate_than_one(edge: Edge) -> None:
    """A thousand items cost twenty writes; repeated bulk actions are refused before they reach the log."""
    edge.http = edge.another_instance(rate_limit=True)
    fair, body = await edge.feed.fair(), {"orgs": [f"ent-{n}" for n in range(1_000)]}
    organizer = edge.organizer()
    answers = await asyncio.gather(*(organizer.post(f"/fairs/{fair}/booths/approve", body) for _ in range(20)))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {202, 429}
    assert statuses.count(202) >= 4
    assert len(edge.log.records) == 1_000 * statuses.count(202)


async def test_what_is_over_the_rate_makes_no_key(edge: Edge) -> None:
    """The rate is spent before an invitation of a thousand seals its message for each of them."""
    edge.http = edge.another_instance(rate_limit=True)
    fair, secret = await edge.feed.fair(), 1
    path, who = f"/jobs/{await edge.feed.job(fair)}/applications/invite", edge.enterprise()
    bodies = [{"applications": [str(uuid4()) for _ in range(1_000)], "message": "Come"} for _ in range(12)]
    statuses = [answer.status_code for answer in await asyncio.gather(*(who.post(path, body) for body in bodies))]
    stored = edge.stored()
    assert statuses.count(429) > 0
    assert stored - secret == len(edge.log.records) == 1_000 * statuses.count(202)
