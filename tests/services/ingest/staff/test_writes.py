"""Writes of a booth's staff, and writes by its staff; the link's secret stays out of the log."""

from __future__ import annotations

import hashlib
import json
from uuid import UUID, uuid4

import pytest

from schemas.booth import BoothAmended
from schemas.catalog import StaffEntry, StaffLinkEntry, staff_key, staff_link_key
from schemas.staff import ApplicantHandedOver, StaffJoined, StaffLinkMade, StaffLinkRevoked, StaffRemoved
from tests.services.ingest.write_edge import Caller, Edge, hours, job_body

ORG, BOOTH = "ent-1", "/fairs/{}/booths/ent-1"


async def staffed(edge: Edge, fair: UUID, person: str, role: str = "recruiter", org: str = ORG) -> None:
    """Feed an entry to the catalog that makes a person staff."""
    entry = StaffEntry.model_validate({"fair": fair, "person": person, "org": org, "role": role})
    await edge.feed.put(staff_key(fair, person), entry.model_dump_json().encode())


def person(edge: Edge, sub: str, org: str | None = None) -> Caller:
    return Caller(edge.http, edge.issuer.token("enterprise", sub, org), sub)


async def a_booth(edge: Edge) -> UUID:
    fair = await edge.feed.fair()
    await edge.feed.booth(fair, ORG)
    return fair


async def test_a_links_secret_is_in_the_answer_and_nowhere_else(edge: Edge) -> None:
    """The log has its SHA-256; each link has another secret; a retry on this instance gets the same one."""
    fair = await a_booth(edge)
    body = {"role": "lead", "uses": 3, "expires_at": hours(2)}
    answers = [await edge.enterprise().post(BOOTH.format(fair) + "/staff-links", body, key=key) for key in "aab"]
    first, again, other = (answer.json() for answer in answers)
    assert first == again
    assert other["secret"] != first["secret"]
    event = edge.log.events()[0]
    assert isinstance(event, StaffLinkMade)
    assert (event.org, event.role, event.uses, str(event.link)) == (ORG, "lead", 3, first["id"])
    assert event.sha256 == hashlib.sha256(first["secret"].encode()).hexdigest()
    written = b"".join(str(record).encode() for record in edge.log.records)
    assert first["secret"].encode() not in written
    assert all(first["secret"] not in json.dumps(line) for line in edge.logged())


async def test_somebody_joins_by_the_secret(edge: Edge) -> None:
    """Any person of the role `enterprise`, also without an org; the answer names the enterprise and the fair."""
    fair, link, secret = await a_booth(edge), uuid4(), "s3cret"
    entry = StaffLinkEntry(fair=fair, org=ORG, link=link)
    key = staff_link_key(hashlib.sha256(secret.encode()).hexdigest())
    await edge.feed.put(key, entry.model_dump_json().encode())
    answer = await person(edge, "ann").post("/staff-links/join", {"secret": secret})
    assert answer.status_code == 202, answer.text
    assert (answer.json()["id"], answer.json()["fair"]) == (ORG, str(fair))
    assert edge.log.events() == [StaffJoined(fair=fair, org=ORG, link=link, person="ann")]
    assert (await edge.student().post("/staff-links/join", {"secret": secret})).status_code == 403
    assert (await person(edge, "ann").post("/staff-links/join", {"secret": "other"})).status_code == 404
    await edge.feed.put(key, None)
    assert (await person(edge, "ann").post(f"/staff-links/{secret}/join")).status_code == 404
    assert all(secret not in json.dumps(line) for line in edge.logged())


async def test_a_lead_deals_with_the_booth_and_a_recruiter_does_not(edge: Edge) -> None:
    """Links, staff and the booth's texts are managed by the enterprise and its leads."""
    fair, link = await a_booth(edge), uuid4()
    await staffed(edge, fair, "ann", "lead")
    await staffed(edge, fair, "bob")
    booth = BOOTH.format(fair)
    for who, status in ((person(edge, "ann"), 202), (person(edge, "bob"), 403), (person(edge, "eve", "ent-2"), 403)):
        assert (await who.post(f"{booth}/staff-links")).status_code == status
        assert (await who.send("DELETE", f"{booth}/staff-links/{link}")).status_code == status
        assert (await who.send("PATCH", booth, {"intro": "Come!"})).status_code == status
        assert (await who.send("DELETE", f"{booth}/staff/carl")).status_code == status
    kinds = [type(event) for event in edge.log.events()]
    assert kinds == [StaffLinkMade, StaffLinkRevoked, BoothAmended, StaffRemoved]


async def test_somebody_leaves(edge: Edge) -> None:
    """People may leave the staff on their own; for somebody who is not on the staff it is another's booth."""
    fair = await a_booth(edge)
    await staffed(edge, fair, "bob")
    assert (await person(edge, "bob").send("DELETE", f"{BOOTH.format(fair)}/staff/bob")).status_code == 202
    assert edge.log.events() == [StaffRemoved(fair=fair, org=ORG, person="bob")]
    assert (await person(edge, "eve").send("DELETE", f"{BOOTH.format(fair)}/staff/eve")).status_code == 403


@pytest.mark.parametrize("own", [None, "ent-2"])
async def test_staff_act_for_the_enterprise(edge: Edge, own: str | None) -> None:
    """In this fair only, and no longer when their catalog entry is gone."""
    fair, elsewhere = await a_booth(edge), await a_booth(edge)
    job, other = await edge.feed.job(fair, ORG), await edge.feed.job(elsewhere, ORG)
    ann, application = person(edge, "ann", own), uuid4()
    await staffed(edge, fair, "ann")
    assert (await ann.post(f"/jobs/{job}/applications/{application}/shortlist")).status_code == 202
    assert (await ann.send("PATCH", f"/jobs/{job}", {"headcount": 2})).status_code == 202
    published = await ann.post(f"/fairs/{fair}/jobs", job_body())
    assert published.status_code == 202, published.text
    assert edge.log.events()[-1].model_dump()["org"] == ORG
    refused = await ann.post(f"/jobs/{other}/applications/{application}/shortlist")
    assert refused.status_code == (403 if own is None else 404)
    await edge.feed.put(staff_key(fair, "ann"), None)
    gone = await ann.post(f"/jobs/{job}/applications/{application}/shortlist")
    assert gone.status_code == (403 if own is None else 404)


async def test_an_applicant_is_handed_over(edge: Edge) -> None:
    """The note is sealed with the applicant's key; also after the fair's end."""
    fair = await edge.feed.fair(state="closed")
    job, application = await edge.feed.job(fair, ORG), uuid4()
    path = f"/jobs/{job}/applications/{application}/assign"
    answer = await edge.enterprise().post(path, {"to": "ann", "note": "Speaks German"})
    assert answer.status_code == 202, answer.text
    (event,) = edge.log.events()
    assert isinstance(event, ApplicantHandedOver)
    assert (event.fair, event.job, event.application, event.to) == (fair, job, application, "ann")
    assert await edge.opened(event.note) == "Speaks German"
    assert (await person(edge, "eve", "ent-2").post(path, {"to": "ann"})).status_code == 404
    assert (await edge.enterprise().post(path, {"to": None})).status_code == 202
    assert edge.log.events()[-1].model_dump(exclude_none=True).keys() == {"fair", "job", "application"}


async def test_somebody_with_a_slash_in_the_sub_is_removed(edge: Edge) -> None:
    """The body carries a sub that no address can; the rights are the same as for DELETE."""
    fair, sub = await a_booth(edge), "oidc/ann"
    path = f"{BOOTH.format(fair)}/staff/remove"
    assert (await edge.enterprise().send("DELETE", f"{BOOTH.format(fair)}/staff/oidc%2Fann")).status_code == 404
    await staffed(edge, fair, sub)
    for who in (edge.enterprise(), person(edge, sub)):
        answer = await who.post(path, {"person": sub})
        assert answer.status_code == 202, answer.text
        assert answer.json()["id"] == sub
    assert {event.person for event in edge.log.events() if isinstance(event, StaffRemoved)} == {sub}
    assert (await person(edge, "eve", "ent-2").post(path, {"person": sub})).status_code == 403
    assert (await edge.enterprise().post(path, {"person": "a\u202eb"})).status_code == 422


@pytest.mark.parametrize("name", ["%00", "a%00b", "%0A", "a%1Bb", "a%E2%80%AEb", "x" * 501])
async def test_an_address_that_names_nobody_is_404(edge: Edge, name: str) -> None:
    """Control characters and very long texts do not reach the log: no token could name such a person."""
    fair = await a_booth(edge)
    answer = await edge.enterprise().send("DELETE", f"{BOOTH.format(fair)}/staff/{name}")
    assert answer.status_code == 404
    assert edge.log.records == []
